"""Registers the room; the label sets it apart from the rooms of the lower floors."""

from django.apps import AppConfig


class PartsConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.audiences.parts"
    label = "parts"
