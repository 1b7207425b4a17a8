"""machines: to be built."""
