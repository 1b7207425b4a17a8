"""A factory's certificates for one product, and everything that may happen to them, through the gate."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import psycopg
from django.db import connection, connections

from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.certification.certificates.states import LIVING
from shouze.certification.changes.tests.turning import Turning
from shouze.certification.transfers.models import Body, Transfer
from shouze.demo.stage import Stage
from shouze.demo.tests import houses
from shouze.demo.tests.way import Way, _application
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.acts.signing import shown_to
from shouze.resources.units.models import CertifiedModel

Held = Mapping[str, str]
#: readers go on, the first who writes waits: both have asked everything by then
APPROVED: Final = {"change": "change.approved", "renewal": "renewal.approved"}
OWN_APPLICATIONS: Final = ("certificate.approved", "transfer.approved")
LOCKED: Final = "LOCK TABLE units_certified_model IN EXCLUSIVE MODE"
WAITING: Final = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)
PRODUCT: Final = "0711"
NAMES: Final = ("M-1", "M-2", "M-3", "M-4", "M-5")


@dataclass
class Ready:
    """A turn that waits for its last signature, the models that it is about, and those that it takes off."""

    way: Way
    act: str
    models: frozenset[str]
    ends: frozenset[str] = frozenset()
    transfer: UUID | None = None

    def signing(self) -> Callable[[], object]:
        """Return the signature, to be given once: what it needs is read now."""
        person, subject = self.way.stage.people["E006"], self.way.case
        signing = shown_to(self.act, person, subject, clock.now())
        given = {"words": "同意。"}
        return lambda: perform(self.act, by=person, subject=subject, given=given, signing=signing)


@dataclass
class Unit:
    """The certificates of the factory, what waits for its signature, and the moment."""

    stage: Stage
    now: datetime
    ready: list[Ready] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    serial: int = 0

    def attempt(self, what: str, do: Callable[[], object], ends: Collection[str] = ()) -> bool:
        """Try something on the next day; what is refused changes nothing. Raises AssertionError where an
        invariant is broken.
        """
        self.now += timedelta(days=1)
        before = self.held()
        try:
            do()
        except Refused as refused:
            assert all(one.zh and one.en for one in refused.sentences())
            self.told[f"{what}: {refused.objections[0].code}"] += 1
            return False
        finally:
            after = self.held()
            lost = set(before) - set(after)
            assert lost <= set(ends), f"{what}: {lost} lost"
        self.told[what] += 1
        return True

    def held(self) -> Held:
        """Return the certificate in force of each model. Fails where there are two, or where the register of
        certified models or the public register says otherwise than the certificates.
        """
        rows = list(Certificate.objects.filter(state__in=LIVING).order_by("number"))
        found = [(line["name"], one.number) for one in rows for line in one.facts["product"]["models"]]
        twice = [name for name, many in Counter(name for name, _ in found).items() if many > 1]
        assert not twice, f"{twice} stand twice: {found}"
        told = (json.loads(one) for one in PublicRecord.objects.values_list("record", flat=True))
        public = [
            (line["name"], one["number"])
            for one in told
            if one["status"]["code"] in ("01", "02")
            for line in one["product"]["models"]
        ]
        register = CertifiedModel.objects.filter(until_on=None).values_list("model", "number")
        assert sorted(found) == sorted(public) == sorted(register)
        return dict(found)

    @property
    def applied(self) -> set[str]:
        """The models that applications under way are about."""
        return {name for one in self.ready if one.act in OWN_APPLICATIONS for name in one.models}

    def prepare(self, kind: str, certificate: Certificate, models: Collection[str]) -> None:
        """Bring something about models up to its last signature. Raises Refused."""
        begin = {"new": self.apply, "coming in": self.come_in}.get(kind)
        if begin:
            begin(models)
        else:
            self.turn(certificate, kind, models)

    def apply(self, models: Collection[str]) -> None:
        """A new application, up to its last signature."""
        way = Way(self.stage, PRODUCT, self.now)
        way.reach("certificate.approved", {"application.submitted": {"models": lines(models)}})
        self._wait(way, "certificate.approved", models)

    def turn(self, certificate: Certificate, kind: str, models: Collection[str]) -> None:
        """A turn about a certificate, up to its last signature."""
        turning = Turning(Way(self.stage, PRODUCT, self.now, certificate.case_id), certificate.pk)
        if kind == "change":
            turning.change("5", models_removed=sorted(models))
        elif kind == "renewal":
            turning.apply("renewal.applied", number="new")
        else:
            turning.apply("extension.applied", models_added=lines(models))
        separate = {"result": "separate", "result_basis": "order117.25"} if kind == "separate" else {}
        turning.accept(**separate).evaluate().decide()
        self._wait(turning.way, APPROVED.get(kind, "extension.approved"), models, kind == "change")

    def _wait(self, way: Way, act: str, models: Collection[str], ends: bool = False) -> None:
        self.ready.append(Ready(way, act, frozenset(models), frozenset(models if ends else ())))

    def measure(self, certificate: Certificate, act: str) -> None:
        """A measure on a certificate, after what it supposes; or its paper anew."""
        way = Way(self.stage, PRODUCT, self.now, certificate.case_id)
        if act == "certificate.reissued":
            way.do(act, who="E015", kind="99", words="证书破损。")
        else:
            way.ready(act).do(act)

    def come_in(self, models: Collection[str]) -> None:
        """A transfer from a body that writes letters, up to its last signature: of models and as many more
        as make two units of it under our rules.
        """
        self.serial += 1
        models = {*models, *(f"T-{self.serial}{letter}" for letter in "ABCD")}
        way, number = Way(self.stage, PRODUCT, self.now), f"202201{PRODUCT}{self.serial:06d}"
        day = clock.legal_date(way.now).isoformat()

        def do(act: str, who: str, subject: UUID | None = None, **given: Any) -> UUID:
            way.now += timedelta(minutes=1)
            person = self.stage.people[who]
            with clock.moved(way.now):
                shown = shown_to(act, person, subject, way.now)
                return perform(act, by=person, subject=subject, given=given, signing=shown).subject

        with clock.moved(way.now):
            asked = {**_application(way), "models": lines(models)}
        asked |= {
            "body": str(Body.objects.get(code="01").pk), "old_number": number, "free_will": True,
            "old_first_issued_on": "2022-08-01", "old_valid_until": "2027-07-31",
            "old_models": sorted(models), "old_certificate": way.file("old"), "test_report": way.file("test"),
            "last_inspected_on": day, "inspection_report": way.file("inspection"),
        }  # fmt: skip
        way.case = do("transfer.applied", "C001", **asked)
        transfer = Transfer.objects.get(old_number=number).pk
        do("transfer.status_checked", "E002", transfer, **_printed(way))
        do("application.accepted", "E002", way.case, engineer=way.person("E003"), opinion="齐全。")
        do("transfer.asked", "E015", transfer)
        answer = {"enterprise_class": "C", "last_inspected_on": day, "letter": way.file("letter")}
        do("transfer.answered", "E015", transfer, **answer)
        theirs = {"scheme": "原细则", "models_per_unit": 12, "elements": ["GC", "XS"], "opinion": "同。"}
        do("transfer.compared", "E003", transfer, **theirs)
        do("transfer.assessed", "E003", way.case, opinion="风险可接受。")
        way.go("plan.made", "agreement.concluded", "fees.received")
        if Transfer.objects.get(pk=transfer).assessed["asked"]:
            way.go("test.ordered", "samples.received", "samples.authenticated")
            way.go("report.submitted", "report.accepted")
        way.go("evaluation.completed", "review.concluded", "decision.made")
        do("handover.requested", "E015", transfer)
        stated = {"stated_on": day, "letter": way.file("handover"), "words": "签发时起即行注销。"}
        do("handover.recorded", "E015", transfer, **stated)
        self._wait(way, "transfer.approved", models)
        self.ready[-1].transfer = transfer

    def sign(self, one: Ready) -> None:
        """Give the last signature."""
        self._look_again(one)
        with clock.moved(max(one.way.now, self.now) + timedelta(minutes=1)):
            one.signing()()

    def _look_again(self, one: Ready) -> None:
        """The old certificate of a transfer is looked up on the day of the signature."""
        one.way.now = max(one.way.now, self.now)
        if one.transfer:
            with clock.moved(one.way.now):
                person, given = self.stage.people["E002"], _printed(one.way)
                perform("transfer.status_checked", by=person, subject=one.transfer, given=given)

    def sign_at_once(self, one: Ready, other: Ready) -> None:
        """Two sign at the same moment, each in a connection of his own."""
        self._look_again(one)
        self._look_again(other)
        with clock.moved(max(self.now, one.way.now, other.way.now) + timedelta(minutes=1)):
            outcomes = at_once(one.signing(), other.signing())
        wrong = [out for out in outcomes if not isinstance(out, Refused | type(None))]
        assert not wrong, wrong
        self.told[f"at once, {sum(out is None for out in outcomes)} done"] += 1


def _printed(way: Way) -> dict[str, str]:
    """What the public platform says of the old certificate."""
    found = {"state": "valid", "valid_until": "2027-07-31", "source": "公共服务平台"}
    return {**found, "printout": way.file(f"print {way.now}")}


def lines(models: Collection[str]) -> list[dict[str, str]]:
    """The lines of an application for models."""
    return [{"model": name, "specification": "220 V"} for name in sorted(models)]


def at_once(*doings: Callable[[], object]) -> list[BaseException | None]:
    """Start all while nobody may write the register of models; let them go when each waits or has ended."""
    outcomes: dict[int, BaseException | None] = {}

    def run(place: int) -> None:
        raised: BaseException | None = None
        try:
            doings[place]()
        except BaseException as wrong:  # the test says what it is
            raised = wrong
        finally:
            connections.close_all()
        outcomes[place] = raised

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(doings))]
    with psycopg.connect(houses.dsn(str(connection.settings_dict["NAME"])), autocommit=True) as watcher:
        with (
            psycopg.connect(watcher.info.dsn, password=watcher.info.password) as holder,
            suppress(TimeoutError),
        ):
            holder.execute(LOCKED)
            for thread in threads:
                thread.start()
            until = time.monotonic() + 20
            while len(outcomes) + waiting(watcher) < len(doings) and time.monotonic() < until:
                time.sleep(0.005)
    for thread in threads:
        thread.join(30)
    return [outcomes[place] for place in sorted(outcomes)]


def waiting(watcher: psycopg.Connection[Any]) -> int:
    """How many wait for a lock."""
    row = watcher.execute(WAITING).fetchone()
    return int(row[0]) if row else 0
