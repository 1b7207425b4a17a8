"""Appeals: received against a decision, and routed to a person who had no part in it.

In: an appeal of the applicant or holder. Out: an acknowledged appeal with a handler outside the case. Order
117 Art. 47, ISO/IEC 17065 7.13, guidance (十四). The client or the complaints officer receives, the
complaints officer routes.
"""
