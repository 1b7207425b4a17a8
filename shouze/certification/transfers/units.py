"""One old unit may be several of ours: each has a case of its own, made with the issue, on the evidence of
the first.
"""

from collections.abc import Iterator
from typing import Final

from shouze.certification.applications.opening import Turn, narrow, open_case
from shouze.certification.applications.queries import get_application
from shouze.certification.evaluation.copying import copy_plan
from shouze.kernel.acts import Doing, Move
from shouze.resources.cases.models import Case

from .models import Transfer

#: what the case of a further unit has of the first
_ALIKE: Final = (
    "engineer_id", "scheme", "enterprise_class", "accepted_on", "due_on", "agreed_on", "closed_on", "asked",
    "laboratory_id",
)  # fmt: skip
_TOGETHER: Final = Move(("",), "certified")


def of(doing: Doing, case: Case, transfer: Transfer) -> Iterator[Case]:
    """Yield the case of each unit, the first being the case itself, narrowed to its models; the others are
    written here, certified as it is.
    """
    units = transfer.compared.get("units") or []
    application = get_application(case.id)
    lines = {str(line["model"]): line for line in application.models_list}
    first, *more = units or [list(lines)]
    content = [[lines[model] for model in unit if model in lines] for unit in more]
    if content:
        narrow(case, [lines[model] for model in first if model in lines])
    yield case
    for models in content:
        sibling = open_case(doing, case, Turn("transfer", content={"models_list": models}))
        for name in _ALIKE:
            setattr(sibling, name, getattr(case, name))
        sibling.arises_from = doing.uid
        doing.change(sibling, _TOGETHER)
        copy_plan(doing, case.id, sibling)
        yield sibling
