"""May the person be appointed, registered, linked so? Pure."""

from collections.abc import Iterator, Mapping
from typing import Final

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

#: seat of a post (code table ``posts``) -> kind of person that may hold it; nobody is appointed to the
#: machine's
SEATS: Final[Mapping[str, str]] = {
    "body": "staff", "authority": "staff", "client": "client", "laboratory": "laboratory",
}  # fmt: skip


def dates_in_order(look: Look) -> Iterator[Objection]:
    """What holds from a day to a day does not end before it begins."""
    first, last = look.given.valid_from, look.given.valid_to
    if last is not None and last < first:
        yield Objection(
            "dates_disorder",
            Words(f"止期{last}早于起期{first}", f"its last day {last} lies before its first {first}"),
            Words("止期不早于起期", "a last day not before the first"),
            "guidance.六",
            field="valid_to",
        )


def post_fits_person(look: Look) -> Iterator[Objection]:
    """A post of the body is held by its staff, a client's by a client's person, the machine's by the machine
    alone; ``facts`` is the seat of the post.
    """
    if SEATS.get(look.facts) != look.subject.kind:
        yield Objection(
            "other_seat",
            Words("该岗位不属于此类人员", "the post is not one for this kind of person"),
            Words("选择与人员类别相符的岗位", "a post that fits the kind of person"),
            "guidance.六",
            field="post",
        )


def belongs_somewhere(look: Look) -> Iterator[Objection]:
    """A client's person names the organisation, a laboratory's person the laboratory that he acts for."""
    given = look.given
    for kind, field in (("client", "organisation"), ("laboratory", "laboratory")):
        if (given.kind == kind) != (getattr(given, field) is not None):
            yield Objection(
                "belongs",
                Words("所属单位与人员类别不符", "what the person belongs to does not fit the kind"),
                Words(
                    "委托人人员填写所属企业,实验室人员填写所属实验室,其他人员均不填",
                    "an organisation for a client's person, a laboratory for a laboratory's, none for staff",
                ),
                "iso17065.6.1",
                field=field,
            )


def ends_inside(look: Look) -> Iterator[Objection]:
    """An appointment of this person is ended, not before it began and not later than it ends already;
    ``facts`` is its (first day, last day), or None.
    """
    if look.facts is None:
        yield Objection(
            "other_appointment",
            Words("该任命不属于此人", "this appointment is not one of the person"),
            Words("选择此人的任命", "an appointment of the person"),
            "guidance.六",
            field="appointment",
        )
        return
    first, last = look.facts
    if look.given.last_day < first or (last is not None and look.given.last_day > last):
        until = last or "…"
        yield Objection(
            "outside_appointment",
            Words(f"最后一日不在任命期{first}至{until}内", f"the last day lies outside {first} to {until}"),
            Words("填写任命期内的日期", "a day inside the appointment"),
            "guidance.六",
            field="last_day",
        )
