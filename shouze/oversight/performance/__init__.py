"""Performance: the clocks of cases are watched, and warned of at 60, 80 and 100 per cent of their term.

In: open cases with their last days. Out: one warning per case, clock and level, an act of the machine in
the ledger, seen on every worklist. Guidance (十二)2, Order 117 Art. 16. A heartbeat proves that the watch
runs.
"""
