"""Which models of a case are sampled, where a draw said so: written on the elements that the case asks."""

import uuid
from collections.abc import Collection, Sequence

from .models import Case


def sample_only(case: uuid.UUID, elements: Collection[str], models: Sequence[str]) -> None:
    """Write on a case of which models the samples of these elements are taken; of any of them where there is
    none. Called inside an act.
    """
    found = Case.objects.select_for_update().get(pk=case)
    asked = [{**one, "models": list(models)} if one["code"] in elements else one for one in found.asked or []]
    Case.objects.filter(pk=case).update(asked=asked)
