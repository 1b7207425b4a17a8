"""The ledger: what was done, by whom, when, on what; append-only and provable.

In come entries, written by the gate alone (``append.py``: one INSERT inside the act's transaction, by a
database role that may only INSERT and SELECT). ``sequence.py`` gives them gap-free numbers, integrates them
into an RFC 6962 Merkle tree and writes a checkpoint per batch. Out go readers (``queries.py``) and the
proof: the separate package ``shouze_verify`` checks it all and imports nothing of this house. The leaf
holds salted digests only, so content can be erased one day without breaking a proof; leaf and root already
fit C2SP tlog-tiles (a leaf stays below 65,536 bytes, the length field of an entry bundle).

Clauses: ISO/IEC 17065 clause 7.12 (records), Order 117 (records of every stage). Nobody acts here but the
gate and the sequencer.
"""
