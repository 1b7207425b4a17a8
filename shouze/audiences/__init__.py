"""audiences: to be built."""
