"""Registers the room."""

from django.apps import AppConfig


class FindingConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.procedure.finding"
    label = "finding"
