"""Publicity: what the body tells everybody, warnings above all.

In: a warning or notice of an entitled person; the states of the certificates. Out: a public list and a feed,
in two languages, without personal data: notices as published, and suspensions, withdrawals and cancellations
as the certificates' own history tells them. CNCA-00C-007 ch. 6, guidance (十四). Risk, quality
and certificate officers publish and withdraw.
"""
