"""The kernel: clock, rulebook, acts, ledger, files, jobs, words. It knows nothing of certification."""
