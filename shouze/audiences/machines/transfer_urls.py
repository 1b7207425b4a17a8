"""Addresses for other bodies."""

from django.urls import path

from . import transfer_doors

urlpatterns = [
    path("messages", transfer_doors.messages, name="transfer-messages"),
    path("card", transfer_doors.card, name="transfer-card"),
    path("<uuid:reference>", transfer_doors.standing, name="transfer-standing"),
]
