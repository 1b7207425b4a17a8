"""Evidence: samples, type tests and factory inspections; the body judges the validity of each before it
counts.

In: a plan with open elements. Out: elements closed by a valid result, conforming or not. Order 117 Art. 13
to 15, CNCA-00C-005 and 00C-006, guidance (五)(六). The project engineer, the laboratory, the inspectors and
the applicant act.
"""
