"""Setting the stage for the story: the house of 2024 with the parties of the worked example."""

import io
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.files import store as files
from shouze.resources.cases.models import Case
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.transitions import with_successors

from . import cast
from .story import Scene

LABORATORY: dict[str, Any] = {
    "code": "LAB-R",
    "name": "示例检测实验室R",
    "name_en": "Example Testing Laboratory R",
    "uscc": "91110000MA01C0038W",
    "address": "北京市示例区检测路1号",
    "contact": "蓝试",
    "phone": "010-00000001",
    "cma_number": "CMA-0001",
    "cnas_number": "L0472",
    "designated_from": "2023-01-01",
    "designated_to": "2028-12-31",
    "accredited_from": "2023-01-01",
    "accredited_to": "2028-12-31",
    "contract_from": "2023-01-01",
    "contract_to": "2028-12-31",
}
APPLICANT: dict[str, Any] = {
    "name": "宁波示例电器有限公司",
    "name_en": "Ningbo Example Appliance Co., Ltd.",
    "uscc": "91330206MA2AB0018D",
    "country": "156",
    "division": "330206",
    "address": "浙江省宁波市北仑区示例路8号",
    "address_en": "8 Example Road, Beilun, Ningbo, Zhejiang",
    "postcode": "315800",
    "contact": "何申",
    "phone": "0574-00000008",
    "kind_code": "040105",
    "economic_type": "150",
    "industry": "3854",
}
FACTORY: dict[str, Any] = {
    **{
        key: APPLICANT[key]
        for key in (
            "name",
            "name_en",
            "country",
            "division",
            "address",
            "address_en",
            "postcode",
            "contact",
            "phone",
        )
    },
    "headcount": 260,
    "longitude": "121.8440000",
    "latitude": "29.9090000",
}


@dataclass(frozen=True, slots=True)
class Stage:
    """The house with the story's parties: persons by employee number, and the opening scene."""

    people: dict[str, uuid.UUID]
    scene: Scene


def set_stage() -> Stage:
    """Found the house, contract the laboratory, register applicant and factory, and give each side its
    person.
    """
    people = cast.found_house()
    personnel = people["E001"]
    scheme = schemes.scheme_for("0711", clock.moment("2024-03-04").date())
    plan = schemes.test_plan_for(scheme, "0711")
    standards = tuple(one.number for one in plan.standards)
    with clock.moved(clock.moment("2024-01-02", "09:00")):
        at = clock.now()
        laboratory = perform(
            "laboratory.contracted",
            by=people["E012"],
            given={**LABORATORY, "products": ["0711"], "standards": list(with_successors(standards))},
        ).subject
        applicant = perform("organisation.registered", by=people["E002"], given=APPLICANT).subject
        factory = perform(
            "factory.registered", by=people["E002"], given={**FACTORY, "organisation": applicant}
        ).subject
        people["C001"] = cast.register("C001", "何申", "client", by=personnel, at=at, organisation=applicant)
        cast.appoint(people["C001"], "client", by=personnel, at=at)
        people["L001"] = cast.register(
            "L001", "蓝试", "laboratory", by=personnel, at=at, laboratory=laboratory
        )
        cast.appoint(people["L001"], "laboratory_coordinator", by=personnel, at=at)
    scene = Scene(
        applicant=applicant,
        factory=factory,
        laboratory=laboratory,
        engineer=people["E003"],
        documents=tuple(
            one.key for one in schemes.documents_for(scheme, "0711") if one.required_when in OWN_FACTORY
        ),
        items=tuple(one.key for one in plan.items),
        standards=standards,
        made={
            "heating": next(one.key for one in plan.items if "温升" in one.words.zh or "发热" in one.words.zh)
        },
    )
    return Stage(people, scene)


#: circumstances of an applicant who makes his own registered brand in his own new factory
OWN_FACTORY = frozenset({"always", "brand_is_registered", "factory_is_new"})


@dataclass(frozen=True, slots=True)
class ThroughTheGate:
    """Plays the story's steps by calling the gate."""

    people: Mapping[str, uuid.UUID]

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act at the clock's moment."""
        person = self.people[who]
        shown = shown_to(act, person, subject, clock.now())
        done = perform(act, by=person, subject=subject, given=given, via="story", signing=shown)
        return done.subject, dict(done.made)

    def store(self, who: str, name: str, content: bytes) -> str:
        """Store a file as that person."""
        return files.put(io.BytesIO(content), name, at=clock.now(), person=self.people[who]).digest


def fees_due(scene: Scene) -> str:
    """Return what the plan's bill says is due."""
    return str(Case.objects.values_list("fees_due", flat=True).get(applicant_id=scene.applicant))
