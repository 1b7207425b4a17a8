"""A certificate with its list, and a technical person who may file changes of it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from shouze.certification.certificates.models import Certificate
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Done, perform, standing_of
from shouze.resources.parts import queries
from shouze.resources.parts.models import PartsList, Use

ROW = {
    "function": "IGBT", "name": "IGBT", "model": "H20", "maker": "示例半导体", "rating": "1200 V 20 A",
    "certificate": "",
}  # fmt: skip
CORD = {
    "function": "电源线", "name": "电源线", "model": "3G1.0", "maker": "示例线缆", "rating": "10 A 250 V",
    "certificate": "2021010105000001",
}  # fmt: skip


def issued(way: Way) -> PartsList:
    """The list of the certificate of the way."""
    certificate = Certificate.objects.get(case=way.case)
    found = queries.find_list(certificate.pk)
    assert found is not None
    return found


def do(way: Way, who: str, act: str, subject: uuid.UUID | None, days: int = 0, **given: Any) -> Done:
    """Do an act of any subject some days and a minute later."""
    way.now += timedelta(days=days, minutes=1)
    with clock.moved(way.now):
        return perform(act, by=way.stage.people[who], subject=subject, given=given)


def use_of(way: Way, function: str) -> Use:
    """The present version of the line with that function."""
    found = issued(way)
    on = clock.legal_date(way.now)
    return next(one for one in queries.parts_on(found.pk, on) if one.function == function)


def apply_for(way: Way, **changed: Any) -> uuid.UUID:
    """C001's person is applied for as technical person."""
    given = {
        "factory": str(way.stage.scene.factory), "person": way.person("C001"), "products": ["0711"],
        "qualification": "工程师，从业十年。", "papers": [way.file()],
    }  # fmt: skip
    return do(way, "C001", "technical_person.applied", None, **{**given, **changed}).subject


def approve(way: Way, one: uuid.UUID, **changed: Any) -> Done:
    """The technical person is approved for a year."""
    until = clock.legal_date(way.now + timedelta(days=365)).isoformat()
    given = {"products": ["0711"], "until": until, "words": "具备能力。"}
    return do(way, "E027", "technical_person.approved", one, **{**given, **changed})


def filing(way: Way, function: str = "电源线", **changed: Any) -> dict[str, Any]:
    """What is given to file a change of a line: another maker, the same rating."""
    given = {
        "parts_list": str(issued(way).pk), "line": str(use_of(way, function).line), "name": function,
        "model": "H05VV-F 3G1.0", "maker": "另一线缆", "rating": "10 A 250 V",
        "certificate": "2022010105000099", "reason": "增加供应商，已验证。", "papers": [way.file()],
        "effective_on": (clock.legal_date(way.now) + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    return {**given, **changed}


def doing_of(way: Way) -> Doing:
    """An act in progress at the way's moment, by the project engineer."""
    actor = standing_of(way.stage.people["E003"])
    assert actor is not None
    return Doing(uid=uuid.uuid4(), at=way.now, actor=actor)
