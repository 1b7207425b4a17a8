"""The signatures that stand on a case, each with what changed of the things under it since it was set.

In: the ledger's entries of review, decision and approval, and the case as it is now. Out: for each signature
that no return has undone what was added, changed or gone; nothing where nothing is. Guidance (五), (七).
"""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from shouze.certification.decisions.gathering import doubts_in, rows_of
from shouze.certification.decisions.queries import decisions, reviews
from shouze.certification.decisions.seen import file_of_case
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Standing, get_act, standing_of
from shouze.kernel.acts.later import rules_since, signer_since, since
from shouze.kernel.acts.seen import Change, Thing, added_by_others
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import Certificate
from .seen import KIND, unnumbered

RETURNED: Final = "case.returned"
SIGNATURES: Final = (
    "review.concluded", "decision.made", "certificate.approved", "refusal.approved", "change.approved",
    "extension.approved", "renewal.approved", "conversion.approved",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as the ledger keeps it: by which act, when, by whom, how, over which root of how many
    things, and what changed since. ``way`` is "webauthn" or "login".
    """

    uid: uuid.UUID
    act: str
    words: Words
    at: datetime
    name: str
    way: str
    root: str
    count: int
    changes: tuple[Change, ...]


def signatures_of(case: Case, certificate: Certificate | None, at: datetime) -> tuple[Signature, ...]:
    """Return the signatures that stand on a case, as things are at ``at``; a fixed number of queries."""
    rows = rows_of(case)
    file = file_of_case(rows, reviews(case.pk), decisions(case.pk), doubts_in(rows, clock.legal_date(at)))
    return signatures_over(list(file), case, certificate, at)


def signatures_over(
    file: Iterable[Thing], case: Case, certificate: Certificate | None, at: datetime
) -> tuple[Signature, ...]:
    """Return the signatures that stand on a case, beside what is on its ``file`` now, read before."""
    standing = _standing(case.pk)
    if not standing:
        return ()
    nobody = Standing(uuid.UUID(int=0), "", "", None, None, (), (), ())
    doing = Doing(uid=uuid.UUID(int=0), at=at, actor=nobody)
    now = [*file, *added_by_others(doing, case)]
    people: dict[uuid.UUID, Standing | None] = {}
    return tuple(_signature(one, now, case, certificate, at, people) for one in standing)


def _standing(case: uuid.UUID) -> Sequence[ledger.Recorded]:
    found: dict[str, ledger.Recorded] = {}
    for one in ledger.entries_of_acts(case, (*SIGNATURES, RETURNED)):
        if one.act == RETURNED:
            found.clear()
        else:
            found[one.act] = one
    return list(found.values())


def _signature(
    one: ledger.Recorded,
    now: Sequence[Thing],
    case: Case,
    certificate: Certificate | None,
    at: datetime,
    people: dict[uuid.UUID, Standing | None],
) -> Signature:
    body = ledger.body_of(one)
    who, seen = body["who"] or {}, (body["what"] or {}).get("seen") or {}
    leaves: list[Mapping[str, Any]] = seen.get("leaves", [])
    changes: list[Change] = []
    if leaves:
        signed_on, on = clock.legal_date(one.at), clock.legal_date(at)
        signer, absent = _person(one.person_id, people), _person(_absent(who), people)
        changes += since(leaves, now)
        changes += signer_since(leaves, signer, absent, case)
        changes += rules_since(leaves, signed_on, on)
        changes += _issued(leaves, certificate)
    words, way = get_act(one.act).words, str((who.get("signed") or {}).get("way", ""))
    name, root = str(who.get("name", "")), str(seen.get("root", ""))
    return Signature(one.uid, one.act, words, one.at, name, way, root, len(leaves), tuple(changes))


def _issued(leaves: Sequence[Mapping[str, Any]], certificate: Certificate | None) -> Iterator[Change]:
    """The certificate says what the approver saw that it would say."""
    for leaf in leaves:
        if leaf["kind"] == KIND and certificate and unnumbered(certificate.facts) != leaf["digest"]:
            words = Words(
                "证书内容与批准时所示不同", "the certificate differs from what was shown when approved"
            )
            yield Change("changed", KIND, leaf["id"], words)


def _absent(who: Mapping[str, Any]) -> uuid.UUID | None:
    absent = who.get("for")
    return uuid.UUID(absent["person_id"]) if absent else None


def _person(person: uuid.UUID | None, people: dict[uuid.UUID, Standing | None]) -> Standing | None:
    if person is not None and person not in people:
        people[person] = standing_of(person)
    return people[person] if person else None
