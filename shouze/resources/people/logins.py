"""Logins of persons. A login is no fact of the ledger: it comes and goes, the person and his posts stay."""

from django.contrib.auth import get_user_model
from django.db import transaction

from .models import Account, Person


def open_login(person: Person, name: str, password: str) -> None:
    """Give a person a login under ``name``, or a new password where he has one; the password is kept as its
    Argon2 hash. Raises ValueError when another person has that name.
    """
    users = get_user_model()
    with transaction.atomic():
        held = Account.objects.select_related("user").filter(person=person).first()
        user = held.user if held else users(username=name)
        taken = users._default_manager.filter(username=name).exclude(pk=user.pk).exists()
        if taken:
            raise ValueError(f"登录名 {name} 已被他人使用 (another person has the login {name})")
        user.username, user.email = name, person.email
        user.set_password(password)
        user.save()
        if held is None:
            Account.objects.create(user=user, person=person)
