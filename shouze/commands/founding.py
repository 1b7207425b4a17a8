"""`shouze found` and `shouze login`: how a real house begins, without the demo."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Sequence

PASSWORD_BYTES = 12


def found(arguments: Sequence[str]) -> int:
    """Found the house: its first person will register and appoint all others. Returns 1 when it was."""
    options = argparse.ArgumentParser(prog="shouze found")
    options.add_argument("name", help="name of the first person, personnel officer and administrator")
    options.add_argument("employee_number")
    given = options.parse_args(list(arguments))
    import django

    django.setup()
    from shouze.kernel.acts import Refused, perform
    from shouze.resources.people.queries import MACHINE

    try:
        perform("house.founded", by=MACHINE, given=vars(given))
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(f"机构已建立。下一步 next: shouze login {given.employee_number} LOGIN")
    return 0


def login(arguments: Sequence[str]) -> int:
    """Give a registered person a login, or a new password; it is shown once. Returns 1 when it cannot be."""
    options = argparse.ArgumentParser(prog="shouze login")
    options.add_argument("employee_number")
    options.add_argument("login", help="the name to log in with")
    given = options.parse_args(list(arguments))
    import django

    django.setup()
    from shouze.resources.people.logins import open_login
    from shouze.resources.people.queries import person_of_number

    person = person_of_number(given.employee_number)
    if person is None:
        sentence = f"没有工号为 {given.employee_number} 的人员。 No person has this employee number."
        print(sentence, file=sys.stderr)
        return 1
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    try:
        open_login(person, given.login, password)
    except ValueError as taken:
        print(taken, file=sys.stderr)
        return 1
    print(password)
    print("密码只显示一次。 This password is shown once only.", file=sys.stderr)
    return 0
