"""The acts on certificates that go on: applied for, accepted, approved; and transitions."""

from . import applying, approving, reissuing, reviewing, telling, transitions

__all__ = ["applying", "approving", "reissuing", "reviewing", "telling", "transitions"]
