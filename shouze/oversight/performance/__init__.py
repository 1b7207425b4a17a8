"""performance: to be built."""
