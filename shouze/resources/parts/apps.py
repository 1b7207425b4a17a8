"""Registers the room; the label sets it apart from the pages that all audiences share."""

from django.apps import AppConfig


class KeyPartsConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.resources.parts"
    label = "key_parts"
