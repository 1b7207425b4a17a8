"""Registers the room; the label sets it apart from the rooms of the lower floors."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """Django's entry for this room."""

    name = "shouze.audiences.clients"
    label = "pages_clients"
