"""Surveillance: the programme of what must be supervised until when, the supervisions, and what follows for
each certificate.

In: certificates in force, the class of their factory, what triggers an extra visit. Out: lines of the
programme with a due day each, cases of kind surveillance, and per certificate: keep, suspend or withdraw
proposed. Regulations Art. 26, Order 117 Art. 17 to 19, guidance (十)(十二). The surveillance officer, the
inspectors, the laboratory, the reviewer and the machine act.
"""
