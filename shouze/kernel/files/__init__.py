"""files: to be built."""
