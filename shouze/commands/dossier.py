"""`shouze dossier NUMBER OUT.zip --reader E025 …`: hand out a sealed evidence dossier, by a recorded act."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path


def dossier(arguments: Sequence[str]) -> int:
    """Record and make the dossier; 1 with a sentence where it is refused or its entries are not published."""
    parser = argparse.ArgumentParser(prog="shouze dossier", description="出具证据卷宗 / an evidence dossier")
    parser.add_argument(
        "number", metavar="NUMBER", help="证书编号，或 --kind 所指对象 / certificate, or thing"
    )
    parser.add_argument("out", type=Path, metavar="OUT.zip")
    parser.add_argument("--reader", required=True, metavar="EMPLOYEE", help="出具人工号 / who hands it out")
    parser.add_argument("--kind", default="certificate")
    parser.add_argument("--on", help="截至日期 / as of (YYYY-MM-DD)")
    parser.add_argument("--for", dest="recipient", default="regulator", help="court, regulator, holder")
    parser.add_argument("--name", required=True, help="接收方 / recipient")
    parser.add_argument("--ground", required=True, help="事由 / ground")
    given = parser.parse_args(arguments)
    import django

    django.setup()
    from shouze.kernel.acts import Refused

    try:
        print(_made(given))
    except (Refused, LookupError) as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0


def _made(given: argparse.Namespace) -> Path:
    from shouze.kernel import clock
    from shouze.kernel.acts import perform
    from shouze.oversight.tracing.jobs import made
    from shouze.resources.people.queries import person_of_number

    person = person_of_number(given.reader)
    if person is None:
        raise LookupError(f"没有工号为 {given.reader} 的人员 (nobody has the number {given.reader})")
    asked = {
        "kind": given.kind,
        "key": given.number,
        "on": given.on or clock.today().isoformat(),
        "recipient": given.recipient,
        "recipient_name": given.name,
        "ground": given.ground,
    }
    return made(perform("dossier.made", by=person.id, given=asked, via="shell").subject, given.out)
