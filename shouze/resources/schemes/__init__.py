"""Schemes: the implementation rules by which products are certified.

In: a product code and the day that the transition policy names (the day of acceptance). Out: the scheme in
force, its documents, units, test plan, person-days, and the mode for an enterprise class. Clauses: Order
117 Art. 8 and 9, CNCA-00C-003; Regulations Art. 21: no step is added or left out. Nobody acts here; a new
rule is a dated line in rules/schemes.
"""
