"""cases: to be built."""
