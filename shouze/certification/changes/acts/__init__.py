"""The acts on certificates that go on: applied for, accepted, approved; and transitions."""

from . import applying, approving, reviewing, transitions

__all__ = ["applying", "approving", "reviewing", "transitions"]
