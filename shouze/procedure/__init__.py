"""One readable table: after this entry, this follows, within this term.

In: the name of the act just done. Out: the clock of the next stage on the case, and the jobs that follow;
both are written in the act's own transaction. The ledger is the outbox; there are no signals. Guidance
(六), (十二).
"""
