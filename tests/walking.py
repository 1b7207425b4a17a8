"""A walk: anybody of the cast does anything to a few cases, sensibly or not, over days and months.

Every step either is done or is refused with sentences; anything else is an error of ours. The same seed
walks the same way.
"""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from shouze.demo.stage import Stage
from shouze.demo.tests.way import FINDING, PLAUSIBLE, WHO, Given, Way
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Refused, get_act, perform
from shouze.kernel.clock import moment
from shouze.kernel.ledger import queries as ledger
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import CLOSED
from shouze.resources.laboratories.models import Laboratory
from shouze.resources.people.models import Appointment

from . import invariants
from .next_act import DECLARED, answers, next_act

PRODUCTS = ("0711", "1119", "0914", "0711", "1119", DECLARED)
STARTS = ("2024-03-04", "2024-06-24", "2025-09-01")
#: acts that end a case: seldom, or none would reach its certificate
ENDING = frozenset(
    {
        "case.withdrawn",
        "case.terminated",
        "application.refused",
        "certificate.withdrawn",
        "certificate.cancelled",
    }
)


class Walk:
    """One walk of a seed over the stage; ``told`` counts what was done (act) and refused (code)."""

    def __init__(self, stage: Stage, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311
        self.stage = stage
        self.now = moment(self.random.choice(STARTS), "09:00")
        self.ways: list[Way] = []
        self.told: Counter[str] = Counter()
        self.done: list[tuple[str, uuid.UUID, uuid.UUID | None, Given, uuid.UUID]] = []

    def go(self, steps: int) -> Counter[str]:
        """Take the steps; fails at the first that breaks an invariant."""
        for _ in range(steps):
            self.now += timedelta(minutes=self.random.choice((1, 7, 90, 60 * 24, 60 * 24 * 9)))
            self._step()
        for case in Case.objects.all():
            assert invariants.broken(case) == []
        assert invariants.codes_broken() == []
        return self.told

    def _step(self) -> None:
        with clock.moved(self.now):
            turn = self.random.random()
            if sum(way.row.state not in CLOSED for way in self.ways) < 2 and (not self.ways or turn < 0.3):
                self._begin()
            elif turn < 0.12:
                self._disturb()
            elif turn < 0.16 and self.done:
                self._again()
            elif turn < 0.22:
                self._usurp(self.random.choice(self.ways[-3:]))
            else:
                self._act(self.random.choice(self.ways[-3:]), sensible=turn < 0.8)

    def _begin(self) -> None:
        way = Way(self.stage, self.random.choice(PRODUCTS), self.now)
        done = self._try("application.submitted", "C001", None, way.given("application.submitted"))
        if done is not None:
            way.case = done
            self.ways.append(way)

    def _act(self, way: Way, *, sensible: bool) -> None:
        way.now = self.now
        act = self._likely(way) if sensible else self.random.choice(sorted(PLAUSIBLE))
        try:
            subject = way.subject(act)
        except (LookupError, ObjectDoesNotExist):
            # There is no certificate or appeal of this case yet.
            subject = uuid.UUID(int=self.random.getrandbits(128))
        given = self._varied(act, way.given(act) | answers(way, act) if sensible else way.given(act))
        who = WHO[act]
        if not sensible:
            given = self._spoiled(given)
            who = self.random.choice(sorted(self.stage.people)) if self.random.random() < 0.5 else who
            subject = self.random.choice(self.ways).case if self.random.random() < 0.2 else subject
        self._try(act, who, subject, given)

    def _likely(self, way: Way) -> str:
        """Mostly what leads on; sometimes another act that the state allows."""
        onward = next_act(way)
        if onward and self.random.random() < 0.85:
            return onward
        state = way.row.state
        fitting = [one for one in PLAUSIBLE if (moves := get_act(one).moves) and state in moves.frm]
        living = [one for one in PLAUSIBLE if one.startswith(("certificate.", "appeal."))]
        usual = [one for one in fitting if one not in ENDING] if self.random.random() < 0.9 else fitting
        return self.random.choice(usual or living)

    def _varied(self, act: str, given: Given) -> Given:
        """Other answers that are sensible too."""
        drawn = self.random.random()
        if act == "inspection.conducted" and drawn < 0.4:
            return {**given, "findings": [FINDING]}
        if act == "report.submitted" and drawn < 0.25:
            failed = {"verdict": "F", "value": "超出限值"}
            return {**given, "items": [{**item, **failed} for item in given.get("items", ())]}
        if act == "evaluation.completed" and drawn < 0.3:
            return {**given, "conforming": False}
        if act == "decision.made" and drawn < 0.15:
            return {**given, "outcome": "refuse", "grounds": ["not_conforming"]}
        if act == "case.returned" and drawn < 0.6:
            return {**given, "reopen": ["XS", "GC"][: 1 + (drawn < 0.3)]}
        return given

    def _spoiled(self, given: Given) -> Given:
        """An answer left out, or replaced by one that is wrong, strange or somebody else's."""
        if not given or self.random.random() < 0.3:
            return given
        name = self.random.choice(sorted(given))
        spoilt: tuple[Any, ...] = (
            "",
            "字" * 5000,
            "\x00",
            -1,
            10**30,
            None,
            [],
            [given[name]],
            str(uuid.UUID(int=self.random.getrandbits(128))),
            "sha256:" + "0" * 64,
            "2024-02-30",
            (clock.today() + timedelta(days=self.random.randint(-900, 900))).isoformat(),
            True,
            {"a": {}},
            str(self.random.choice(self.ways).case),
            "grant",
            "04",
            "0.001",
            "999999999.99",
        )
        if self.random.random() < 0.2:
            return {key: value for key, value in given.items() if key != name}
        return {**given, name: self.random.choice(spoilt)}

    def _usurp(self, way: Way) -> None:
        """Somebody who had a hand in the case, or an interest in it, gets the post for what comes next and
        tries it.
        """
        way.now, act = self.now, next_act(way)
        if not act:
            return
        post, scope = rulebook.authority(clock.today())[act].posts[0], ["*"]
        involved = {person for persons in way.row.hands.values() for person in persons}
        known = {number for number, person in self.stage.people.items() if str(person) in involved}
        number = self.random.choice(sorted(known | {"E009", "E024"}))
        person, day = self.stage.people[number], clock.today().isoformat()
        self._try("person.appointed", "E001", person, {"post": post, "scope": scope, "valid_from": day})
        if number in ("E009", "E024"):
            linked = {"organisation": str(self.stage.scene.applicant), "kind": "亲属", "valid_from": day}
            self._try("interest.declared", "E001", person, linked)
        self._try(act, number, way.subject(act), way.given(act) | answers(way, act))

    def _disturb(self) -> None:
        """Something happens to the people or to the laboratory."""
        day, drawn = clock.today().isoformat(), self.random.random()
        if Laboratory.objects.get(pk=self.stage.scene.laboratory).state == "suspended":
            self._try("laboratory.restored", "E012", self.stage.scene.laboratory, {"reason": "整改有效"})
        elif drawn < 0.5:
            # A hand in what he may not also review, decide or approve.
            number = self.random.choice(("E003", "E004", "E005", "E008", "E009", "E021", "E023"))
            post = self.random.choice(
                ("reviewer", "decider", "approver", "inspector", "project_engineer", "acceptance_officer")
            )
            given: Given = {"post": post, "scope": ["*"], "valid_from": day}
            self._try("person.appointed", "E001", self.stage.people[number], given)
        elif drawn < 0.8:
            number = self.random.choice(("E009", "E018", "E021", "E022", "E023", "E024"))
            person = self.stage.people[number]
            held = Appointment.objects.filter(person_id=person).order_by("id").last()
            assert held is not None
            ended = {"appointment": str(held.pk), "last_day": day, "reason": "调岗"}
            linked = {
                "organisation": str(self.stage.scene.applicant),
                "kind": "持股",
                "valid_from": day,
                "valid_to": None,
            }
            act, given = self.random.choice((("appointment.ended", ended), ("interest.declared", linked)))
            self._try(act, "E001", person, given)
        else:
            act = "laboratory.suspended" if drawn > 0.95 else "laboratory.restored"
            self._try(act, "E012", self.stage.scene.laboratory, {"reason": "能力验证"})

    def _again(self) -> None:
        """An earlier submit comes once more, or its number for something else."""
        act, by, subject, given, uid = self.random.choice(self.done[-20:])
        entries = len(ledger.entries())
        other = self.random.random() < 0.3
        person = self.stage.people["E016"] if other else by
        try:
            again = perform(act, by=person, subject=subject, given=given, uid=uid)
            assert not other
            assert again.repeated
        except Refused as refused:
            assert other
            assert [one.code for one in refused.objections] == ["uid_taken"]
        assert len(ledger.entries()) == entries

    def _try(self, act: str, who: str, subject: uuid.UUID | None, given: Given) -> uuid.UUID | None:
        uid = uuid.UUID(int=self.random.getrandbits(128))
        by, entries = self.stage.people[who], len(ledger.entries())
        try:
            done = perform(act, by=by, subject=subject, given=given, uid=uid)
        except Refused as refused:
            assert refused.objections
            self.told.update(one.code for one in refused.objections)
            assert len(ledger.entries()) == entries
            return None
        self.told[act] += 1
        self.done.append((act, by, subject, given, uid))
        assert len(ledger.entries()) == entries + 1
        for case in Case.objects.filter(pk__in=[ledger.entry(uid).case_id]):
            assert invariants.broken(case) == [], f"{act} by {who}"
        return done.subject
