"""`shouze token`: a bearer token for a person's programs, shown once; or all of his taken back."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence


def token(arguments: Sequence[str]) -> int:
    """Print a token of the person with that employee number, or with ``--revoke`` end all of his; returns 1
    when there is no such person.
    """
    options = argparse.ArgumentParser(prog="shouze token")
    options.add_argument("employee_number")
    options.add_argument("--days", type=int, default=90, help="calendar days until it expires")
    options.add_argument("--revoke", action="store_true", help="end all tokens of the person at once")
    given = options.parse_args(list(arguments))

    import django

    django.setup()
    from shouze.audiences.machines import tokens
    from shouze.kernel import clock
    from shouze.resources.people.queries import person_of_number

    person = person_of_number(given.employee_number)
    if person is None:
        print(
            f"没有工号为 {given.employee_number} 的人员。 No person has this employee number.",
            file=sys.stderr,
        )
        return 1
    if given.revoke:
        print(f"已收回令牌 tokens taken back: {tokens.take_back(person.pk)}")
        return 0
    print(tokens.give(person.pk, at=clock.now(), days=given.days))
    print("此令牌只显示一次。 This token is shown once only.", file=sys.stderr)
    return 0
