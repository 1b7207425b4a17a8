"""What a desk is: things in a list by state, with an export, a page for each, and the pages of acts."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.person import PersonRequest
from shouze.kernel.acts.models import Subject
from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Desk:
    """A desk: what lies on it, how it is listed, counted and exported, what one thing's page shows besides,
    what is known beforehand of the answers to an act, and which right to read it asks for (none where empty).
    """

    model: type[Subject]
    words: Words
    states: Mapping[str, Words]
    listed: Callable[[str, str], Any]
    counted: Callable[[], Mapping[str, int]]
    found: Callable[[uuid.UUID], Any]
    columns: tuple[sheets.Column, ...]
    more: Callable[[PersonRequest, Any], Mapping[str, Any]]
    known: Mapping[str, Callable[[Any], Mapping[str, Any]]] = field(default_factory=dict)
    options: Mapping[str, Callable[[Any], Mapping[str, Sequence[Option]]]] = field(default_factory=dict)
    right: str = ""
    new_template: str = "staff/act.html"
    files: Callable[[Any], Sequence[str]] = lambda row: ()
    around: Callable[[], Mapping[str, Any]] = dict
