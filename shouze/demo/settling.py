"""The parties of the demo house enter its registers: who, by whom, when; and who sits in which seat of a
case.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from shouze.kernel import clock
from shouze.kernel.acts import perform

from . import cast, parties
from .dossier import Parties
from .enterprises import ENTERPRISES
from .parties import LABORATORIES
from .working_hours import working_days

#: enterprises that are there when the two years begin; the others come one after another
AT_FIRST = 16
#: in how long before the two years these are registered
SETTLING = timedelta(days=60)
#: (employee number, place of the enterprise, kind): links that persons of the house declare
INTERESTS = (("E021", 3, "曾任该企业技术顾问"), ("E009", 8, "亲属持有该企业股份"))
#: laboratory contracts run so many years beyond the end
CONTRACT_YEARS = 3

#: role -> employee numbers of those who may take it
SEATS: Mapping[str, tuple[str, ...]] = {
    "acceptance": ("E002", "E018"),
    "reviewer": ("E004", "E021"),
    "decider": ("E005", "E022"),
    "approver": ("E006", "E023"),
    "planner": ("E007",),
    "finance": ("E011",),
    "complaints": ("E013",),
    "handler": ("E025",),
    "certificates": ("E015",),
    "reporting": ("E014",),
}
INSPECTORS, TRAINEE, TRAINEE_PERCENT = ("E008", "E009", "E024"), "E010", 30
#: project engineers with the product prefixes of their appointment (cast.py)
ENGINEERS: Mapping[str, tuple[str, ...]] = {
    "E003": ("",),
    "E019": ("07", "24"),
    "E020": ("08", "09", "16", "11"),
}


#: the worked example's laboratory tests its product alone
EXAMPLE_LABORATORY, EXAMPLE_PRODUCT = "LAB-R", "0711"


@dataclass(frozen=True, slots=True)
class Testing:
    """A laboratory for a case: itself, who acts for it, who signs its reports."""

    laboratory: uuid.UUID
    coordinator: uuid.UUID
    signatory: str


@dataclass(slots=True)
class Town:
    """Who is registered by now: persons by number; enterprises and their factories by their place in the
    table; laboratories by code.
    """

    people: dict[str, uuid.UUID]
    organisations: dict[int, uuid.UUID] = field(default_factory=dict)
    factories: dict[int, uuid.UUID] = field(default_factory=dict)
    laboratories: dict[str, uuid.UUID] = field(default_factory=dict)

    def parties_of(self, place: int, random: Random) -> Parties:
        """Return the parties of a case that an enterprise applies for."""
        one = ENTERPRISES[place]
        maker = random.choice(one.makers) if one.makers else place
        producer = place if one.producer is None else one.producer
        return Parties(
            applicant=self.organisations[place],
            producer=self.organisations[producer],
            factory=self.factories[maker],
            owner=self.organisations[maker],
            relation=one.relation,
        )


def client_number(place: int) -> str:
    """The number of the person who acts for an enterprise."""
    return f"C{place + 1:03d}"


def coordinator_number(place: int) -> str:
    """The number of the person who acts for a laboratory of the table (L001 is the worked example's)."""
    return f"L{place + 2:03d}"


def joins_on(place: int, days: list[date]) -> date:
    """Return the day on which an enterprise is registered: before the ``days``, or in their first three
    quarters.
    """
    if place < AT_FIRST:
        return working_days(days[0] - SETTLING, days[0] - timedelta(days=1))[-1 - place]
    late = place - AT_FIRST + 1
    return days[late * (len(days) * 3 // 4) // (len(ENTERPRISES) - AT_FIRST + 1)]


def register_enterprise(town: Town, place: int) -> None:
    """Register an enterprise, its own factory, and the person who acts for it, at the clock's moment."""
    one, number = ENTERPRISES[place], client_number(place)
    at, officer, personnel = clock.now(), town.people["E002"], town.people["E001"]
    organisation = perform(
        "organisation.registered", by=officer, given=parties.organisation_given(place + 1, one), via="page"
    ).subject
    town.organisations[place] = organisation
    if not one.makers:
        given = {**parties.factory_given(place + 1, one), "organisation": organisation}
        town.factories[place] = perform("factory.registered", by=officer, given=given, via="page").subject
    town.people[number] = cast.register(
        number, one.person, "client", by=personnel, at=at, organisation=organisation
    )
    cast.appoint(town.people[number], "client", by=personnel, at=at)


def contract_laboratories(town: Town, end: date) -> None:
    """Conclude the contracts with the laboratories, and register who acts for each, at the clock's moment."""
    at, personnel = clock.now(), town.people["E001"]
    until = date(end.year + CONTRACT_YEARS, 12, 31)
    for place, one in enumerate(LABORATORIES):
        given = parties.laboratory_given(place + 2, one, clock.today(), until)
        made = perform("laboratory.contracted", by=town.people["E012"], given=given, via="page").subject
        town.laboratories[one.code] = made
        number = coordinator_number(place)
        town.people[number] = cast.register(
            number, one.person, "laboratory", by=personnel, at=at, laboratory=made
        )
        cast.appoint(town.people[number], "laboratory_coordinator", by=personnel, at=at)


def declare_interests(town: Town) -> None:
    """Declare the links of the house's persons, at the clock's moment."""
    for number, place, kind in INTERESTS:
        given = {
            "organisation": str(town.organisations[place]),
            "kind": kind,
            "valid_from": clock.today().isoformat(),
        }
        perform(
            "interest.declared", by=town.people["E001"], subject=town.people[number], given=given, via="page"
        )


#: who looks after certificates once they are issued
SURVEILLANCE = "E027"


def seat(town: Town, case: Parties, place: int, product: str, random: Random) -> dict[str, uuid.UUID]:
    """Choose the persons of a case by role: each entitled to it, nobody with a link to one of its parties."""
    concerned = {case.applicant, case.producer, case.owner}
    linked = {number for number, firm, _ in INTERESTS if town.organisations[firm] in concerned}
    chosen = {
        role: random.choice([one for one in numbers if one not in linked]) for role, numbers in SEATS.items()
    }
    chosen["engineer"] = random.choice([one for one, scope in ENGINEERS.items() if product.startswith(scope)])
    chosen["leader"], chosen["member"] = random.sample([one for one in INSPECTORS if one not in linked], 2)
    if random.randrange(100) < TRAINEE_PERCENT:
        chosen["trainee"] = TRAINEE
    return {
        "client": town.people[client_number(place)],
        "surveillance": town.people[SURVEILLANCE],
        **{role: town.people[number] for role, number in chosen.items()},
    }


def laboratory_for(town: Town, product: str, random: Random) -> Testing | None:
    """Choose a laboratory that tests the product, None when there is none."""
    fit = [
        Testing(town.laboratories[one.code], town.people[coordinator_number(place)], one.signatory)
        for place, one in enumerate(LABORATORIES)
        if product in one.products
    ]
    if product == EXAMPLE_PRODUCT:
        fit.append(Testing(town.laboratories[EXAMPLE_LABORATORY], town.people["L001"], "兰签"))
    return random.choice(fit) if fit else None
