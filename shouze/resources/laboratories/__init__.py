"""Laboratories: designated, contracted, with a dated scope. The body answers for every report that it uses.

In: contracts and scopes, acts of the laboratory officer. Out: may this laboratory test this product on
these days? Order 117 Art. 13 and 14, guidance (五)(八).
"""
