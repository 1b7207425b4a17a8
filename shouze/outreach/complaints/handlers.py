"""Who may handle a complaint or an appeal: nobody whom it concerns (ISO/IEC 17065 7.13)."""

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze.resources.people import queries as people

#: functions of those who stand on the other side, or are nobody
_OUTSIDE = ("client", "machine", "complaints")


@dataclass(frozen=True, slots=True)
class HandlerFacts:
    """Whether the proposed handler had a hand in what it is about, or a link to whom it is about, and is of
    the body's staff in office.
    """

    in_case: bool
    linked: bool
    in_office: bool


def handler_facts(
    handler: uuid.UUID,
    hands: Iterable[Mapping[str, list[str]]],
    organisations: Iterable[uuid.UUID | None],
    on: date,
) -> HandlerFacts:
    """Gather the facts of a proposed handler on a date of law; ``hands`` are persons by function."""
    involved = {
        person
        for one in hands
        for function, persons in one.items()
        if function not in _OUTSIDE
        for person in persons
    }
    concerned = [one for one in organisations if one]
    found = people.find_person(handler)
    in_office = found is not None and found.kind == "staff" and bool(people.posts_of(found.pk, on))
    linked = bool(concerned and people.linked([handler], concerned, on, on))
    return HandlerFacts(in_case=str(handler) in involved, linked=linked, in_office=in_office)


def handler_outside(look: Look) -> Iterator[Objection]:
    """The handler is of the body's staff in office, had no hand in it, and no link to whom it concerns."""
    if not look.facts.in_office:
        yield Objection(
            "handler_office",
            Words(
                "所选处理人当日不是本机构在任人员", "the person chosen is not of the body's staff in office"
            ),
            Words("选择本机构在任人员", "one of the body's staff in office"),
            "iso17065.7.13",
            field="handler",
        )
    if look.facts.in_case:
        yield Objection(
            "handler_in_case",
            Words("所选处理人参与过本案", "the person chosen had a hand in the case"),
            Words("选择未参与本案的人员", "a person who had none"),
            "iso17065.7.13",
            field="handler",
        )
    if look.facts.linked:
        yield Objection(
            "handler_linked",
            Words(
                "所选处理人与有关企业有利益关系", "the person chosen has a link to the organisation concerned"
            ),
            Words("选择两年内无关系的人员", "a person without a link in the last two years"),
            "iso17065.7.13",
            field="handler",
        )
