"""How people log in: the body gives accounts to its people, clients and laboratories; nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from shouze.audiences.parts.rate import address_of


class Accounts(DefaultAccountAdapter):
    """allauth's door with open sign-up shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account follows from an appointment or a contract (ISO/IEC 17065 6.1)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Who asks, for the limits of log-in: behind the proxy not the proxy itself, as everywhere here."""
        return address_of(request.META)
