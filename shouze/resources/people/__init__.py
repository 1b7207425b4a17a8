"""People: who works for or with the body, in which posts, over which products, from when to when.

In: registrations, appointments, inspector registrations and declared interests, each an act of the
personnel officer. Out: the standing of a person on a day, which the gate reads. ISO/IEC 17065 6.1,
regulations Art. 14 and 38, guidance (五)(九).
"""
