"""Tracing back: from a thing to all it rests on at a date, and who answered for it (guidance (五), (六)).

In: a certificate, case, report, person, rule, laboratory or factory, and a day. Out: the acts with their
papers, rules and persons as a typed graph, as PROV, as a sealed dossier. Reads the ledger; the only act
records that a dossier was handed out. Who acts: those who may hand out the body's records.
"""
