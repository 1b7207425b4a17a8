"""Complaints and appeals: received, and handled by persons who had no part in what they are about.

In: an appeal of the applicant or holder; a complaint of anybody, without log-in. Out: a number, terms, a
handler outside the case, and for a complaint the answer that its sender can look up. Order 117 Art. 47,
ISO/IEC 17065 7.13, guidance (十四). The client or the complaints officer receives appeals, the machine
receives the public's complaints, the complaints officer registers and assigns, the handler answers.
"""
