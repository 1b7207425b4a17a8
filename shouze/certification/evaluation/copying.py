"""A plan is taken over by a further unit that is certified on the same evidence."""

import uuid
from typing import Final

from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case

from .models import Plan
from .queries import get_plan

_TAKEN: Final = (
    "revision", "agreed_revision", "enterprise_class", "class_basis", "mode_code", "mode_text", "standards",
    "test_plan", "bill", "person_days", "rules",
)  # fmt: skip


def copy_plan(doing: Doing, source: uuid.UUID, case: Case) -> None:
    """Write the plan of the case ``source`` for ``case``, too."""
    plan = get_plan(source)
    doing.create(Plan, case=case, **{name: getattr(plan, name) for name in _TAKEN})
