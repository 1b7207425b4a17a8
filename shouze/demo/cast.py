"""The people of the fictional body, of its laboratories and of its clients: who, in which post, over which
products.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.people.models import Person
from shouze.resources.people.queries import MACHINE

#: nobody receives mail there
DOMAIN = "shouze.example"
FOUNDED = clock.moment("2023-01-03", "09:00")


@dataclass(frozen=True, slots=True)
class Member:
    """One person of the body: number, name, posts, product scope, and speciality when an inspector."""

    number: str
    name: str
    posts: tuple[str, ...]
    scope: tuple[str, ...] = ("*",)
    level: str = ""
    specialities: tuple[str, ...] = ()


FOUNDER = Member("E001", "钟人", ("personnel_officer", "administrator"))
STAFF = (
    Member("E002", "贾敏", ("acceptance_officer",)),
    Member("E003", "易航", ("project_engineer",)),
    Member("E004", "邴岚", ("reviewer",)),
    Member("E005", "丁越", ("decider",)),
    Member("E006", "吴首", ("approver",)),
    Member("E007", "纪划", ("inspection_planner",)),
    Member("E008", "孔严", ("inspector",), level="senior", specialities=("*",)),
    Member("E009", "孟实", ("inspector",), level="inspector", specialities=("*",)),
    Member("E010", "周练", ("inspector",), level="trainee", specialities=("*",)),
    Member("E011", "钱明", ("finance_officer",)),
    Member("E012", "施验", ("laboratory_officer",)),
    Member("E013", "申平", ("complaints_officer",)),
    Member("E014", "包准", ("reporting_officer",)),
    Member("E015", "郑书", ("certificate_officer",)),
    Member("E016", "沈计", ("auditor",)),
    Member("E017", "关正", ("regulator",)),
    Member("E018", "温速", ("acceptance_officer",)),
    Member("E019", "石诚", ("project_engineer",), ("07", "24")),
    Member("E020", "柯细", ("project_engineer",), ("08", "09", "16", "11")),
    Member("E021", "方衡", ("reviewer",)),
    Member("E022", "常断", ("decider",)),
    Member("E023", "林准", ("approver",)),
    Member("E024", "严到", ("inspector",), level="inspector", specialities=("*",)),
    Member("E025", "卫望", ("risk_officer", "quality_officer")),
    Member("E026", "顾规", ("rules_officer",)),
    Member("E027", "曹续", ("surveillance_officer",)),
    Member("E028", "章图", ("test_plan_engineer",)),
    Member("E029", "凌导", ("leader",)),
)


def found_house(at: datetime = FOUNDED) -> dict[str, uuid.UUID]:
    """Found the house, register and appoint its people at ``at``; returns the persons by employee number."""
    given = {"name": FOUNDER.name, "employee_number": FOUNDER.number}
    with clock.moved(at):
        founded = perform("house.founded", by=MACHINE, at=at, given=given)
        people = {FOUNDER.number: founded.subject}
        for member in STAFF:
            people[member.number] = engage(member, by=founded.subject, at=at)
    return people


def engage(member: Member, *, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """Register a member of the body and appoint him to his posts; inspectors get their registration too."""
    person = register(member.number, member.name, "staff", by=by, at=at)
    for post in member.posts:
        appoint(person, post, member.scope, by=by, at=at)
    if member.level:
        given = {
            "number": f"CCAA{member.number[1:]}",
            "level": member.level,
            "specialities": list(member.specialities),
            "valid_from": "2023-01-01",
            "valid_to": "2028-12-31",
        }
        perform("registration.recorded", by=by, at=at, subject=person, given=given)
    return person


def register(number: str, name: str, kind: str, *, by: uuid.UUID, at: datetime, **belongs: Any) -> uuid.UUID:
    """Register a person; ``belongs`` may name the organisation or the laboratory."""
    phone = f"0574-0000{int(number[1:]):04d}" if number[1:].isdigit() else ""
    email = f"{number.lower()}@{DOMAIN}"
    given = {"name": name, "kind": kind, "employee_number": number, "phone": phone, "email": email, **belongs}
    return perform("person.registered", by=by, at=at, given=given).subject


def appoint(
    person: uuid.UUID,
    post: str,
    scope: tuple[str, ...] = ("*",),
    *,
    by: uuid.UUID,
    at: datetime,
    to: date | None = None,
) -> None:
    """Appoint a person to a post from the date of ``at``."""
    given = {"post": post, "scope": list(scope), "valid_from": clock.legal_date(at), "valid_to": to}
    perform("person.appointed", by=by, at=at, subject=person, given=given)


def people_by_number() -> dict[str, uuid.UUID]:
    """Return the persons of the house by employee number."""
    return dict(Person.objects.values_list("employee_number", "pk"))
