"""Integrity: what is done to the record itself, by named persons, through the gate.

In: a new key for a published log, endorsed by the one before; an order to erase personal information from an
entry and its files; what witnesses answer, and the full verification of every night. Out: the entry by which
the sequencer learns which key signs from when; the section without its salt and without what had to go, every
proof whole; alarms about the record, raised and closed by the machine, acknowledged by a person with words.
Clauses: ISO/IEC 17065 clause 7.12 (records) and 4.5 (confidentiality), Personal Information Protection Law
Art. 47. The administrator renews keys; the quality officer has content erased; leader, risk and quality
officers answer alarms.
"""
