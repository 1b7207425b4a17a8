"""The programme is kept: a line begins with a certificate, moves when the class drops, is followed by the
next.

In: certificates in force, classes, supervisions done. Out: rows of ``Task``, written inside the act that
calls. The arithmetic of the days is in ``due``, and pure.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING as IN_FORCE
from shouze.certification.evaluation.elements import open_of
from shouze.certification.evaluation.queries import find_plan
from shouze.certification.evidence.unannounced import make_unannounced
from shouze.kernel import clock
from shouze.kernel.acts import Doing
from shouze.resources.enterprise_classes.queries import current
from shouze.resources.schemes import queries as schemes

from .due import Line, first_due, next_due, planned, rescheduled
from .models import Task
from .states import LIVING, WAITING
from .terms import KINDS, ClassTerms, terms_of

#: the cause of the supervision by which a restoration is verified
RESTORATION: Final = "restoration"
#: cause of a line by which an inspection is done that was to come before the first follow-up
INITIAL: Final = "initial_inspection"

__all__ = [
    "INITIAL",
    "RESTORATION",
    "begin",
    "first_due",
    "go_on",
    "in_force",
    "living",
    "next_due",
    "reschedule",
    "rescheduled",
    "triggered",
]


def begin(doing: Doing, certificate: Certificate, counted_from: date | None = None) -> Sequence[Task]:
    """Put the factory of a certificate on the programme for its product; returns the new lines.

    ``counted_from`` is the day of the last inspection by another body (a transfer goes on from there); by
    default the first supervision counts from the issue. A line that is there already stays, and is brought
    forward where the new certificate asks for an earlier day; one that follows a supervision done since is
    not.
    """
    factory, product = certificate.factory_id, certificate.product_code
    terms = _terms(doing, certificate, current(factory, product, doing.on).letter)
    since = counted_from or certificate.issued_on
    within = initial_inspection_within(certificate)
    made = []
    for kind in KINDS:
        of_kind = terms.of(kind)
        if of_kind is None:
            continue
        cause = "transferred" if counted_from else "first"
        line = planned(since, of_kind, first=counted_from is None)
        if kind == "follow_up" and within is not None:
            cause, line = INITIAL, replace(line, due_on=clock.add_calendar_months(since, within))
        there = _lock(factory, product, kind=kind).first()
        if there is None:
            made.append(_write(doing, certificate, kind, line, cause, terms))
        elif _comes_before(line, there):
            _keep(there, line, bool(there.drawn) or terms.unannounced)
            Task.objects.filter(pk=there.pk, cause="first").update(cause=cause)
    return made


def initial_inspection_within(certificate: Certificate) -> int | None:
    """Return within how many calendar months of the certificate its factory is to be inspected for the first
    time, where the row of the modes lets that inspection follow the certificate and it is still open.
    """
    case, plan = certificate.case, find_plan(certificate.case_id)
    if plan is None or case.accepted_on is None or not open_of(case.pk, frozenset({"GC"})):
        return None
    scheme = schemes.get_scheme(case.scheme)
    mode = schemes.mode_for(scheme, plan.enterprise_class, case.accepted_on, case.product_code)
    return mode.inspection_within_months


def reschedule(doing: Doing, factory: UUID, product: str, letter: str) -> Sequence[Task]:
    """Apply a class that took effect with this act to the open lines of a factory and product.

    A drop brings every line forward at once and asks for the samples of the worse class; a rise changes
    nothing before a line is closed. Returns the lines that moved or came to it. A line whose planned days lie
    behind the new due day is to be planned again. Where the class asks for unannounced visits, a case that
    was opened for a line is veiled from the enterprise too, unless its visit began.
    """
    certificate = _in_force(factory, product).first()
    if certificate is None:
        return []
    terms, moved = _terms(doing, certificate, letter), []
    lines = {one.kind: one for one in _lock(factory, product)}
    for kind, line in lines.items():
        asked = terms.of(kind)
        if asked is not None and _move(line, rescheduled(_line(line), asked, doing.on), terms):
            moved.append(line)
    if terms.unannounced:
        for case in {one.case_id for one in lines.values() if one.state == "opened" and one.case_id}:
            make_unannounced(doing, case)
    follow_up = next((one for one in moved if one.kind == "follow_up"), None)
    if follow_up is not None:
        for kind in KINDS:
            if terms.of(kind) is not None and kind not in lines:
                # The class before asked for no such sample: it is taken with the follow-up.
                line_of = Line(doing.on, letter, max(follow_up.due_on, doing.on))
                moved.append(_write(doing, certificate, kind, line_of, "periodic", terms))
    return moved


def go_on(doing: Doing, closed: Task, supervised_on: date) -> Sequence[Task]:
    """Close a line by the supervision of that day, and put on the programme what follows by the class of the
    act's day; returns the new lines, none where no certificate is left in force.

    After a follow-up every kind of line that the class asks for is there; after a sample, the next one of its
    kind. Extra surveillance is followed by nothing of its own.
    """
    Task.objects.filter(pk=closed.pk).update(state="closed", supervised_on=supervised_on, closed_on=doing.on)
    factory, product = closed.factory_id, closed.product_code
    certificate = _in_force(factory, product).first()
    if closed.kind == "extra" or certificate is None:
        return []
    terms = _terms(doing, certificate, current(factory, product, doing.on).letter)
    there = set(_lock(factory, product).values_list("kind", flat=True))
    made = []
    for kind in KINDS if closed.kind == "follow_up" else (closed.kind,):
        asked = terms.of(kind)
        if asked is not None and kind not in there:
            line = planned(supervised_on, asked)
            made.append(_write(doing, certificate, kind, line, "periodic", terms))
    return made


def triggered(
    doing: Doing, certificate: Certificate, cause: str, words: str, arises_from: UUID | None = None
) -> Task:
    """Return a line of extra surveillance, not yet written (the creating act does), within the term of the
    rule (``surveillance/extra``, working days; calendar days where its calendar is not published). It is
    unannounced, unless the enterprise itself asked for it to have a certificate restored.
    """
    terms = _terms(
        doing, certificate, current(certificate.factory_id, certificate.product_code, doing.on).letter
    )
    due = doing.last_day("surveillance/extra")
    return Task(
        id=doing.new_id(),
        state="open",
        factory_id=certificate.factory_id,
        factory_owner_id=certificate.factory_owner_id,
        product_code=certificate.product_code,
        kind="extra",
        due_on=due or doing.on + timedelta(days=int(doing.rule("surveillance/extra"))),
        counted_from=doing.on,
        letter=terms.letter,
        unannounced=terms.unannounced or cause != RESTORATION,
        cause=cause,
        words=words,
        arises_from=arises_from,
    )


def in_force(factory: UUID, product: str) -> bool:
    """Whether any certificate of a factory for a product is in force."""
    return bool(_in_force(factory, product).exists())


def living(factory: UUID, product: str) -> "Sequence[Task]":
    """Return the lines of a factory and product that still ask for a supervision."""
    return list(Task.objects.filter(factory_id=factory, product_code=product, state__in=LIVING))


def _comes_before(line: Line, there: Task) -> bool:
    """Whether a new certificate's line brings the one that waits forward: not where a supervision was done
    since the day from which it counts.
    """
    supervised_since = not there.first and line.counted_from < there.counted_from
    return line.due_on < there.due_on and there.state in WAITING and not supervised_since


def _terms(doing: Doing, certificate: Certificate, letter: str) -> ClassTerms:
    found = terms_of(letter, certificate.case.scheme, doing.on)
    doing.note(found.work.ref)
    return found


def _lock(factory: UUID, product: str, **only: Any) -> Any:
    found = Task.objects.select_for_update().filter(
        factory_id=factory, product_code=product, state__in=LIVING, **only
    )
    return found.exclude(kind="extra").order_by("kind")


def _in_force(factory: UUID, product: str) -> Any:
    found = Certificate.objects.filter(factory_id=factory, product_code=product, state__in=IN_FORCE)
    return found.order_by("issued_on", "number")


def _line(task: Task) -> Line:
    return Line(task.counted_from, task.letter, task.due_on, task.first)


def _move(task: Task, line: Line, terms: ClassTerms) -> bool:
    """Write what moved of a line; whether anything did."""
    if line == _line(task):
        return False
    _keep(task, line, task.unannounced or terms.unannounced)
    return True


def _keep(task: Task, line: Line, unannounced: bool) -> None:
    """Write a line of the programme; days of the plan that lie behind the new due day fall away."""
    again: dict[str, Any] = {}
    if task.state == "planned" and task.planned_to is not None and task.planned_to > line.due_on:
        again = {"state": "open", "planned_from": None, "planned_to": None, "team": []}
    task.due_on, task.letter = line.due_on, line.letter
    Task.objects.filter(pk=task.pk).update(
        due_on=line.due_on,
        letter=line.letter,
        counted_from=line.counted_from,
        first=line.first,
        unannounced=unannounced,
        warned=0,
        **again,
    )


def _write(
    doing: Doing, certificate: Certificate, kind: str, line: Line, cause: str, terms: ClassTerms
) -> Task:
    task: Task = doing.create(
        Task,
        state="open",
        factory_id=certificate.factory_id,
        factory_owner_id=certificate.factory_owner_id,
        product_code=certificate.product_code,
        kind=kind,
        due_on=line.due_on,
        counted_from=line.counted_from,
        letter=line.letter,
        first=line.first,
        unannounced=terms.unannounced,
        cause=cause,
    )
    return task
