"""The story of one certificate, from application to issue, as a table of steps: the worked example of the
trade.

The same table is played through acts (``make story``, tests) and through the HTTP API (tests): a ``Player``
says how.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shouze.kernel import clock
from shouze.kernel.clock import moment

from .papers import paper

MODELS = ("DC-20A", "DC-20B", "DC-20C")
DOCUMENTS: tuple[str, ...] = ()


@dataclass(slots=True)
class Scene:
    """What the story knows so far: parties, case, and the rows that acts made, by kind."""

    applicant: uuid.UUID
    factory: uuid.UUID
    laboratory: uuid.UUID
    engineer: uuid.UUID
    documents: tuple[str, ...]
    items: tuple[str, ...]
    standards: tuple[str, ...]
    product_code: str = "0711"
    case: uuid.UUID | None = None
    made: dict[str, str] = field(default_factory=dict)
    paper: Callable[[str], str] = lambda title: title


class Player(Protocol):
    """How a step is done: through the gate, or through the API."""

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act as the person with that employee number; return its subject and the rows made, by
        kind.
        """
        ...

    def store(self, who: str, name: str, content: bytes) -> str:
        """Store a file and return its digest."""
        ...


@dataclass(frozen=True, slots=True)
class Step:
    """On a day at a time somebody does an act, with an input made from the scene."""

    on: str
    at: str
    who: str
    act: str
    given: Callable[[Scene], dict[str, Any]]


def _application(scene: Scene) -> dict[str, Any]:
    kinds = [kind for kind in scene.documents if kind != "trademark"]
    return {
        "applicant": str(scene.applicant),
        "producer": str(scene.applicant),
        "factory": str(scene.factory),
        "product_code": scene.product_code,
        "product_name": "电磁灶",
        "product_name_en": "Induction cooker",
        "series": "DC-20",
        "trademark": "示例",
        "relation": "same",
        "models": [{"model": name, "specification": "220 V~ 50 Hz 2000 W"} for name in MODELS],
        "key_parts": [
            {"name": "IGBT", "model": "H20R1203", "maker": "示例半导体"},
            {"name": "电源线", "model": "3G1.0", "maker": "示例线缆"},
            {"name": "热熔断体", "model": "TF-152", "maker": "示例元件"},
        ],
        "documents": [{"kind": kind, "digest": scene.paper(kind)} for kind in kinds],
        "promise": True,
    }


def _order(scene: Scene, **given: Any) -> dict[str, Any]:
    return {"order": scene.made["evidence.testorder"], **given}


def _samples(scene: Scene) -> dict[str, Any]:
    main = [
        {"number": f"S-{number}", "model": MODELS[(number - 1) % 3], "purpose": "main"}
        for number in (1, 2, 3)
    ]
    return _order(
        scene,
        method="sent",
        received_on=clock.today().isoformat(),
        samples=[*main, {"number": "S-4", "model": "DC-20A", "purpose": "spare"}],
    )


def _report(scene: Scene) -> dict[str, Any]:
    return _order(
        scene,
        number="R-2024-0711-0031",
        issued_on="2024-05-14",
        tested_from="2024-03-21",
        tested_to="2024-05-13",
        standards=list(scene.standards),
        models=[{"model": name} for name in MODELS],
        items=[{"key": key, "verdict": "P", "value": "符合"} for key in scene.items],
        tester="蓝试",
        signatory="兰签",
        file=scene.paper("型式试验报告"),
    )


STORY = (
    Step("2024-03-04", "09:30", "C001", "application.submitted", _application),
    Step(
        "2024-03-06",
        "10:00",
        "E002",
        "supplement.requested",
        lambda _: {"items": ["商标注册证明"], "words": "请补充商标注册证明。"},
    ),
    Step(
        "2024-03-07",
        "15:00",
        "C001",
        "supplement.submitted",
        lambda scene: {"documents": [{"kind": kind, "digest": scene.paper(kind)} for kind in ("trademark",)]},
    ),
    Step(
        "2024-03-08",
        "10:00",
        "E002",
        "application.accepted",
        lambda scene: {"engineer": str(scene.engineer), "opinion": "资料齐全，属指定业务范围，予以受理。"},
    ),
    Step("2024-03-11", "14:00", "E003", "plan.made", lambda _: {}),
    Step(
        "2024-03-13",
        "09:00",
        "C001",
        "agreement.concluded",
        lambda scene: {"agreed": True, "contract": scene.paper("认证合同")},
    ),
    Step(
        "2024-03-13",
        "15:00",
        "E011",
        "fees.received",
        lambda scene: {"amount": scene.made["fees"], "receipt": "F-2024-0313"},
    ),
    Step("2024-03-14", "09:00", "E003", "test.ordered", lambda scene: {"laboratory": str(scene.laboratory)}),
    Step("2024-03-20", "10:00", "L001", "samples.received", _samples),
    Step(
        "2024-03-20",
        "16:00",
        "E003",
        "samples.authenticated",
        lambda scene: _order(
            scene,
            nameplate_matches=True,
            key_parts_match=True,
            structure_matches=True,
            remark="铭牌、关键件、结构与申请资料一致。",
        ),
    ),
    Step(
        "2024-04-19",
        "09:00",
        "L001",
        "test.failed",
        lambda scene: _order(scene, items=[{"key": scene.made["heating"], "finding": "温升超过限值 8 K"}]),
    ),
    Step(
        "2024-04-19",
        "11:00",
        "E003",
        "case.paused",
        lambda _: {"reason": "product_rework", "words": "温升不合格，委托人整改散热器。"},
    ),
    Step(
        "2024-05-06",
        "09:00",
        "C001",
        "rework.submitted",
        lambda scene: _order(scene, words="加大散热器面积并更换导热垫。", files=[scene.paper("整改说明")]),
    ),
    Step("2024-05-06", "10:00", "E003", "case.resumed", lambda _: {"words": "整改完成，恢复检测。"}),
    Step("2024-05-14", "16:00", "L001", "report.submitted", _report),
    Step(
        "2024-05-14",
        "17:00",
        "E003",
        "report.accepted",
        lambda scene: {
            "report": scene.made["evidence.testreport"],
            "words": "实验室资质、标准版本、型号和样品均核对一致，报告有效。",
        },
    ),
    Step(
        "2024-05-15",
        "10:00",
        "E003",
        "evaluation.completed",
        lambda _: {"conforming": True, "summary": "型式试验合格，资料齐全，符合实施规则要求。"},
    ),
    Step(
        "2024-05-16",
        "10:00",
        "E004",
        "review.concluded",
        lambda _: {"recommends": "grant", "opinion": "评价资料完整，同意提交认证决定。"},
    ),
    Step(
        "2024-05-17",
        "10:00",
        "E005",
        "decision.made",
        lambda _: {"outcome": "grant", "words": "符合认证要求，决定批准认证。"},
    ),
    Step("2024-05-20", "10:00", "E006", "certificate.approved", lambda _: {"words": "同意签发。"}),
)


def play(
    player: Player, scene: Scene, fees: Callable[[Scene], str], steps: tuple[Step, ...] = STORY
) -> list[tuple[Step, uuid.UUID]]:
    """Play the steps, each under the clock of its own moment; returns the steps with their subjects."""
    played = []
    for step in steps:
        with clock.moved(moment(step.on, step.at)):
            scene.paper = lambda title, who=step.who: player.store(who, f"{title}.pdf", paper(title))  # type: ignore[misc]
            if step.act == "fees.received":
                scene.made["fees"] = fees(scene)
            subject, made = player.do(step.who, step.act, scene.case, step.given(scene))
            scene.case = scene.case or subject
            scene.made.update(made)
            played.append((step, subject))
    return played
