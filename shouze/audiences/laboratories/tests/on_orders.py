"""What the tests of the laboratory's pages need of the order of the story."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from shouze.certification.evidence import models as evidence
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.story import MODELS


def order_of(stage: Stage) -> evidence.TestOrder:
    return evidence.TestOrder.objects.get(case_id=str(stage.scene.case))


def address(stage: Stage, page: str = "") -> str:
    return f"/laboratories/orders/{order_of(stage).pk}/{page}"


def draft_of(stage: Stage) -> evidence.ReportDraft:
    return evidence.ReportDraft.objects.get(order=order_of(stage))


def report_fields(stage: Stage, verdict: str = "P") -> dict[str, Any]:
    """What a browser sends of the report's form, filled in."""
    order = order_of(stage)
    fields: dict[str, Any] = {
        "order": str(order.pk), "number": "R-1", "issued_on": "2024-05-14", "tested_from": "2024-03-21",
        "tested_to": "2024-05-13", "standards": "\n".join(order.standards), "tester": "蓝试",
        "signatory": "兰签",
        "file": SimpleUploadedFile("报告.pdf", paper("报告")),
    }  # fmt: skip
    for number, model in enumerate(MODELS):
        fields[f"models-{number}-model"] = model
    for number, key in enumerate(order.items):
        fields |= {
            f"items-{number}-key": key,
            f"items-{number}-verdict": verdict,
            f"items-{number}-value": "符合",
        }
    return fields
