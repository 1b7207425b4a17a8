"""parts: to be built."""
