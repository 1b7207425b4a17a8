"""Decisions: review by persons outside the evaluation, the certification decision, and the approval of a
refusal.

In: an evaluated case. Out: a decision to grant or refuse, two signatures of different persons; or a return
with reasons. ISO/IEC 17065 7.5 and 7.6, regulations Art. 22, guidance (五). Reviewer, decider and approver
act.
"""
