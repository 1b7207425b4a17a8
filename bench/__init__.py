"""Measurements against peers. Each module offers ``measure() -> dict``; `shouze bench` calls them."""
