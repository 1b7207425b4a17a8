"""Which things can be found, and by what: one row of a table for each. A later room adds its own."""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """What a thing is called: its number, its name, what is shown beside it, what else it is found by, and
    the case (or, of a factory, the organisation) that it belongs to.
    """

    number: str
    title: str
    about: str = ""
    also: str = ""
    within: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing: the label of its model, what it is called, and how one is told. ``of_case``: seen by
    whoever may see the case.
    """

    name: str
    label: str
    words: Words
    tell: Callable[[Any], Told]
    of_case: bool = True


def _case(row: Any) -> Told:
    product = f"{row.product_code} {row.product_name}"
    about = " · ".join(one for one in (product, row.models_text) if one)
    return Told(row.number, row.applicant_name, about, about, within=row.pk)


def _certificate(row: Any) -> Told:
    return _of(row.case, row.number, "")


def _of(case: Any, number: str, also: str) -> Told:
    about = f"{case.product_code} {case.product_name}"
    return Told(number, case.applicant_name, about, f"{about} {case.models_text} {also}", within=case.pk)


def _organisation(row: Any) -> Told:
    return Told(row.uscc, row.name, row.name_en or row.address, row.name_en)


def _factory(row: Any) -> Told:
    return Told(row.code, row.name, row.address, row.name_en, within=row.organisation_id)


def _laboratory(row: Any) -> Told:
    return Told(
        row.code, row.name, row.name_en, f"{row.name_en} {row.cma_number} {row.cnas_number} {row.uscc}"
    )


def _person(row: Any) -> Told:
    return Told(row.employee_number, row.name)


#: firms, places and people first, then what is filed under a case: the order in which they are shown
KINDS: Final[Mapping[str, Kind]] = {
    one.name: one
    for one in (
        Kind("case", "cases.case", Words("案件", "Cases"), _case),
        Kind("certificate", "certificates.certificate", Words("证书", "Certificates"), _certificate),
        Kind(
            "organisation", "organisations.organisation", Words("企业", "Organisations"), _organisation, False
        ),
        Kind("factory", "organisations.factory", Words("工厂", "Factories"), _factory, False),
        Kind("laboratory", "laboratories.laboratory", Words("实验室", "Laboratories"), _laboratory, False),
        Kind("person", "people.person", Words("人员", "People"), _person, False),
        Kind(
            "order",
            "evidence.testorder",
            Words("检测任务", "Test orders"),
            lambda row: _of(row.case, row.number, ""),
        ),
        Kind(
            "report",
            "evidence.testreport",
            Words("检测报告", "Test reports"),
            lambda row: _of(row.order.case, row.number, row.order.number),
        ),
        Kind(
            "inspection",
            "evidence.inspection",
            Words("工厂检查", "Inspections"),
            lambda row: _of(row.case, row.plan_code, ""),
        ),
        Kind(
            "mark",
            "marks.markorder",
            Words("标志订单", "Mark orders"),
            lambda row: _of(row.certificate.case, row.number, row.certificate.number),
        ),
        Kind(
            "letter",
            "correspondence.letter",
            Words("文书", "Letters"),
            lambda row: _of(row.case, row.number, ""),
        ),
        Kind(
            "appeal", "complaints.appeal", Words("申诉", "Appeals"), lambda row: _of(row.case, row.number, "")
        ),
    )
}
BY_LABEL: Final[Mapping[str, Kind]] = {one.label: one for one in KINDS.values()}

Pairs = Iterator[tuple[str, uuid.UUID]]


def _accepted(case: Any) -> Pairs:
    # The factory's code is given at its first acceptance.
    yield "organisations.factory", case.factory_id


def _supplemented(case: Any) -> Pairs:
    yield "cases.case", case.pk


#: act on a case -> the things whose words it may have changed
CHANGES: Final[Mapping[str, Callable[[Any], Pairs]]] = {
    "application.accepted": _accepted,
    "supplement.submitted": _supplemented,
}
#: subjects whose own words an act on them may change; cases and certificates keep theirs
RENAMED: Final = frozenset(
    {
        "organisations.organisation",
        "organisations.factory",
        "laboratories.laboratory",
        "people.person",
    }
)
#: what must be read along, so that a line is told without a further query
ALONG: Final[Mapping[str, Sequence[str]]] = {
    "certificate": ("case",),
    "order": ("case",),
    "report": ("order__case",),
    "inspection": ("case",),
    "mark": ("certificate__case",),
    "letter": ("case",),
    "appeal": ("case",),
}
