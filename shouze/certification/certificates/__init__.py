"""certificates: to be built."""
