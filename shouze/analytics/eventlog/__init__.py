"""The process record as others read it: OCEL 2.0 (object-centric) and XES (IEEE 1849-2016).

In: the entries of the ledger, in a period or of a case. Out: one event per act, with the things that it
concerned, in a stream whose memory does not grow with the ledger. Persons and firms go without names unless
the reader is entitled to them. Guidance (十二), (二十). Nobody acts here.
"""
