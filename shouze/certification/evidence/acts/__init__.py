"""The acts on evidence, by what they are about."""

from . import inspections, judgements, ordering, samples, sealing, visiting

__all__ = ["inspections", "judgements", "ordering", "samples", "sealing", "visiting"]
