"""`shouze keys list|rotate|announce`: the keys that sign the published logs, the key for messages to other
bodies, and their renewal through the gate.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shouze.kernel.ledger.logs import Log

OVERLAP_DAYS = 30


def keys(arguments: Sequence[str]) -> int:
    """List the keys, or renew one; returns 1 where that was refused or a key is missing."""
    given = _options().parse_args(list(arguments))

    import django

    django.setup()
    from shouze.kernel.ledger.log_keys import KeyMissing

    try:
        return {"list": lambda _: _list(), "rotate": _rotate, "announce": _announce}[given.what](given)
    except KeyMissing as missing:
        print(missing, file=sys.stderr)
        return 1


def _options() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(prog="shouze keys")
    what = options.add_subparsers(dest="what", required=True)
    what.add_parser("list", help="every key of every log, and which sign now")
    rotate = what.add_parser("rotate", help="give a log a new key, endorsed by the one in use")
    rotate.add_argument("log", choices=("ledger", "register"))
    rotate.add_argument("--by", required=True, metavar="EMPLOYEE_NUMBER", help="who does it")
    rotate.add_argument("--reason", required=True)
    announce = what.add_parser("announce", help="make a new key for messages to other bodies")
    announce.add_argument("--by", required=True, metavar="EMPLOYEE_NUMBER", help="who does it")
    announce.add_argument("--reason", required=True)
    announce.add_argument("--from", dest="starts_on", type=date.fromisoformat, required=True, metavar="DAY")
    rotate.add_argument("--overlap-days", type=int, default=OVERLAP_DAYS, help="both sign for so many days")
    return options


def _list() -> int:
    from django.db import connection

    from shouze.kernel import clock
    from shouze.kernel.ledger import log_keys, logs

    connection.ensure_connection()
    for log in logs.LOGS:
        if log_keys.published_first(log) is None:
            print(f"{log.name}: 尚未公布 not published yet")
            continue
        known = log_keys.rotations(connection.connection, log)
        signing = log_keys.in_force(log, known, clock.now())
        print(f"{log.name}: {logs.origin(log)}")
        for key in log_keys.chain(log, known):
            print(f"  {'签 signs' if key in signing else '旧 former'}  {key}{_absence(log, key)}")
    return 0


def _absence(log: Log, key: str) -> str:
    from shouze.kernel.ledger import log_keys

    try:
        log_keys.find(log, key)
    except log_keys.KeyMissing:
        return "  （私钥不在此处 its private key is not here）"
    return ""


def _rotate(given: argparse.Namespace) -> int:
    """Make a key, let the one in use endorse it, and have the act done; a key that was refused is removed."""
    from django.db import connection

    from shouze.kernel import clock
    from shouze.kernel.acts import Refused, perform
    from shouze.kernel.ledger import log_keys, logs
    from shouze.resources.people.queries import person_of_number

    person = person_of_number(given.by)
    if person is None:
        print(f"没有工号为 {given.by} 的人员。 No person has this employee number.", file=sys.stderr)
        return 1
    log = logs.named(given.log)
    connection.ensure_connection()
    known = log_keys.rotations(connection.connection, log)
    old, new = log_keys.find(log, log_keys.chain(log, known)[-1]), log_keys.make(log)
    until = _end(clock.now(), given.overlap_days)
    said = {
        "log": log.name,
        "old": old.vkey,
        "new": new.vkey,
        "note": log_keys.endorsement(log, old, new, until),
        "overlap_until": until,
        "reason": given.reason,
    }
    try:
        perform("key.rotated", by=person.pk, given=said, via="shell")
    except Refused as refused:
        log_keys.discard(log, new.vkey)
        print(refused, file=sys.stderr)
        return 1
    print(f"新密钥 new key: {new.vkey}")
    print(f"原密钥并签至 the former key signs beside it until: {until.isoformat()}")
    return 0


def _announce(given: argparse.Namespace) -> int:
    """Make a key for messages between bodies, announced under the one in use; another person confirms it."""
    import base64

    from shouze.certification.transfers import keys as transfer_keys
    from shouze.certification.transfers.envelope import public
    from shouze.kernel import clock
    from shouze.kernel.acts import Refused, perform
    from shouze.kernel.ledger.canonical import canonical
    from shouze.resources.people.queries import person_of_number

    person = person_of_number(given.by)
    if person is None:
        print(f"没有工号为 {given.by} 的人员。 No person has this employee number.", file=sys.stderr)
        return 1
    old = transfer_keys.signing_key(clock.today())
    place, said = transfer_keys.make_key(given.starts_on, clock.now())
    asked = {
        **{name: said[name] for name in ("key", "signature", "possession")},
        "statement": canonical(said["statement"]).decode(),
        "under": {said["key"]: base64.b64encode(public(old)).decode()},
        "reason": given.reason,
    }
    try:
        perform("own_key.proposed", by=person.pk, given=asked, via="shell")
    except Refused as refused:
        place.unlink()
        print(refused, file=sys.stderr)
        return 1
    print(f"新密钥 new key: {said['statement']['new']}（待另一人确认 another person confirms it）")
    return 0


def _end(now: datetime, days: int) -> datetime:
    return now.replace(microsecond=0) + timedelta(days=days)
