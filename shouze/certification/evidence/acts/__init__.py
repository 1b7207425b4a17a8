"""The acts on evidence, by what they are about."""

from . import inspections, judgements, ordering, own_resources, samples, sealing, visiting

__all__ = ["inspections", "judgements", "ordering", "own_resources", "samples", "sealing", "visiting"]
