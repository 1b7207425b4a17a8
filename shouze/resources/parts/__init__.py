"""Key parts and materials (关键件、关键材料) of each certificate, as facts with versions.

In: the list of an application when its certificate is issued; approved changes; changes that the factory's
certified technical person approved himself and filed; lists that client or body import. Out: which part stood
in which place of a product on any day, and which certificates use a part, a maker, a part's own certificate.
Order 117 Art. 9 and 24; CNCA-00C-005 3.3 and 3.9.
"""
