"""Changes: the certificate goes on, but not as it was: changed, extended, renewed, converted.

In: a holder's application about a living certificate. Out: a ruling by dated tables (what is verified,
confirmed, tested, inspected), a case that brings the evidence, and by the approver's signature the same
certificate issued anew, a separate one, or a new one in place of the old. Until then it stays as it was.
Order 117 Art. 22, 24, 25, 27; CNCA-00C-006 ch. 7; CNCA announcement 2012 No. 4. The holder, the acceptance
officer, the project engineer, reviewer, decider and approver act; the rules officer opens a transition.
"""
