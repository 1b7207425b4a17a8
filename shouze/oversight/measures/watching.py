"""What the states and periods of certificates ask for on a day: found by reading, never kept.

In: a date of law, and one certificate where only that is asked. Out: what asks for a reaction, each under a
key that is the same however often it is found.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, cast

from django.db.models import QuerySet

from shouze.certification.certificates.measuring import appeals_against
from shouze.certification.certificates.models import Certificate, HolderRequest
from shouze.certification.certificates.queries import part_prolonged, stopped, suspended_models
from shouze.certification.certificates.requests import running_suspension
from shouze.certification.certificates.states import LIVING
from shouze.certification.certificates.validity import renewal_window
from shouze.certification.changes.converting import overdue_conversions
from shouze.certification.evidence.models import Nonconformity
from shouze.certification.surveillance.models import Covered, Task
from shouze.certification.surveillance.states import LIVING as WAITED
from shouze.certification.transfers.models import Transfer
from shouze.kernel import rulebook
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import OPEN
from shouze.resources.parts.models import PartChange

from .levels import reached
from .models import Reaction

Proposal = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Watch:
    """A line of the table ``measures/watches``; ``first``, ``decide``: working days; ``levels``: calendar
    days.
    """

    levels: tuple[int, ...]
    first: int | None
    decide: int | None
    post: str
    proposed: tuple[Proposal, ...]
    cited: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something that asks for a reaction about a certificate. ``last_day`` is the day about which is warned,
    ``level`` the fewest days before it that were reached; ``proposed`` where it does not stand in the table;
    ``since`` the later day from which the term for its answer counts.
    """

    cause: str
    certificate: Certificate
    key: str
    source: uuid.UUID | None = None
    last_day: date | None = None
    level: int | None = None
    words: str = ""
    proposed: Sequence[Proposal] = field(default=())
    since: date | None = None


def watch_of(cause: str, on: date) -> Watch:
    """Return the line of the table for a cause on a day. Raises RuleError."""
    row = rulebook.decide("measures/watches", on, {"cause": cause})
    answer = outputs(row)
    first, decide = (answer.get(name) for name in ("first", "decide"))
    return Watch(
        tuple(int(one) for one in answer.get("levels", ())),
        None if first is None else int(first),
        None if decide is None else int(decide),
        str(answer["post"]),
        tuple(proposal(one) for one in answer.get("proposed", ())),
        row.cited,
    )


def outputs(row: rulebook.Decision) -> Mapping[str, Any]:
    """Return what a row of a table answers, by its outputs."""
    return cast("Mapping[str, Any]", rulebook.thaw(row.outputs))


def proposal(text: str) -> Proposal:
    """Read a proposal of the tables: an act and, after a blank, a reason code."""
    act, _, code = text.partition(" ")
    return {"act": act, "code": code}


def every(on: date, only: uuid.UUID | None = None, cause: str = "") -> Iterator[Found]:
    """Yield everything that asks for a reaction on a day, of one certificate where it is named, of one cause
    where that is.
    """
    for causes, finder in FINDERS.items():
        if not cause or cause in causes:
            yield from finder(on, only)


def _of(rows: "QuerySet[Any]", only: uuid.UUID | None, field_name: str = "pk") -> "QuerySet[Any]":
    return rows.filter(**{field_name: only}) if only else rows


def suspension_ending(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Suspensions that end within the warnings of the table while nobody applied for restoration."""
    levels = watch_of("suspension_ending", on).levels
    for one, day, models in _ends(on, on + timedelta(days=max(levels)), only):
        level = reached(levels, (day - on).days)
        key = f"suspension_ending/{one.pk}/{day}"
        yield Found("suspension_ending", one, key, last_day=day, level=level, words=models)


#: no suspension ended before
_BEGINNING: Final = date(2008, 6, 24)


def _ends(first: date, last: date, only: uuid.UUID | None = None) -> Sequence[tuple[Certificate, date, str]]:
    """The suspensions for whose restoration nobody applied, that end within some days, the earliest first:
    certificate, last day, and the models of which it is the last day where that is not the same for all.
    """
    rows = Certificate.objects.filter(state="suspended").exclude(pk__in=_applied())
    rows, partly = _of(rows, only), part_prolonged()
    found = [
        (one, cast("date", one.suspended_until), "")
        for one in rows.filter(suspended_until__range=(first, last)).exclude(pk__in=partly)
    ]
    for one in rows.filter(pk__in=partly):
        days = suspended_models(one)
        for day in {day for day in days.values() if first <= day <= last}:
            listed = "、".join(name for name, its in days.items() if its == day)
            models = f"型号：{listed}" if len(set(days.values())) > 1 else ""
            found.append((one, day, models))
    return sorted(found, key=lambda it: (it[1], it[0].number))


def _applied() -> "QuerySet[Any]":
    waiting = HolderRequest.objects.filter(kind="restoration", state__in=("open", "verified"))
    return waiting.values("certificate")


def suspension_over(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Suspensions that ran out, without an application in time that waits."""
    grace = int(str(rulebook.value("deadlines/restoration_grace", on=on).value))
    for one, day, models in _ends(_BEGINNING, on - timedelta(days=grace + 1), only):
        yield Found("suspension_over", one, f"suspension_over/{one.pk}/{day}", last_day=day, words=models)


#: kind of request -> the cause under which it is answered
ASKED: Final = {
    "restoration": "restoration_applied",
    "seasonal_stop": "stop_asked",
    "cancellation": "cancellation_asked",
}


def asked(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """What holders asked for and nobody settled."""
    rows = HolderRequest.objects.filter(state__in=("open", "verified")).select_related("certificate")
    for one in _of(rows, only, "certificate").order_by("applied_on", "id"):
        cause = ASKED[one.kind]
        key = f"{cause}/{one.pk}"
        yield Found(cause, one.certificate, key, source=one.pk, last_day=one.due_on, since=one.from_on)


def renewal_open(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates inside the window of renewal for which no renewal is under way."""
    levels = watch_of("renewal_open", on).levels
    days = int(str(rulebook.value("deadlines/renewal_window", on=on).value))
    ends = (on, on + timedelta(days=days))
    rows = Certificate.objects.filter(state__in=("valid", "suspended"), valid_until__range=ends)
    for one in _of(rows.exclude(pk__in=_renewing()), only).order_by("valid_until", "number"):
        if renewal_window(one.valid_until, days)[0] <= on:
            level = reached(levels, (one.valid_until - on).days)
            key = f"renewal_open/{one.pk}/{one.valid_until}"
            yield Found("renewal_open", one, key, last_day=one.valid_until, level=level)


def _renewing() -> "QuerySet[Any]":
    return Case.objects.filter(kind="renewal", about__isnull=False, state__in=OPEN).values("about")


def renewal_under_way(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates that end soon while their renewal is not decided: they end on their last day all the same
    (Order 117 Art. 22).
    """
    levels = watch_of("renewal_under_way", on).levels
    ends = (on, on + timedelta(days=max(levels)))
    rows = Certificate.objects.filter(state__in=LIVING, valid_until__range=ends, pk__in=_renewing())
    for one in _of(rows, only).order_by("valid_until", "number"):
        level = reached(levels, (one.valid_until - on).days)
        key = f"renewal_under_way/{one.pk}/{one.valid_until}"
        yield Found("renewal_under_way", one, key, last_day=one.valid_until, level=level)


def supervision_overdue(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates of a factory and product of which a supervision was not done by its last day (Order 117
    Art. 19); a seasonal stop counts for none of them.
    """
    rows = Certificate.objects.filter(state__in=LIVING).exclude(pk__in=stopped())
    late = Task.objects.filter(state__in=WAITED, due_on__lt=on)
    if only:
        pair = rows.filter(pk=only).values_list("factory_id", "product_code").first()
        late = late.filter(factory_id=pair[0], product_code=pair[1]) if pair else late.none()
    lines = {(one.factory_id, one.product_code): one for one in late.order_by("-due_on", "id")}
    concerned = rows.filter(factory_id__in={factory for factory, _ in lines})
    for one in _of(concerned, only).order_by("number"):
        line = lines.get((one.factory_id, one.product_code))
        if line is not None:
            key = f"supervision_overdue/{one.pk}/{line.pk}"
            yield Found("supervision_overdue", one, key, source=line.pk)


def correction_overdue(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates covered by a supervision of which a nonconformity was not corrected in time."""
    late = Nonconformity.objects.filter(due_on__lt=on, state__in=("open", "rejected"))
    rows = Covered.objects.filter(certificate__state="valid", case__inspections__nonconformities__in=late)
    for one in _of(rows, only, "certificate").select_related("certificate").distinct():
        key = f"correction_overdue/{one.certificate_id}/{one.case_id}"
        yield Found("correction_overdue", one.certificate, key, source=one.case_id)


def part_rejected(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Filed changes of key parts that were rejected, by what their remedy opens, until that was answered."""
    answered = Reaction.objects.filter(state="answered", source__isnull=False).values("source")
    rows = PartChange.objects.filter(state="rejected", judged_on__lte=on).exclude(pk__in=answered)
    changes = list(_of(rows, only, "parts_list").order_by("judged_on", "number"))
    living = Certificate.objects.filter(state__in=("valid", "suspended")).in_bulk(
        [one.parts_list_id for one in changes]
    )
    for one in changes:
        if certificate := living.get(one.parts_list_id):
            cause = rulebook.code("part_change_remedies", one.remedy, on=on).text("opens")
            words = f"{one.number}：{one.judgement_words}"
            yield Found(cause, certificate, f"part_rejected/{one.pk}", source=one.pk, words=words)


#: what a supervision proposes -> the act
_PROPOSED: Final = {"suspend": "certificate.suspended", "withdraw": "certificate.withdrawn"}


def supervision(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates that a concluded supervision proposes to suspend or to withdraw."""
    rows = Covered.objects.filter(decision__in=_PROPOSED, certificate__state__in=("valid", "suspended"))
    rows = rows.filter(decided_on__lte=on)
    for one in _of(rows, only, "certificate").select_related("certificate").order_by("decided_on", "id"):
        if _settled(one):
            continue
        proposed = [{"act": _PROPOSED[one.decision], "code": str(code)} for code in one.reasons]
        key = f"supervision/{one.pk}"
        yield Found(
            "supervision", one.certificate, key, source=one.case_id, words=one.words, proposed=proposed
        )


def _settled(one: Covered) -> bool:
    """Whether the state of the certificate already is what the supervision proposes."""
    return one.decision == "suspend" and one.certificate.state == "suspended"


def appeal_upheld(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """A suspended certificate of which an appeal against the suspension was upheld. It is asked for alone:
    the job that follows the appeal's end names it.
    """
    for one in Certificate.objects.filter(state="suspended", pk=only) if only else ():
        suspension = running_suspension(one)
        upheld, _ = appeals_against(one, suspension)
        if upheld and suspension:
            yield Found("appeal_upheld", one, f"appeal_upheld/{one.pk}/{suspension.pk}")


def conversion_overdue(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates that were not converted to a revised standard or rule by their last day."""
    for plan, line in overdue_conversions(on, only):
        key = f"conversion_overdue/{line.certificate.pk}/{plan.id}"
        yield Found("conversion_overdue", line.certificate, key)


def told_by_old_body(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """What the body that a certificate came from told of it after our issue."""
    for certificate, transfer in _came(Transfer.objects.exclude(told=[]), only):
        for one in transfer.told:
            key = f"told_by_old_body/{certificate.pk}/{one['entry']}"
            yield Found("told_by_old_body", certificate, key, source=transfer.pk, words=str(one["words"]))


def transfer_untold(on: date, only: uuid.UUID | None = None) -> Iterator[Found]:
    """Certificates that came from another body of which the mark centre was not told."""
    untold = Transfer.objects.filter(issued_at__isnull=False).exclude(notices__has_key="mark_centre")
    for certificate, transfer in _came(untold, only):
        key = f"transfer_untold/{certificate.pk}"
        yield Found("transfer_untold", certificate, key, source=transfer.pk)


def _came(rows: "QuerySet[Transfer]", only: uuid.UUID | None) -> Iterator[tuple[Certificate, Transfer]]:
    """The living certificates that were issued under transfers to us, with those; one certificate where it is
    named.
    """
    found = Certificate.objects.filter(pk=only) if only else None
    number = found.values_list("number", flat=True).first() if found else None
    narrowed = rows.filter(successors__contains=[number]) if only else rows
    by_number = {one: row for row in narrowed.filter(side="new") for one in row.successors}
    living = Certificate.objects.filter(number__in=by_number, state__in=("valid", "suspended"))
    for one in _of(living, only).order_by("number"):
        yield one, by_number[one.number]


#: every finder, by the causes that it finds
FINDERS: Final[Mapping[tuple[str, ...], Callable[[date, uuid.UUID | None], Iterable[Found]]]] = {
    ("suspension_ending",): suspension_ending,
    ("suspension_over",): suspension_over,
    tuple(ASKED.values()): asked,
    ("renewal_open",): renewal_open,
    ("renewal_under_way",): renewal_under_way,
    ("supervision_overdue",): supervision_overdue,
    ("correction_overdue",): correction_overdue,
    ("supervision",): supervision,
    ("appeal_upheld",): appeal_upheld,
    ("part_to_change", "part_nonconforming"): part_rejected,
    ("conversion_overdue",): conversion_overdue,
    ("told_by_old_body",): told_by_old_body,
    ("transfer_untold",): transfer_untold,
}
