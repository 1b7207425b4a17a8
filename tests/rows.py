"""What the table of addresses is made of: a page, an address elsewhere, and the rows of the demo house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse

#: an address, or how it is found in the house
Where = str | Callable[[], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page that a person with ``login`` ("" nobody) reads at ``where``; it comes with ``status``.

    ``file`` is sent for saving, ``part`` of a page is put into another one: neither is looked at as a page.
    """

    login: str
    where: Where
    status: int = 200
    file: bool = False
    part: bool = False

    @property
    def path(self) -> str:
        """The address in this house."""
        return self.where if isinstance(self.where, str) else self.where()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """No page: why, and where it is proven instead. ``status`` is what a plain GET gets (0: not asked)."""

    why: str


def one(label: str, *order: str, **having: Any) -> Any:
    """One row of a model of the demo house, the last by ``order``. Fails where the house has none."""
    model: type[Model] = apps.get_model(label)
    found: QuerySet[Any] = model._default_manager.filter(**having).order_by(*order or ("-pk",))
    row = found.first()
    assert row is not None, f"the demo house has no {label} with {having}"
    return row


def case(state: str = "planned", **having: Any) -> Any:
    """A case of the engineer of the introduced logins, where the house has one in that state."""
    mine = apps.get_model("people", "Person")._default_manager.get(employee_number="E003").pk
    cases = apps.get_model("cases", "Case")._default_manager.filter(state=state, **having)
    return cases.filter(engineer_id=mine).first() or one("cases.case", state=state, **having)


def client_case(**having: Any) -> Any:
    """A case of the applicant whose person logs in as `client`."""
    organisation = one("people.person", employee_number="C001").organisation_id
    return one("cases.case", applicant_id=organisation, **having)


def own_list() -> Any:
    """A list of key parts of the applicant whose person logs in as `client`."""
    return one(
        "key_parts.partslist", applicant_id=one("people.person", employee_number="C001").organisation_id
    )


def order(**having: Any) -> Any:
    """An order for the laboratory whose person logs in as `laboratory`."""
    laboratory = one("people.person", employee_number="L002").laboratory_id
    return one("evidence.testorder", laboratory_id=laboratory, **having)


def visit(state: str) -> Any:
    """An inspection in a state, led or made by the inspector of the introduced logins where there is one."""
    me = str(one("people.person", employee_number="E008").pk)
    mine = apps.get_model("evidence", "Inspection")._default_manager.filter(state=state)
    return mine.filter(team__contains=[{"person": me}]).first() or one("evidence.inspection", state=state)


def entry(act: str) -> tuple[Any, Any]:
    """The case and the uid of the last entry of an act."""
    found = one("ledger.entry", act=act)
    return found.case_id, found.uid


def concerned(state: str) -> tuple[Any, str]:
    """The factory and product of a proposed class in a state."""
    found = one("classification.proposal", state=state)
    return found.factory_id, found.product_code


def example_pair() -> tuple[Any, str]:
    """Factory and product of the worked example."""
    found = one("certificates.certificate", number="2024990711000118")
    return found.factory_id, found.product_code


def own_event() -> Any:
    """Quality information about the worked example, to which its holder may still object."""
    return one("signals.qualityevent", state="initial", certificate__number="2024990711000118").pk


def paper() -> tuple[Any, str]:
    """The case of an application and the digest of its first paper: a file that staff may open."""
    application = one("applications.application", case__kind="new")
    return application.case_id, application.documents[0]["digest"]


def url(name: str, *found: Any, **query: str) -> str:
    """The address of a route, ``query`` behind it."""
    behind = "?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else ""
    return reverse(name, args=found) + behind
