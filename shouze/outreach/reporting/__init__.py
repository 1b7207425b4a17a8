"""reporting: to be built."""
