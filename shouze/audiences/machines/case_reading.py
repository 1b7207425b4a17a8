"""Filling the shapes of a case from the rows, as the caller may see them. The number of queries does not
grow.
"""

from collections.abc import Mapping
from typing import Any, Final

from shouze.certification.applications.models import Application
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.decisions.models import Decision, Review
from shouze.certification.evaluation.models import Evaluation
from shouze.certification.evaluation.queries import elements, find_plan
from shouze.certification.evidence import queries as evidence
from shouze.certification.evidence.models import TestOrder
from shouze.kernel import clock
from shouze.kernel.acts import Standing
from shouze.procedure.states import state_words
from shouze.resources.cases.models import Case
from shouze.resources.cases.queries import net_and_gross
from shouze.resources.people import queries as people

from . import case_shapes as shapes

#: kinds of person that see a case as the body does
INSIDE: Final = frozenset({"staff", "machine"})
DECIDED: Final = frozenset({"certified", "refused"})


def line_of(case: Case, viewer: Standing) -> shapes.CaseLine | shapes.TimedCaseLine:
    """Return a case as a line of a list."""
    shape = shapes.CaseLine if viewer.kind == "laboratory" else shapes.TimedCaseLine
    return shape.model_validate({**_columns(case), "state_words": state_words("cases.case", case.state)})


def whole(case: Case, viewer: Standing) -> shapes.StaffCase | shapes.ClientCase | shapes.LaboratoryCase:
    """Return the case in the shape of the viewer's audience."""
    if viewer.kind == "laboratory":
        return shapes.LaboratoryCase.model_validate(_of_laboratory(case, viewer))
    if viewer.kind in INSIDE:
        return shapes.StaffCase.model_validate({**_of_client(case), **_of_staff(case)})
    return shapes.ClientCase.model_validate(_of_client(case))


def order_line(order: TestOrder) -> shapes.OrderLine:
    """Return a test order as a laboratory sees it in its list."""
    case = order.case
    return shapes.OrderLine.model_validate(
        {
            **_order(order),
            "case_id": case.id,
            "case_number": case.number,
            "product_code": case.product_code,
            "product_name": case.product_name,
        }
    )


def _of_laboratory(case: Case, viewer: Standing) -> dict[str, Any]:
    orders = [one for one in evidence.orders(case.id) if str(one.laboratory_id) == viewer.laboratory]
    return {
        **_columns(case),
        "state_words": state_words("cases.case", case.state),
        "content": _content(case),
        "orders": [_order(one) for one in orders],
    }


def _of_client(case: Case) -> dict[str, Any]:
    engineer = people.names([case.engineer_id]) if case.engineer_id else {}
    certificate = certificate_of_case(case.id)
    net, gross = net_and_gross(case, clock.today()) or (None, None)
    return {
        "net_days": net,
        "gross_days": gross,
        **_columns(case),
        "state_words": state_words("cases.case", case.state),
        "engineer": engineer.get(case.engineer_id, "") if case.engineer_id else "",
        "pauses": [_pause(one) for one in case.pauses],
        "content": _content(case),
        "plan": find_plan(case.id),
        "elements": list(elements(case.id)),
        "orders": [_order(one) for one in evidence.orders(case.id)],
        "inspections": [_inspection(one) for one in evidence.inspections(case.id)],
        "decision": _decision(case),
        "certificate": certificate.number if certificate else None,
    }


def _of_staff(case: Case) -> dict[str, Any]:
    reviews = Review.objects.filter(case=case).order_by("on", "id")
    evaluations = Evaluation.objects.filter(case=case).order_by("on", "id")
    return {
        "reviews": [_opinion(one, one.recommends, one.opinion) for one in reviews],
        "evaluations": [_opinion(one, str(one.conforming).lower(), one.summary) for one in evaluations],
        "decisions": list(Decision.objects.filter(case=case).order_by("on", "id")),
    }


def _columns(row: Any) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _content(case: Case) -> Application | None:
    return Application.objects.filter(case=case).first()


def _decision(case: Case) -> Decision | None:
    if case.state not in DECIDED:
        return None
    return Decision.objects.filter(case=case, standing=True, approved_on__isnull=False).first()


def _order(order: TestOrder) -> dict[str, Any]:
    return {**_columns(order), "samples": list(order.samples.all()), "reports": list(order.reports.all())}


def _inspection(inspection: Any) -> dict[str, Any]:
    return {**_columns(inspection), "nonconformities": list(inspection.nonconformities.all())}


def _pause(pause: Mapping[str, Any]) -> dict[str, Any]:
    return {"from_": pause["from"], "to": pause["to"], "reason": pause["reason"], "words": pause["words"]}


def _opinion(row: Any, result: str, words: str) -> dict[str, Any]:
    return {"on": row.on, "by": row.by, "result": result, "words": words}
