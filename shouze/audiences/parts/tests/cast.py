"""Logins for the people of the demo house, so that pages are tried as the person who uses them."""

import uuid

from django.contrib.auth.models import User
from django.test import Client

from shouze.resources.people.models import Account


def client_of(person: uuid.UUID) -> Client:
    """Return a browser in which the person is logged in; his login is made when he has none."""
    account = Account.objects.select_related("user").filter(person_id=person).first()
    if account is None:
        user = User.objects.create_user(f"login-{person}", password=None)
        account = Account.objects.create(user=user, person_id=person)
    browser = Client()
    browser.force_login(account.user)
    return browser


def flat(given: object, name: str = "") -> dict[str, object]:
    """Return an act's input as the fields that a page's form sends."""
    if isinstance(given, dict):
        parts = [flat(value, f"{name}-{key}" if name else str(key)) for key, value in given.items()]
        return {key: value for part in parts for key, value in part.items()}
    if isinstance(given, list) and given and isinstance(given[0], dict):
        return flat(dict(enumerate(given)), name)
    if isinstance(given, bool):
        return {name: str(given).lower()}
    return {name: given if isinstance(given, list) else str(given)}
