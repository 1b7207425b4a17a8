"""`shouze django …`: Django's management commands; the ones that change tables run as the owner."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final

AS_OWNER: Final = frozenset(
    {"migrate", "flush", "sqlflush", "dbshell", "makemigrations", "squashmigrations", "test"}
)


def django(arguments: Sequence[str]) -> int:
    """Runs the management command; Django prints and exits by itself where it is wrong."""
    from django.core.management import execute_from_command_line

    if arguments and arguments[0] in AS_OWNER:
        os.environ.setdefault("SHOUZE_ROLE", "owner")
    execute_from_command_line(["shouze django", *arguments])
    return 0
