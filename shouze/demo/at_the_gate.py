"""How a tale is played through the gate, and what the worker of the house does meanwhile."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from procrastinate.contrib.django.models import ProcrastinateJob

from shouze.certification.certificates.models import Certificate
from shouze.certification.changes.jobs import invite
from shouze.certification.evidence.models import TestOrder
from shouze.certification.surveillance.jobs import programme
from shouze.certification.surveillance.models import Task
from shouze.certification.transfers.models import Transfer
from shouze.kernel import clock
from shouze.kernel.acts import Refused
from shouze.outreach.reporting.jobs import prepare_record
from shouze.oversight.measures import jobs as measures
from shouze.oversight.measures.models import Reaction
from shouze.resources.cases.models import Case

from .stage import Stage, ThroughTheGate, fees_due
from .story import play
from .tale import Tale

#: what the worker of a house does after an act, by the name of the task; letters and documents are left out
JOBS: Final[Mapping[str, Callable[..., None]]] = {
    "records.prepare": prepare_record,
    "measures.follow": measures.follow,
    "measures.signal": measures.signal,
    "measures.concluded": measures.concluded,
    "measures.transfer": measures.transferred,
    "surveillance.programme": programme,
    "changes.invite": invite,
}


@dataclass(slots=True)
class Worker:
    """The worker of the house: the last job that it did."""

    last: int = 0

    def work(self) -> None:
        """Do what waits, each job once, and what follows from that."""
        while waiting := list(ProcrastinateJob.objects.filter(id__gt=self.last).order_by("id")):
            for one in waiting:
                self.last = one.pk
                if one.task_name in JOBS:
                    JOBS[one.task_name](**one.args)

    @staticmethod
    def queued(task: str) -> list[dict[str, Any]]:
        """What was queued for a task, in its order: the arguments."""
        found = ProcrastinateJob.objects.filter(task_name=task).order_by("id")
        return [dict(one) for one in found.values_list("args", flat=True)]


def found(what: str, tale: Tale) -> uuid.UUID:
    """What the machine made: the certificate of the story, the reaction that waits, a line of the programme;
    else a person.
    """
    if what == "certificate":
        return Certificate.objects.get(case=tale.scene.case).pk
    if what == "transfer":
        return Transfer.objects.values_list("pk", flat=True).get(case=tale.named["case"])
    if what in tale.people:
        return tale.people[what]
    if what == "reaction":
        return Reaction.objects.get(state="open").pk
    return Task.objects.get(kind=what, state__in=("open", "planned")).pk


def asked_of(order: uuid.UUID) -> tuple[list[str], list[str]]:
    """The items and standards of a test order."""
    row = TestOrder.objects.get(pk=order)
    return list(row.items), list(row.standards)


@dataclass(frozen=True, slots=True)
class AtTheGate:
    """Plays a tale by calling the gate; the worker follows each act."""

    people: Mapping[str, uuid.UUID]
    worker: Worker

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act at the clock's moment, and what the worker does after it."""
        done = ThroughTheGate(self.people).do(who, act, subject, given)
        self.worker.work()
        return done

    def denied(self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> set[str]:
        """Try the act; nothing when it was done."""
        try:
            ThroughTheGate(self.people).do(who, act, subject, given)
        except Refused as refused:
            return {one.code for one in refused.objections}
        return set()

    def store(self, who: str, name: str, content: bytes) -> str:
        """Store a file as that person."""
        return ThroughTheGate(self.people).store(who, name, content)

    def owed(self, case: uuid.UUID) -> str:
        """What the bill says, less what was paid."""
        row = Case.objects.get(pk=case)
        return str(row.fees_due - row.fees_paid)

    def asked(self, order: uuid.UUID) -> tuple[list[str], list[str]]:
        """The items and standards of a test order."""
        return asked_of(order)

    def find(self, what: str, tale: Tale) -> uuid.UUID:
        """What the machine made meanwhile."""
        return found(what, tale)


def certified(stage: Stage) -> tuple[AtTheGate, Tale]:
    """Play the worked example up to its certificate; the worker puts it on the programme."""
    actor = AtTheGate(stage.people, Worker())
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return actor, begun(stage, actor.worker)


def begun(stage: Stage, worker: Worker) -> Tale:
    """The tale begins with the certificate of 2024-05-20 and its line of the programme."""
    with clock.moved(clock.moment("2024-05-20", "17:00")):
        worker.work()
    tale = Tale(stage.scene, stage.people)
    tale.named["certificate"] = found("certificate", tale)
    return tale
