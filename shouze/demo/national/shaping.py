"""From recorded clusters to patterns: which id, text and digest in them belongs to whom."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from shouze.kernel import clock
from shouze.resources.cases.states import OPEN

from .cells import day_of, seconds_of
from .patterns import Compiler, Pattern
from .places import Finder, Place
from .recording import Cells, Recorded, Recording

LABORATORY, COORDINATOR, SELF = "laboratory", "coordinator", "self"
MEASURES: Final = (
    "certificate.suspended", "certificate.restored", "certificate.withdrawn", "certificate.cancelled",
    "certificate.expired",
)  # fmt: skip
#: what of a firm is its own wherever it stands in a text, and what only as a whole
_FIRM_PARTS: Final = ("name", "name_en", "address", "address_en", "uscc")
_FIRM_WHOLE: Final = ("division", "postcode", "contact", "phone", "industry")
_FACTORY_WHOLE: Final = ("headcount", "longitude", "latitude")
_LABORATORY_PARTS: Final = (
    "code",
    "name",
    "name_en",
    "uscc",
    "address",
    "contact",
    "phone",
    "cma_number",
    "cnas_number",
)
_PERSON: Final = (("employee_number", "number"), ("phone", "person_phone"), ("email", "email"))
_ROLES: Final = ("applicant_id", "producer_id", "factory_owner_id")
#: roles of a case's firms
WHOSE: Final = ("firm0", "firm1", "firm2")


@dataclass(slots=True)
class CasePattern:
    """The pattern of a case with what is drawn by: product, life, working days between the days of its
    entries, at which day the certificate was approved and the first measure taken; the firms' and
    laboratory's roles.
    """

    pattern: Pattern
    product: str
    life: str
    gaps: list[int]
    issued: int | None
    measure: int | None
    firms: int
    laboratory: str
    staff: tuple[str, ...]
    papers: list[tuple[Place, Cells]] = field(default_factory=list)


@dataclass(slots=True)
class Patterns:
    """All patterns of a recording: ``firms`` by industry's first, ``staff`` by number, laboratories by
    code.
    """

    types: dict[str, dict[str, str]]
    cases: list[CasePattern]
    firm: Pattern
    staff: dict[str, Pattern]
    laboratories: dict[str, Pattern]
    products: dict[str, tuple[str, ...]]
    names: dict[str, str]
    titles: list[Cells]
    case_of: dict[int, CasePattern] = field(default_factory=dict)


def patterns_of(recording: Recording) -> Patterns:
    """Compile everything that was recorded."""
    return _Shaper(recording).all()


class _Shaper:
    def __init__(self, recording: Recording) -> None:
        self._recording = recording
        self._files = {str(one["digest"]).removeprefix("sha256:"): one for one in recording.files}
        self._staff = {
            one.root: one
            for one in recording.of_kind("person")
            if one.only("people_person")["kind"] == "staff"
        }
        self._firms = {one.root: one for one in recording.of_kind("firm")}
        self._laboratories = {one.root: one for one in recording.of_kind("laboratory")}
        self._clients = {_person(one) for one in self._firms.values()}
        self._titles: dict[str, Cells] = {}

    def all(self) -> Patterns:
        cases = [self._case(one) for one in self._recording.of_kind("case") if self._mainland(one)]
        firm = next(one for one in self._firms.values() if _complete(one))
        laboratories = {
            str(one.only("laboratories_laboratory")["code"]): one for one in self._laboratories.values()
        }
        used = {one.laboratory for one in cases}
        products: dict[str, set[str]] = defaultdict(set)
        for one in cases:
            products[one.laboratory].add(one.product)
        return Patterns(
            types=self._recording.types,
            cases=cases,
            firm=self._compiled(firm, *self._firm_places(firm, SELF), moving=False),
            staff={
                str(one.only("people_person")["employee_number"]): self._compiled(
                    one, {}, {}, {}, moving=False
                )
                for one in self._staff.values()
            },
            laboratories={
                code: self._compiled(one, *self._laboratory_places(one, SELF, SELF), moving=False)
                for code, one in laboratories.items()
                if code in used
            },
            products={code: tuple(sorted(many)) for code, many in products.items()},
            names={
                str(one.only("people_person")["employee_number"]): str(one.only("people_person")["name"])
                for one in self._staff.values()
            },
            titles=[self._titles[name] for name in sorted(self._titles)],
            case_of={id(one.pattern): one for one in cases},
        )

    def _case(self, one: Recorded) -> CasePattern:
        case = one.only("cases_case")
        roles = list(dict.fromkeys(str(case[name]) for name in _ROLES))
        ids: dict[str, Place] = {}
        whole: dict[str, Place] = {}
        parts: dict[str, Place] = {}
        for role, root in enumerate(roles):
            firm = self._firms[root]
            for mine, more in zip((ids, whole, parts), self._firm_places(firm, WHOSE[role]), strict=True):
                mine.update({key: place for key, place in more.items() if key not in mine})
        laboratory = self._laboratories.get(str(case["laboratory_id"] or ""))
        if laboratory is not None:
            for mine, more in zip(
                (ids, whole, parts), self._laboratory_places(laboratory, LABORATORY, COORDINATOR), strict=True
            ):
                mine.update({key: place for key, place in more.items() if key not in mine})
        parts |= dict(_numbers(one))
        papers, digests = self._papers(one)
        pattern = self._compiled(one, ids, whole, parts, digests=digests, moving=True)
        made = CasePattern(
            pattern=pattern,
            product=str(case["product_code"]),
            life=life_of(one),
            gaps=_gaps(pattern),
            issued=_group(pattern, "certificate.approved"),
            measure=next((found for act in MEASURES if (found := _group(pattern, act)) is not None), None),
            firms=len(roles),
            laboratory=str(laboratory.only("laboratories_laboratory")["code"]) if laboratory else "",
            staff=(),
            papers=papers,
        )
        made.staff = tuple(
            sorted(
                {place[1] for place in pattern.places if place[0] == "name" and place[1] in self._numbers()}
            )
        )
        return made

    def _mainland(self, one: Recorded) -> bool:
        """Whether all firms of a case are mainland ones; the invented firms are."""
        case = one.only("cases_case")
        firms = (self._firms[str(case[role])] for role in _ROLES)
        return all(firm.only("organisations_organisation")["uscc"] for firm in firms)

    def _numbers(self) -> set[str]:
        return {str(one.only("people_person")["employee_number"]) for one in self._staff.values()}

    def _papers(self, one: Recorded) -> tuple[list[tuple[Place, Cells]], dict[str, Place]]:
        """Which stored file in a case is a firm's paper, and which the case's own."""
        said = f"{one.rows}{one.entries}"
        own: list[tuple[Place, Cells]] = []
        digests: dict[str, Place] = {}
        for digest, held in sorted(self._files.items(), key=lambda pair: (str(pair[1]["name"]), pair[0])):
            if digest not in said:
                continue
            if str(held["person_id"]) in self._clients:
                digests[digest] = ("doc", WHOSE[0], str(held["name"]))
                self._titles[str(held["name"])] = held
            else:
                digests[digest] = ("hex", f"paper{len(own)}")
                own.append((digests[digest], held))
        certificate = one.only("certificates_certificate")
        if certificate:
            approved = next(entry for entry in one.entries if entry["act"] == "certificate.approved")
            digests[approved["body"]["what"]["outcome"]["facts"]] = ("facts",)
        return own, digests

    def _compiled(
        self,
        one: Recorded,
        ids: dict[str, Place],
        whole: dict[str, Place],
        parts: dict[str, Place],
        *,
        moving: bool,
        digests: dict[str, Place] | None = None,
    ) -> Pattern:
        for staff in self._staff.values():
            person = staff.only("people_person")
            number = str(person["employee_number"])
            ids[str(person["id"])] = ("name", number, "id")
            whole.setdefault(str(person["name"]), ("name", number, "name"))
            if staff is one:
                whole |= {
                    str(person["employee_number"]): ("name", number, "number"),
                    str(person["phone"]): ("name", number, "phone"),
                    str(person["email"]): ("name", number, "email"),
                }
                registration = one.only("people_registration").get("number")
                if registration:
                    whole[registration] = ("name", number, "registration")
        whole.pop("", None)
        parts.pop("", None)
        moments = [seconds_of(entry["leaf"]["at"]) for entry in one.entries]
        finder = Finder(
            moments, [entry["uid"] for entry in one.entries], ids=ids, whole=whole, parts=parts,
            digests=digests or {}, moving=moving,
        )  # fmt: skip
        return Compiler(one, self._recording.types, finder).pattern(moments)

    def _firm_places(
        self, firm: Recorded, whose: str
    ) -> tuple[dict[str, Place], dict[str, Place], dict[str, Place]]:
        organisation, factory = firm.only("organisations_organisation"), firm.only("organisations_factory")
        person = firm.only("people_person")
        parts: dict[str, Place] = {str(organisation[key]): ("name", whose, key) for key in _FIRM_PARTS}
        whole: dict[str, Place] = {str(organisation[key]): ("name", whose, key) for key in _FIRM_WHOLE}
        if organisation["uscc"]:
            whole[organisation["uscc"][8:17]] = ("name", whose, "org_code")
        whole |= {str(person[column]): ("name", whose, key) for column, key in _PERSON}
        ids: dict[str, Place] = {
            firm.root: ("name", whose, "id"),
            str(person["id"]): ("name", whose, "person"),
        }
        if factory:
            whole |= {str(factory[key]): ("name", whose, key) for key in _FACTORY_WHOLE}
            parts[str(factory["code"])] = ("name", whose, "factory_code")
            ids[str(factory["id"])] = ("name", whose, "factory")
        return ids, whole, parts

    def _laboratory_places(
        self, one: Recorded, whose: str, person: str
    ) -> tuple[dict[str, Place], dict[str, Place], dict[str, Place]]:
        row, coordinator = one.only("laboratories_laboratory"), one.only("people_person")
        whole: dict[str, Place] = {str(row[key]): ("name", whose, key) for key in _LABORATORY_PARTS}
        whole |= {str(coordinator[column]): ("name", person, key) for column, key in _PERSON}
        ids: dict[str, Place] = {
            one.root: ("name", whose, "id"),
            str(coordinator["id"]): ("name", person, "person"),
        }
        return ids, whole, {}


def life_of(one: Recorded) -> str:
    """Say how a case went: "plain" (certified, and no more), the state of its certificate, how it ended
    without one, or "open".
    """
    case, certificate = one.only("cases_case"), one.only("certificates_certificate")
    if not certificate:
        return "open" if case["state"] in OPEN else str(case["state"])
    if case["stage"]:
        return "open"
    if certificate["state"] != "valid":
        return str(certificate["state"])
    return "plain" if sum(table == "certificates_event" for table, _ in one.rows) == 1 else "restored"


def _numbers(one: Recorded) -> Iterator[tuple[str, Place]]:
    """Numbers that no two cases share, wherever they stand."""
    case = one.only("cases_case")
    yield str(case["number"]), ("number", "case")
    yield str(case["number"])[1:], ("number", "case_tail")
    certificate = one.only("certificates_certificate")
    if certificate:
        yield str(certificate["number"]), ("number", "certificate")
    for table, column, name in (
        ("evidence_test_report", "number", "report"), ("evidence_inspection", "plan_code", "plan"),
    ):  # fmt: skip
        for place, cells in enumerate(held for name_of, held in one.rows if name_of == table):
            yield str(cells[column]), ("number", f"{name}{place}")
    first = str(case["models_text"]).split("、")[0]
    if first[-1:].isalpha():
        yield first[:-1], ("number", "model")


def _gaps(pattern: Pattern) -> list[int]:
    days = [day_of(one) for one in pattern.days]
    return [0, *(working_days(before, after) for before, after in pairwise(days))]


def working_days(start: Any, end: Any) -> int:
    """Count the working days after ``start`` up to ``end``; where no calendar is published, five of seven."""
    try:
        return clock.working_days_between(start, end)
    except clock.CalendarNotPublished:
        return int((end - start).days * 5 // 7)


def _group(pattern: Pattern, act: str) -> int | None:
    entry = pattern.act_at(act)
    return None if entry is None else pattern.group_of[entry]


def _person(firm: Recorded) -> str:
    return str(firm.only("people_person")["id"])


def _complete(firm: Recorded) -> bool:
    acts = Counter(entry["act"] for entry in firm.entries)
    return bool(firm.only("organisations_factory").get("code")) and acts["person.registered"] == 1
