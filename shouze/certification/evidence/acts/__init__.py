"""The acts on evidence, by what they are about."""

from . import inspections, judgements, ordering, samples, visiting

__all__ = ["inspections", "judgements", "ordering", "samples", "visiting"]
