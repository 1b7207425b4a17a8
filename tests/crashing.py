"""A process that does acts until it is killed: ``python -m tests.crashing``, the database in DATABASE_URL.

The first line of standard input says as whom (JSON: client, officer, application); each further line has a
child forked that submits applications and asks for supplements without end, and tells each act on standard
output when it is committed. A child that loses the database asks for it again.
"""

from __future__ import annotations

import json
import os
import sys
import time
import uuid
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shouze.site.settings")
import django

django.setup()

import psycopg  # noqa: E402
from django.db import Error, connection  # noqa: E402

from shouze.kernel.acts import perform  # noqa: E402

SUPPLEMENT = {"items": ["商标注册证明"], "words": "请补充。"}


def tell(*words: object) -> None:
    """Write one line at once: shorter than a pipe's buffer, so that no other line comes between."""
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


def act_for_ever(given: dict[str, Any]) -> None:
    """Do acts; an act is told when it is committed, and never before."""
    client, officer = uuid.UUID(given["client"]), uuid.UUID(given["officer"])
    while True:
        try:
            submitted = perform("application.submitted", by=client, given=given["application"])
            tell("done", submitted.uid)
            asked = perform("supplement.requested", by=officer, subject=submitted.subject, given=SUPPLEMENT)
            tell("done", asked.uid)
        except (Error, psycopg.Error):
            connection.close()
            time.sleep(0.05)


def main() -> None:
    """Fork a child for each line, and say when it is dead."""
    given = json.loads(sys.stdin.readline())
    tell("ready")
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            act_for_ever(given)
        tell("child", child)
        os.waitpid(child, 0)
        tell("dead", child)


if __name__ == "__main__":
    main()
