"""Integrity: what is done to the record itself, by named persons, through the gate.

In: a new key for a published log, endorsed by the one before. Out: the entry by which the sequencer learns
which key signs from when. Clauses: ISO/IEC 17065 clause 7.12 (records) and 4.5 (confidentiality). The
administrator renews keys.
"""
