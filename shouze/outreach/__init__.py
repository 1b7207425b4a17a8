"""outreach: to be built."""
