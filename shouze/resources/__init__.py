"""resources: to be built."""
