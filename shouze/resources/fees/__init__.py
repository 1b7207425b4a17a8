"""Fees: what a certification costs, by the published tariff of a day.

In: product, scheme, number of units, person-days, day. Out: a bill, each line with the rule that it comes
from; the public fee calculator and the engineer's plan use the same function. Clauses: Regulations Art. 20
and 28, guidance (十四), (十九). Nobody acts here; the tariff changes by dated lines in rules/fees.
"""
