"""What a later room writes into the application of its own case, inside its own act."""

from collections.abc import Mapping, Sequence

from shouze.resources.cases.models import Case

from .models import Application


def put_models(case: Case, lines: Sequence[Mapping[str, str]]) -> None:
    """Let the application of a case be for these models alone."""
    listed = [{"model": one["model"], "specification": one.get("specification", "")} for one in lines]
    case.models_text = "、".join(one["model"] for one in listed)[:300]
    Application.objects.filter(case=case).update(models_list=listed)
