"""`shouze migrate` and `shouze prepare`: what is done to the database as its owner, before anything is
served.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from shouze.commands.progress import Progress


def migrate(arguments: Sequence[str]) -> int:
    """Bring the tables up to date, then set what each role may do to them. Runs as the owner."""
    as_owner()
    from django.core.management import call_command
    from django.db import connection

    from shouze.kernel.ledger import roles

    progress = Progress()
    with progress.step("数据表 tables"):
        call_command("migrate", *arguments, verbosity=0, interactive=False)
    with progress.step("权限 rights of the roles"):
        roles.grant(connection)
    return 0


def prepare(arguments: Sequence[str]) -> int:
    """`migrate`, then static files in place, then the demo house where nobody lives yet."""
    migrate(())
    from django.core.management import call_command

    progress = Progress()
    with progress.step("静态文件 static files"):
        call_command("collectstatic", verbosity=0, interactive=False)
    if _nobody_lives_here():
        _fill(progress)
    return 0


def _fill(progress: Progress) -> None:
    """Build the demo house; where persons are registered, though none can log in yet, they are left alone."""
    from shouze.demo import house

    try:
        with progress.step("示范机构 demo house"):
            house.build()
    except house.NotEmpty as told:
        progress.say(str(told))


def people(arguments: Sequence[str]) -> int:
    """Print who lives in the demo house, and with what to log in."""
    as_owner()
    from shouze.demo import house

    for line in house.accounts():
        print(line)
    return 0


def as_owner() -> None:
    """Set Django up to work as the owner of the tables."""
    os.environ["SHOUZE_ROLE"] = "owner"
    import django

    django.setup()


def _nobody_lives_here() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()
