"""A later turn of a certification is opened: a case of its own, with what it is about as its application.

In: an earlier case of the unit and what this turn asks. Out: the case, not yet written (the gate writes it as
the subject of the creating act), and the content that its evidence, its report and its certificate are held
against. Order 117 Art. 17, 22, 24, 25.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from shouze.kernel.acts import Doing
from shouze.resources.cases import clocks, kinds
from shouze.resources.cases.models import Case
from shouze.resources.organisations import queries as organisations
from shouze.resources.people import queries as people

from .models import Application

ENGINEER: Final = "project_engineer"
#: of the application, what a later turn takes over unless it says otherwise
_CONTENT: Final = (
    "product_name", "product_name_en", "series", "trademark", "relation", "models_list", "key_parts",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """What a later turn is: its kind, the certificate that it is about, the elements asked ({"code",
    "basis"}), and what differs of the application's content. ``scheme`` is the number of the rule that
    applies, that of the earlier case where it is empty.
    """

    kind: str
    about: uuid.UUID | None = None
    asked: Sequence[Mapping[str, str]] = ()
    content: Mapping[str, Any] = field(default_factory=dict)
    scheme: str = ""
    arises_from: uuid.UUID | None = None


def open_case(doing: Doing, like: Case, turn: Turn, *, begun: bool = False) -> Case:
    """Return a case for a later turn of what ``like`` certified; its application is written.

    ``begun``: nobody applies for it, so that it is accepted as it is opened. Its clock runs from then by the
    limit of its kind (calendar days).
    """
    kind = kinds.kind(turn.kind, doing.on)
    source = Application.objects.get(case=like)
    content = {name: getattr(source, name) for name in _CONTENT} | dict(turn.content)
    serial = doing.next_number(f"case-{turn.kind}-{doing.on.year}")
    case = Case(
        id=doing.new_id(),
        number=f"{kind.letter}{doing.on.year}{serial:06d}",
        kind=turn.kind,
        product_code=like.product_code,
        product_name=content["product_name"],
        models_text="、".join(str(line["model"]) for line in content["models_list"])[:300],
        applicant_id=like.applicant_id,
        applicant_name=organisations.get_organisation(like.applicant_id).name,
        producer_id=like.producer_id,
        factory_id=like.factory_id,
        factory_owner_id=like.factory_owner_id,
        scheme=turn.scheme or like.scheme,
        submitted_on=doing.on,
        arises_from=turn.arises_from,
        about=turn.about,
        asked=[dict(one) for one in turn.asked],
    )
    doing.create(Application, case=case, **{"documents": [], "needs": [], **content})
    if begun:
        begin(doing, case, engineer_for(doing, like))
    return case


def begin(doing: Doing, case: Case, engineer: uuid.UUID | None) -> None:
    """Let the clock of a later turn run from the day of the act, with the engineer who answers for it."""
    kind = kinds.kind(case.kind, doing.on)
    case.accepted_on, case.engineer_id = doing.on, engineer
    case.due_on = clocks.last_day(doing.on, int(doing.rule(kind.limit)), [], doing.on)
    if not kind.agreement:
        # The certification agreement of the certificate goes on (ISO/IEC 17065 4.1.2).
        case.agreed_on = doing.on


def engineer_for(doing: Doing, like: Case) -> uuid.UUID | None:
    """Return the engineer of the earlier case where he is in office over the product, else the first in
    office; None when nobody is.
    """
    holders = [one.id for one in people.holders(ENGINEER, doing.on, like.product_code)]
    if like.engineer_id in holders:
        return like.engineer_id
    return holders[0] if holders else None


def narrow(case: Case, models: Sequence[Mapping[str, Any]]) -> None:
    """Let a case be for some of its models alone; what was applied for stands in the ledger."""
    case.models_text = "、".join(str(line["model"]) for line in models)[:300]
    Application.objects.filter(case=case).update(models_list=[dict(line) for line in models])
