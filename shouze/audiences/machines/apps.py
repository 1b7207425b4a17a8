"""Registers the room; the label sets it apart from the rooms of the lower floors."""

from django.apps import AppConfig


class MachinesConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.audiences.machines"
    label = "machines"
