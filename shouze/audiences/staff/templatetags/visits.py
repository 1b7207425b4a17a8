"""The tag by which the menu knows inspectors."""

from collections.abc import Mapping
from typing import Any

from django import template

from shouze.kernel.acts import holds

register = template.Library()


@register.simple_tag(takes_context=True)
def inspects(context: Mapping[str, Any]) -> bool:
    """Say whether the reader is an inspector today."""
    me, today = context.get("me"), context.get("today")
    appointments = getattr(me, "appointments", ()) if me else ()
    return bool(today and any(one["post"] == "inspector" and holds(one, today) for one in appointments))
