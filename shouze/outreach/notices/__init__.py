"""Notices: who is told of what, in the app and by e-mail; plain rows, no facts of the ledger.

In: a ledger entry, and the stage that began with it. Out: one row for each person whom it concerns, in two
languages, unread until he has seen it; by his own choice a mail at once, a digest on the morning of working
days, or none. Who did it is not told of it. Guidance (十二), (十三).
"""
