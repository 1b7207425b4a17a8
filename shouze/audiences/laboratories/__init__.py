"""laboratories: to be built."""
