"""evaluation: to be built."""
