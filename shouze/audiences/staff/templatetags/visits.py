"""The tags by which the menu knows inspectors, and a page the other cases of a visit."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from shouze.certification.evidence import joint
from shouze.certification.evidence.models import Inspection
from shouze.kernel.acts import holds

register = template.Library()


@register.simple_tag(takes_context=True)
def inspects(context: Mapping[str, Any]) -> bool:
    """Say whether the reader is an inspector today."""
    me, today = context.get("me"), context.get("today")
    appointments = getattr(me, "appointments", ()) if me else ()
    return bool(today and any(one["post"] == "inspector" and holds(one, today) for one in appointments))


@register.simple_tag
def joint_with(inspection: Inspection) -> Sequence[Inspection]:
    """Return the inspections of other cases that are the same visit; one query."""
    return [one for one in joint.visit_of(inspection) if one != inspection]
