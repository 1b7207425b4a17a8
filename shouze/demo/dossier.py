"""A case of the demo house while it is played: its parties, people and way, and the rows that acts have
made.
"""

import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from shouze.certification.evaluation.queries import get_plan
from shouze.kernel import clock
from shouze.kernel.acts import get_act, perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.files import store as files

from .papers import paper
from .products import DemoProduct
from .routes import INSPECTED, Route, act_of

CASE = "cases.case"
Given = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Parties:
    """Who applies, who produces, where it is made, in which relation; organisations and factories by id."""

    applicant: uuid.UUID
    producer: uuid.UUID
    factory: uuid.UUID
    owner: uuid.UUID
    relation: str


@dataclass(slots=True)
class Dossier:
    """One case: ``people`` are its persons by role, ``made`` the latest row of each kind, ``findings`` the
    nonconformities to be corrected, ``corrected`` those to be verified, ``noted`` what later acts need to
    know.
    """

    serial: int
    route: Route
    parties: Parties
    people: Mapping[str, uuid.UUID]
    product: DemoProduct
    models: tuple[str, ...]
    laboratory: uuid.UUID | None
    signatory: str
    random: Random
    made: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    noted: dict[str, Any] = field(default_factory=dict)

    @property
    def case(self) -> uuid.UUID:
        """The id of the case."""
        return uuid.UUID(self.made[CASE])

    @property
    def inspection_is_added(self) -> bool:
        """Whether the plan must ask for an inspection that the basic mode does not hold."""
        return self.product.code not in INSPECTED and any(
            act_of(step).startswith("inspection.") for step in self.route
        )

    def plan(self) -> tuple[list[str], list[str], int, int]:
        """Return standards, test items, main and spare samples of the case's plan; read once."""
        if "plan" not in self.noted:
            plan = get_plan(self.case)
            tests = plan.test_plan
            standards, items = (
                [one["number"] for one in plan.standards],
                [one["key"] for one in tests["items"]],
            )
            self.noted["plan"] = standards, items, int(tests["samples_main"]), int(tests["samples_spare"])
        found: tuple[list[str], list[str], int, int] = self.noted["plan"]
        return found

    def choose(self, *words: str) -> str:
        """Return one of the words."""
        return self.random.choice(words)

    def do(self, who: str, act: str, given: Mapping[str, Any]) -> None:
        """Do an act of the case at the clock's moment, as the person in the role ``who``; keep what it
        made.
        """
        declared = get_act(act)
        kind = declared.on._meta.label_lower
        subject = None if declared.creates else uuid.UUID(self.made[kind])
        person = self.people[who]
        shown = shown_to(act, person, subject, clock.now())
        done = perform(act, by=person, subject=subject, given=given, via="page", signing=shown)
        self.made[kind] = str(done.subject)
        self.made.update(dict(done.made))
        self.findings.extend(row for kind, row in done.made if kind == "evidence.nonconformity")


class Cabinet:
    """Papers already stored in this run, by title and sender: each is made and stored once."""

    def __init__(self) -> None:
        self._digests: dict[tuple[str, uuid.UUID], str] = {}

    def digest(self, title: str, person: uuid.UUID) -> str:
        """Store the paper of that title as the person, and return its digest."""
        if (title, person) not in self._digests:
            stored = files.put(io.BytesIO(paper(title)), f"{title}.pdf", at=clock.now(), person=person)
            self._digests[title, person] = stored.digest
        return self._digests[title, person]


#: what is given to an act: made of the dossier, the variant of the step, and the papers
Answer = Callable[[Dossier, str, Cabinet], Given]
