"""clients: to be built."""
