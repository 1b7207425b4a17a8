"""decisions: to be built."""
