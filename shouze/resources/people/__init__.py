"""people: to be built."""
