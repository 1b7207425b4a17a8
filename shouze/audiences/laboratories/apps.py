"""Registers the room; the label sets it apart from the rooms of the lower floors."""

from django.apps import AppConfig


class LaboratoriesConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.audiences.laboratories"
    label = "pages_laboratories"
