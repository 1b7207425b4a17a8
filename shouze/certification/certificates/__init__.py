"""Certificates: issued by the second signature, with number, validity and public record; then their states.

In: a decision to grant. Out: the certificate (facts, signed PDF), its public record and its history. Order
117 Art. 16, 21, 22, 26 to 29, regulations Art. 22 and 23, guidance (五)(十四). The approver issues; a
decider suspends, restores, withdraws.
"""
