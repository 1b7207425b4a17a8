"""The button by which a letter is looked at before the act that sends it is done."""

from typing import Any

from django import template

from shouze.audiences.parts.letter_previews import letter_of
from shouze.kernel.acts import Act
from shouze.resources.documents.letters import KINDS

register = template.Library()


@register.inclusion_tag("parts/letter/button.html")
def letter_preview(act: Act, subject: Any) -> dict[str, Any]:
    """Show the button and the place of the preview where a letter follows from the act, else nothing."""
    kind = letter_of(act.name) if subject else ""
    return {
        "title": KINDS[kind].title if kind else "",
        "act": act.name,
        "subject": getattr(subject, "pk", ""),
    }
