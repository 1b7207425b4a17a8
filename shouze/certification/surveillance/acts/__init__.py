"""The acts of surveillance, by what they are about."""

from . import concluding, opening, programme

__all__ = ["concluding", "opening", "programme"]
