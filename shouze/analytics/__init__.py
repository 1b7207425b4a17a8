"""Analytics: reads the ledger and the rooms, never acts; what it finds is no fact of the body."""
