"""oversight: to be built."""
