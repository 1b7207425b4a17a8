"""The menu's line to the leaders' screen, for those who may see it."""

from collections.abc import Mapping
from typing import Any

from django import template

from shouze.kernel.acts import holds
from shouze.oversight.performance.board.entitled import parts_for

register = template.Library()


@register.simple_tag(takes_context=True)
def sees_board(context: Mapping[str, Any]) -> bool:
    """Say whether the reader may see any part of the leaders' screen today."""
    me, today = context.get("me"), context.get("today")
    appointments = getattr(me, "appointments", ()) if me else ()
    return bool(today and parts_for([str(one["post"]) for one in appointments if holds(one, today)], today))
