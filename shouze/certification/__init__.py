"""certification: to be built."""
