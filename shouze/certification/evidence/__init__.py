"""evidence: to be built."""
