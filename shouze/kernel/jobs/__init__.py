"""jobs: to be built."""
