"""complaints: to be built."""
