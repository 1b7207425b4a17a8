"""What the pages of the plan say."""

import uuid
from collections.abc import Mapping
from datetime import date

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shouze.audiences.parts.templatetags.parts import comma
from shouze.certification.surveillance.planning.calendar import is_published
from shouze.certification.surveillance.planning.models import PlanLine
from shouze.kernel.words import Words

register = template.Library()


@register.filter
def said(one: Mapping[str, str]) -> Words:
    """A sentence that was kept in both languages."""
    return Words(one["zh"], one["en"])


@register.filter
def on_assumed_calendar(day: date | None) -> bool:
    """Whether a planned day rests on an assumed calendar, as that of its year is not published."""
    return day is not None and not is_published(day.year)


@register.simple_tag
def team_names(line: PlanLine, names: Mapping[uuid.UUID, str]) -> SafeString:
    """The names of a team, the leader first."""
    return format_html_join(comma(), "{}", ((names.get(uuid.UUID(one), one),) for one in line.team))
