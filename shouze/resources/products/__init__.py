"""Products: the compulsory certification catalogue, as it stood on a day.

In: a product code or words, and a day. Out: the product, how it is assessed (by a designated body, by
declaration, not at all), and whether the body is designated for it. Clauses: Regulations Art. 28, 29, 32.
Nobody acts here; the catalogue changes by dated lines in rules/catalogue.
"""
