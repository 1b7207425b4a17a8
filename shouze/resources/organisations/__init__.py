"""organisations: to be built."""
