"""What is given to the acts of the test that a change asks: the order, samples, report, that it is valid.

In: the case and the person who files. Out: the input of each act, as plain values.
"""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Final

from shouze.certification.evaluation.models import Plan
from shouze.certification.evidence.models import TestOrder, TestReport
from shouze.kernel import clock
from shouze.resources.cases.models import Case

#: who does each of them, by employee number
WHO: Final[Mapping[str, str]] = {
    "test.ordered": "E003",
    "samples.received": "L001",
    "samples.authenticated": "E003",
    "report.submitted": "L001",
    "report.accepted": "E003",
}
Filed = Callable[[str], str]


def given(act: str, case: Case, laboratory: uuid.UUID, filed: Filed) -> dict[str, Any]:
    """Return the input of an act; ``filed`` stores a paper of that title and returns its digest."""
    if act == "test.ordered":
        return {"laboratory": str(laboratory), "remark": "差异检测：更换IGBT后的温升、非正常工作和骚扰电压。"}
    order = TestOrder.objects.filter(case=case).latest("number")
    return _OF[act](case, order, filed)


def _samples(case: Case, order: TestOrder, filed: Filed) -> dict[str, Any]:
    main = int(Plan.objects.get(case=case).test_plan["samples_main"])
    line = {"model": _model(case), "purpose": "main", "condition": "完好"}
    return {
        "order": str(order.pk),
        "method": "sent",
        "received_on": clock.today().isoformat(),
        "samples": [{**line, "number": f"Y-{case.number}-{place}"} for place in range(1, main + 1)],
    }


def _same(case: Case, order: TestOrder, filed: Filed) -> dict[str, Any]:
    return {
        "order": str(order.pk),
        "nameplate_matches": True,
        "key_parts_match": True,
        "structure_matches": True,
        "remark": "样品装有申请变更的IGBT，其余与登记一致。",
    }


def _report(case: Case, order: TestOrder, filed: Filed) -> dict[str, Any]:
    today = clock.today().isoformat()
    return {
        "order": str(order.pk),
        "number": f"R-{case.number}",
        "issued_on": today,
        "tested_from": today,
        "tested_to": today,
        "standards": list(order.standards),
        "models": [{"model": _model(case)}],
        "items": [{"key": key, "verdict": "P", "value": "符合"} for key in order.items],
        "tester": "蓝试",
        "signatory": "兰签",
        "file": filed("型式试验报告"),
    }


def _valid(case: Case, order: TestOrder, filed: Filed) -> dict[str, Any]:
    report = TestReport.objects.filter(order=order).latest("id")
    return {"report": str(report.pk), "words": "资质、标准、型号和样品核对一致，报告有效。"}


def _model(case: Case) -> str:
    return case.models_text.split("、")[0]


_OF: Final[Mapping[str, Callable[[Case, TestOrder, Filed], dict[str, Any]]]] = {
    "samples.received": _samples,
    "samples.authenticated": _same,
    "report.submitted": _report,
    "report.accepted": _valid,
}
