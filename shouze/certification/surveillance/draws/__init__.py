"""The verifiable draw: who is visited without notice, and which sample or model is taken, by lot that
anybody can draw again.

In: a frozen list of candidates with weights of a dated rule, and a secret of which only the hash is known
at first. Out: a result that follows from the secret and from the root of the published log at a size that
was named before; after the visit, a file with which everybody checks it (`python -m shouze_verify draw`).
Guidance (十一)(十二), Order 117 Art. 17. The surveillance officer commits and reveals, the machine draws;
who does not follow a draw signs why.
"""
