"""May the doubt be raised, pursued, closed; may the re-evaluation be opened, assigned, concluded? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words

RISK: Final = "guidance.二十"


@dataclass(frozen=True, slots=True)
class Raised:
    """What a doubt rests on: the frozen answer (None: the file is none), and numbers in it that no
    certificate has.
    """

    frozen: Any
    strange: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """What a re-evaluation rests on: its doubt and certificate (None: there is none), and its engineer."""

    doubt: Any
    certificate: Any
    engineer: UUID | None


def is_frozen(look: Look) -> Iterator[Objection]:
    """The file is a frozen answer about certificates that exist, and something rests on the thing."""
    found: Raised = look.facts
    if found.frozen is None or found.strange:
        yield Objection(
            "not_frozen",
            Words(
                "所附文件不是影响清单，或其中有不存在的证书", "the file is no list of affected certificates"
            ),
            Words("在影响面页面重新固定清单", "the list frozen anew on the page of impact"),
            RISK,
            field="affected",
        )
    elif not found.frozen.certificates and not found.frozen.open_cases:
        yield Objection(
            "nothing_affected",
            Words("没有任何证书或在办案件受影响", "no certificate or open case rests on it"),
            Words("核对所问的对象和日期", "another look at the thing and the days"),
            RISK,
            field="affected",
        )


@of_subject
def has_certificates(look: Look) -> Iterator[Objection]:
    """There is a certificate to re-evaluate."""
    if not look.subject.certificates:
        yield Objection(
            "no_certificate",
            Words("本质疑不涉及任何证书", "the doubt concerns no certificate"),
            Words("在办案件由项目负责人在案件中处理", "open cases are dealt with in the cases themselves"),
            RISK,
        )


def is_ordered(look: Look) -> Iterator[Objection]:
    """The re-evaluation was ordered by that entry, for that doubt, and the certificate exists."""
    found: Opened = look.facts
    ordered = found.doubt is not None and found.doubt.ordered_by == look.given.order
    if not ordered or found.doubt.state != "reevaluating" or found.certificate is None:
        yield Objection(
            "not_ordered",
            Words("该质疑没有决定对此证书开展再评价", "no re-evaluation of this certificate was ordered"),
            Words("先决定开展再评价", "the order first"),
            RISK,
            act="reevaluation.ordered",
        )


@of_subject
def all_concluded(look: Look) -> Iterator[Objection]:
    """Every certificate of the doubt has its concluded re-evaluation: ``facts`` counts those without."""
    if look.facts:
        yield Objection(
            "not_concluded",
            Words(f"还有{look.facts}项再评价没有结论", f"{look.facts} re-evaluations are not concluded"),
            Words("先作出全部再评价结论", "the conclusion of each first"),
            RISK,
            act="reevaluation.concluded",
        )


def engineer_fits(look: Look) -> Iterator[Objection]:
    """Who re-evaluates holds the post over the product and is not himself in doubt: ``facts`` are who may."""
    if look.given.engineer not in look.facts:
        yield Objection(
            "engineer_post",
            Words(
                "所选人员当日未担任该产品的认证工程师，或本人正受质疑",
                "the person is not project engineer for this product on this day, or is himself in doubt",
            ),
            Words("选择在任且未受质疑的认证工程师", "a project engineer in office who is not in doubt"),
            "guidance.六",
            field="engineer",
        )
