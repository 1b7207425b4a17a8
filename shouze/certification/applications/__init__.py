"""applications: to be built."""
