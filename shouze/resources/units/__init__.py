"""The register of certified models: which model of which unit stands on which certificate, from when to when.

In: what becomes of a certificate, written by `entering.enter` inside the acts on certificates. Out: the
certificates that hold a unit's models now, and the last withdrawal at a factory. A unit is an applicant, a
producer, a factory and a product; the database refuses a model of a unit on two certificates at
once. Order 117 Art. 4, guidance (十一), domain invariant: never two valid certificates for one unit.
"""
