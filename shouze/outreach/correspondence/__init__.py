"""Correspondence: the official letters that follow from acts: notices of acceptance, supplements, refusal,
decision, orders, plans.

In: a ledger entry. Out: a PDF/A letter, filed with its case by an act of the machine. Order 117 Art. 16
(refusals in writing, with reasons), ISO/IEC 17065 7.6, guidance (十三). What a letter says comes from the
entry alone.
"""
