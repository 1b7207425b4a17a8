"""`shouze migrate` and `shouze prepare`: what is done to the database as its owner, before anything is
served.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from shouze.commands.progress import Progress


def migrate(arguments: Sequence[str]) -> int:
    """Bring the tables up to date, then set what each role may do to them. Runs as the owner."""
    _as_owner()
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
    if find_spec("shouze.demo") and find_spec("shouze.demo.house") and _nobody_lives_here():
        with progress.step("示范机构 demo house"):
            import_module("shouze.demo.house").build()
    return 0


def people(arguments: Sequence[str]) -> int:
    """Print who lives in the demo house, and with what to log in."""
    _as_owner()
    if not (find_spec("shouze.demo") and find_spec("shouze.demo.house")):
        return 1
    for line in import_module("shouze.demo.house").accounts():
        print(line)
    return 0


def _as_owner() -> None:
    os.environ["SHOUZE_ROLE"] = "owner"
    import django

    django.setup()


def _nobody_lives_here() -> bool:
    from django.contrib.auth import get_user_model

    return not get_user_model()._default_manager.exists()
