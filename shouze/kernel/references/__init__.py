"""References: which entries of the ledger name a thing, so that one can ask forward what rests on it.

In: the entries in the order of their places in the tree. Out: the entries that name a person, a file, a row
or a version of a rule. A read model: it can be thrown away and derived again from the ledger. Who acts:
nobody; a job of the worker fills it. Guidance (五), (十二), (二十).
"""
