"""What the pages of the plan say."""

import uuid
from collections.abc import Mapping

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from shouze.certification.surveillance.planning.models import PlanLine
from shouze.kernel.words import Words

register = template.Library()


@register.filter
def said(one: Mapping[str, str]) -> Words:
    """A sentence that was kept in both languages."""
    return Words(one["zh"], one["en"])


@register.simple_tag
def team_names(line: PlanLine, names: Mapping[uuid.UUID, str]) -> SafeString:
    """The names of a team, the leader first."""
    return format_html_join("、", "{}", ((names.get(uuid.UUID(one), one),) for one in line.team))
