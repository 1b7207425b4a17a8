"""The acts of surveillance, by what they are about."""

from . import concluding, joining, opening, programme

__all__ = ["concluding", "joining", "opening", "programme"]
