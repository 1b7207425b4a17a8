"""After the certificate: the demo house puts its certificates on the programme and supervises those that
fall due; one supervision stands in the middle, with a sample on its way.
"""

import io
import uuid
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from django.db.models import QuerySet

from shouze.certification.evidence.models import Inspection, SealedSample
from shouze.certification.surveillance.facts import holders_left
from shouze.certification.surveillance.jobs import without_line
from shouze.certification.surveillance.models import Covered, Task
from shouze.certification.surveillance.queries import waiting_until
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.files import store as files
from shouze.resources.people.queries import MACHINE

from .papers import paper
from .settling import Town
from .working_hours import working_days

#: so many supervisions are played whole, and lines are taken up so long before their day
WHOLE: Final = 8
AHEAD: Final = timedelta(days=35)
TEAM: Final = ("E008", "E024")
HOUR: Final = "17:40"


def supervise(town: Town, days: list[date]) -> Iterator[tuple[datetime, Callable[[], None]]]:
    """Yield the weeks' work of surveillance: certificates come on the programme, what falls due is done."""
    for day in days[::5]:
        week = _Week(town, day, days[-1])
        yield clock.moment(day, "17:30"), week.programme
        for at, step in enumerate((week.begin, week.visit, week.conclude, week.evaluate, week.finish)):
            if at < len(week.days):
                yield clock.moment(week.days[at], HOUR), step
    yield clock.moment(days[-1], HOUR), partial(_one_under_way, town, days[-1])


class _Week:
    """The supervision of a week, where a line falls due: each step on its day, none before its time."""

    def __init__(self, town: Town, day: date, last: date) -> None:
        self.town, self.day, self.last = town, day, last
        self.days = working_days(day, day + AHEAD)[:5]
        self.one: _Supervision | None = None

    def programme(self) -> None:
        """What was certified since comes on the programme."""
        for certificate in list(without_line()):
            perform("surveillance.programmed", by=MACHINE, subject=certificate, via="job")

    def begin(self) -> None:
        """A line that falls due is opened, and its visit planned."""
        played = Task.objects.filter(state="closed", kind="follow_up").count()
        if played >= WHOLE or self.day > self.last - AHEAD:
            return
        due = _first(waiting_until(self.day + AHEAD).filter(kind="follow_up", due_on__gt=self.day))
        if due is not None:
            self.one = _Supervision(self.town, due, self.day)
            self.one.plan()

    def visit(self) -> None:
        """The factory is visited."""
        if self.one:
            self.one.visit()

    def conclude(self) -> None:
        """The leader of the team concludes."""
        if self.one:
            self.one.conclude()

    def evaluate(self) -> None:
        """The engineer evaluates."""
        if self.one:
            self.one.evaluate()

    def finish(self) -> None:
        """What follows for each certificate: it is kept."""
        if self.one:
            self.one.finish()


def _one_under_way(town: Town, day: date) -> None:
    line = _first(waiting_until(day + timedelta(days=1100)).filter(kind="sampling", due_on__gt=day))
    if line is not None:
        _Supervision(town, line, day).sampled()


def _first(lines: QuerySet[Task]) -> Task | None:
    """The first line of which a certificate in force is still to be supervised."""
    return next((one for one in lines if holders_left(one)), None)


class _Supervision:
    """One supervision: its case, and the acts on it day by day."""

    def __init__(self, town: Town, line: Task, day: date) -> None:
        self.town = town
        self.days = working_days(day, day + AHEAD)
        self.case = self._do(0, "E027", "surveillance.opened", {"task": str(line.pk)}, creating=True)

    def sampled(self) -> None:
        """Up to a sample that was sealed at the factory and is on its way."""
        certificate = Covered.objects.select_related("certificate").filter(case=self.case)[0].certificate
        sealed = {
            "element": "SC", "seal": "FT-000001", "quantity": 3, "sealed_on": self.days[0].isoformat(),
            "model": certificate.facts["product"]["models"][0]["name"], "place": "成品库", "batch": "2026-10",
            "present": "企业代表", "photos": [self._file("封样照片")],
        }  # fmt: skip
        self._do(0, "E027", "sample.sealed", sealed)
        sample = SealedSample.objects.get(case=self.case)
        handed = {"sample": str(sample.pk), "seal": sample.seal, "intact": True, "taker": "示例物流 陆运"}
        self._do(0, "E027", "custody.handed", handed)

    def visit(self) -> None:
        """The visit without a finding."""
        visit = Inspection.objects.get(case=self.case)
        day = visit.planned_from.isoformat()
        done = {
            "inspection": str(visit.pk), "from_on": day, "to_on": day, "person_days": "2", "findings": [],
            "summary": "质量保证能力和产品一致性符合要求。", "file": self._file("检查报告"),
        }  # fmt: skip
        self._do(1, "E008", "inspection.conducted", done)

    def conclude(self) -> None:
        """The visit is passed."""
        visit = Inspection.objects.get(case=self.case)
        self._do(2, "E008", "inspection.concluded", {"inspection": str(visit.pk), "conclusion": "01"})

    def evaluate(self) -> None:
        """All elements conform."""
        engineer = Covered.objects.filter(case=self.case).values_list("case__engineer_id", flat=True)[0]
        evaluated = {"conforming": True, "summary": "监督要素均符合。"}
        self._do(3, engineer or "E003", "evaluation.completed", evaluated)

    def finish(self) -> None:
        """Each certificate is kept."""
        covered = Covered.objects.filter(case=self.case).values_list("certificate_id", flat=True)
        lines = [{"certificate": str(one), "decision": "keep"} for one in covered]
        said = {"certificates": lines, "summary": "检查结果符合，保持证书。"}
        self._do(4, "E004", "surveillance.concluded", said)

    def plan(self) -> None:
        """Two inspectors, on the next working day."""
        roles = zip(TEAM, ("01", "02"), strict=True)
        team = [{"person": str(self.town.people[number]), "role": role} for number, role in roles]
        day = self.days[1].isoformat()
        self._do(0, "E007", "inspection.planned", {"planned_from": day, "planned_to": day, "team": team})

    def _do(
        self, at: int, who: str | uuid.UUID, act: str, given: Mapping[str, Any], creating: bool = False
    ) -> uuid.UUID:
        person = self.town.people[who] if isinstance(who, str) else who
        on = None if creating else self.case
        with clock.moved(clock.moment(self.days[at], HOUR)):
            signing = shown_to(act, person, on, clock.now())
            return perform(act, by=person, subject=on, given=given, via="page", signing=signing).subject

    def _file(self, title: str) -> str:
        person = self.town.people["E027"]
        with clock.moved(clock.moment(self.days[0], HOUR)):
            return files.put(io.BytesIO(paper(title)), f"{title}.pdf", at=clock.now(), person=person).digest
