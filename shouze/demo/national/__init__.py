"""The national data set: a past as large as a nation's, made for measuring.

In: an empty database, how many certificates, a seed. Out: parties, persons, laboratories, cases,
certificates and a ledger of the size asked for, in which everything is invented and everything fits
together.

How: the demo house is played by real acts in a transaction that is rolled back (`playing`), and what its
acts wrote, case by case, is read out (`recording`). Each recorded case becomes a pattern: bytes with places
in them (`patterns`). For each case of the nation a pattern, parties, persons and days are drawn
(`drawing`), the places filled in (`making`) and the rows written with COPY (`filling`). So each row and
each entry has the form that the house's own acts give it, and the digests are right.

This is the one way around the gate. It is open only where nobody lives, and it leaves a mark (`mark`) by
which every page and the health answer say that the data are generated.
"""
