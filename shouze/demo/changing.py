"""How certificates of the demo house go on: one changed, a key part of another changed after a test, a
holder's address changed on all his certificates, one being extended, one change just handed in; and a revised
standard whose transition was opened.

In: the town and its working days. Out: items of the agenda, done through the gate like all others.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from django.db.models import Count

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import find_certificate
from shouze.certification.changes.covering import reached
from shouze.certification.changes.jobs import invite_all
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.cases.queries import get_case
from shouze.resources.people.models import Person

from . import retesting
from .papers import paper
from .serving import EXAMPLE
from .settling import Town
from .stage import ThroughTheGate

Item = tuple[datetime, Callable[[], object]]
PLAN: Final = "gb4706_29_2025"
OPENED: Final = date(2025, 11, 12)
#: act -> who does it, and what is filled in
STEPS: Final[Mapping[str, tuple[str, dict[str, Any]]]] = {
    "change.accepted": ("E002", {"opinion": "资料齐全，予以受理。"}),
    "plan.made": ("E003", {}),
    "fees.received": ("E011", {"receipt": "F-C-1"}),
    "evaluation.completed": ("E003", {"conforming": True, "summary": "变更内容经核实，资料相符。"}),
    "review.concluded": ("E004", {"recommends": "grant", "opinion": "同意提交认证决定。"}),
    "decision.made": ("E005", {"outcome": "grant", "words": "同意变更。"}),
    "change.approved": ("E006", {"words": "同意。"}),
}
WHOLE: Final = tuple(STEPS)
TESTED: Final = (*WHOLE[:3], *retesting.WHO, *WHOLE[3:])
IGBT: Final = {
    "kinds": ["13"],
    "design": "跟踪检查发现IGBT未经批准换为K25R1203，已恢复原件；现申请变更为该型号，散热结构不变。",
    "parts_changed": [
        {"before": "IGBT H20R1203 示例半导体", "name": "IGBT", "model": "K25R1203", "maker": "第二半导体"}
    ],
}
#: (act by which it is applied for, what, how far it goes, working days before today on which it begins)
STORIES: Final[tuple[tuple[str, dict[str, Any], tuple[str, ...], int], ...]] = (
    ("change.applied", {"kinds": ["2"], "series": "新系列"}, WHOLE, 30),
    (
        "extension.applied",
        {"models_added": [{"model": "DC-20D", "specification": "220 V~ 50 Hz 2100 W"}]},
        ("change.accepted", "plan.made"),
        9,
    ),
    ("change.applied", {"kinds": ["1"], "trademark": "示例之光"}, (), 2),
    ("change.applied", IGBT, TESTED, 250),
    ("change.applied", {"kinds": ["10"]}, WHOLE[:-1], 12),
)


@dataclass(slots=True)
class Desk:
    """Where changes are applied for: the certificate of each story, and its case once there is one."""

    town: Town
    cases: dict[int, uuid.UUID] = field(default_factory=dict)

    def apply(self, story: int) -> None:
        """The holder applies, with every paper that is asked."""
        act, given, steps, _ = STORIES[story]
        found, more = self._certificate(steps), {}
        if found is not None and "10" in given.get("kinds", ()):
            others = reached(found, ["applicant"], clock.today())
            more = {"applicant_address": f"{found.facts['applicant']['address']['zh']}（门牌变更后）",
                    "also": [str(one.pk) for one in others]}  # fmt: skip
        person = found and Person.objects.filter(kind="client", organisation_id=found.applicant_id).first()
        if found is None or person is None:
            return
        gate = ThroughTheGate({"client": person.pk})
        digest = gate.store("client", "变更资料.pdf", paper("变更资料"))
        papers = [{"kind": kind, "digest": digest} for kind in PAPERS]
        asked = {"certificate": str(found.pk), "promise": True, "documents": papers, **given, **more}
        self.cases[story] = gate.do("client", act, None, asked)[0]

    def step(self, story: int, act: str) -> None:
        """Somebody of the body does the next act on the case of a story."""
        case = self.cases.get(story)
        if case is None:
            return
        row = get_case(case)
        if act in retesting.WHO:
            who, gate = retesting.WHO[act], ThroughTheGate(self.town.people)
            asked = retesting.given(
                act, row, self.town.laboratories["LAB-R"],
                lambda title: gate.store(who, f"{title}.pdf", paper(title)),
            )  # fmt: skip
            gate.do(who, act, case, asked)
            return
        who, given = STEPS[act]
        left = row.fees_due - row.fees_paid
        if act == "fees.received" and left <= 0:
            return
        more = {"amount": str(left)} if act == "fees.received" else {}
        engineer = {"engineer": str(self.town.people["E003"])} if act == "change.accepted" else {}
        ThroughTheGate(self.town.people).do(who, act, case, {**given, **more, **engineer})

    def open_transition(self) -> None:
        """The rules officer opens the transition to the revised standard; the machine invites."""
        perform("transition.opened", by=self.town.people["E026"], given={"plan": PLAN}, via="page")
        invite_all(PLAN)

    def _certificate(self, steps: tuple[str, ...]) -> Certificate | None:
        """The worked example's, unless the story goes to the end without a test: then the first of another
        holder; or, where it waits for its signature, of the holder with the most of them.
        """
        if steps not in (WHOLE, WHOLE[:-1]):
            return find_certificate(EXAMPLE)
        found = Certificate.objects.filter(state="valid", valid_until__gt=clock.today()).exclude(
            number=EXAMPLE
        )
        if steps == WHOLE:
            return found.order_by("number").first()
        most = found.values("applicant_id").annotate(many=Count("pk")).order_by("-many", "applicant_id")
        holder = most.values_list("applicant_id", flat=True).first()
        return found.filter(applicant_id=holder).order_by("number").first() if holder else None


PAPERS: Final = (
    "change_application",
    "naming_statement",
    "product_description",
    "key_parts_list",
    "trademark",
    "registration_change_proof",
    "applicant_licence",
)


def change(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done about certificates that go on, in any order."""
    desk = Desk(town)
    if days[0] <= OPENED <= days[-1]:
        yield clock.moment(OPENED, "10:20"), desk.open_transition
    for story, (_, _, steps, before) in enumerate(STORIES):
        yield _at(days, before, "09:05"), partial(desk.apply, story)
        for place, act in enumerate(steps, 1):
            yield _at(days, before - place, "14:05"), partial(desk.step, story, act)


def _at(days: list[date], before: int, time: str) -> datetime:
    return clock.moment(days[max(0, len(days) - before)], time)
