"""The laboratory's pages: the orders it was given, samples, failures, reports, and how the body judged them.

In: what a contracted laboratory measures. Out: acts of its coordinator, and of an order what testing needs:
product, models, key parts, items, samples. Nothing of another laboratory is found here. Order 117 Art. 13 and
14, guidance (八).
"""
