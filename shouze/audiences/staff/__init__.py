"""staff: to be built."""
