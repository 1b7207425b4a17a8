"""The register of classes: which class (A to D) a factory has for a kind of product, since when, and why.

In: a class settled by an act of `oversight.classification`, or taken over with a certificate of another body.
Out: the class on a day, of one factory and product or of many in one query, and its history; where nothing
is on record, the default class of the rules. A class belongs to one factory and one product, never to a
firm. CNCA-00C-003 3.4, guidance (十). Nobody acts here: the acts of other rooms write by `entering.enter`.
"""
