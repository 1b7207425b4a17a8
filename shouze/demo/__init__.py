"""The demo house and the story: a fictional body, its people, clients and laboratories, made by real acts
under a moved clock.

In: an empty database. Out: a house with a genuine ledger. Nothing here writes but through the gate.
"""
