"""Checks of evidence: tests and inspections. Pure; each objection names its rule."""
