"""How people log in: the body gives accounts to its people, clients and laboratories; nobody signs up."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Accounts(DefaultAccountAdapter):
    """allauth's door with open sign-up shut."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account follows from an appointment or a contract (ISO/IEC 17065 6.1)."""
        return False
