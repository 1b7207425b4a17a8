"""May the person be appointed, registered, linked so? Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
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
                    "委托人人员填写所属企业，实验室人员填写所属实验室，其他人员均不填",
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


@dataclass(frozen=True, slots=True)
class Lending:
    """What a delegation is judged by. ``known``: both are registered, and of the body. ``posts`` are those to
    be lent; ``not_held``, ``not_lent`` and ``unfit`` those of them that the absent person does not hold on
    the first day, that are never lent, and that the delegate would have to hold himself. ``longest`` and
    ``ahead`` are calendar days; ``rule`` names where they stand.
    """

    known: bool = False
    delegate_name: str = ""
    in_office: bool = False
    posts: tuple[str, ...] = ()
    not_held: tuple[Words, ...] = ()
    not_lent: tuple[Words, ...] = ()
    unfit: tuple[Words, ...] = ()
    already: tuple[Words, ...] = ()
    mutual: bool = False
    delegate_absent: bool = False
    person_stands_in: tuple[str, ...] = ()
    longest: int = 0
    ahead: int = 0


def _lending(
    code: str, why: tuple[str, str], need: tuple[str, str], field: str = "", **more: str
) -> Objection:
    return Objection(code, Words(*why), Words(*need), "iso17065.6.1", field=field, **more)


#: why a post is not lent in this delegation, and what is needed
UNLENDABLE: Final[Mapping[str, tuple[Words, Words]]] = {
    "post_not_held": (
        Words("缺勤人未担任岗位", "the absent one does not hold"),
        Words("只代办其担任的岗位", "posts that he holds"),
    ),
    "post_not_lent": (
        Words("不得代办的岗位", "never lent:"),
        Words("由该岗位其他人员办理", "another holder of the post"),
    ),
    "delegate_not_competent": (
        Words("代办人未担任同一岗位", "the delegate does not himself hold"),
        Words("选择担任同一岗位的人员", "a delegate who holds the same post"),
    ),
    "lent_already": (
        Words("该期间已委托他人代办", "lent to somebody else in that time:"),
        Words("先结束原代办", "that delegation ended first"),
    ),
}


def lent_to_another(look: Look) -> Iterator[Objection]:
    """The absent person and his delegate are two members of the body, and the delegate is in office."""
    facts: Lending = look.facts
    if str(look.given.delegate) == str(look.subject.id):
        yield _lending(
            "own_delegate",
            ("不能委托自己代办", "nobody stands in for himself"),
            ("选择另一名人员", "another person"),
            "delegate",
        )
    elif not facts.known or not facts.in_office:
        yield _lending(
            "no_delegate",
            ("代办人不是本机构在岗人员", "the delegate is no member of the body in office on the first day"),
            ("选择起始日在岗的本机构人员", "a member of the body who holds a post on that day"),
            "delegate",
        )


def lent_for_a_time(look: Look) -> Iterator[Objection]:
    """Not from the past, not for nothing, not longer and not earlier than the rules allow; the day of the
    return is not in it.
    """
    given, facts = look.given, look.facts
    if given.valid_from < look.on:
        yield _lending(
            "back_dated_absence",
            (f"起始日{given.valid_from}已过", f"its first day {given.valid_from} is past"),
            ("自当日或以后起", "a first day that is today or later"),
            "valid_from",
        )
    if given.valid_until <= given.valid_from:
        yield _lending(
            "dates_disorder",
            ("返岗日不晚于起始日", "the day of the return is not after the first day"),
            ("返岗日晚于起始日（返岗当日不再代办）", "a day of the return after the first day"),
            "valid_until",
        )
    elif (given.valid_until - given.valid_from).days > facts.longest:
        yield _lending(
            "absence_too_long",
            (f"代办超过{facts.longest}日", f"it lasts more than {facts.longest} days"),
            (
                f"一次不超过{facts.longest}日；更长的缺勤另行任命",
                f"at most {facts.longest} days, else an appointment",
            ),
            "valid_until",
            act="person.appointed",
        )
    if given.valid_from > look.on + timedelta(days=facts.ahead):
        yield _lending(
            "absence_too_early",
            (f"起始日在{facts.ahead}日以后", f"its first day is more than {facts.ahead} days ahead"),
            (f"起始日前{facts.ahead}日内登记", f"at most {facts.ahead} days before the first day"),
            "valid_from",
        )


def lent_as_the_rules_allow(look: Look) -> Iterator[Objection]:
    """Only a post that the absent person holds and that may be lent, to one who is competent for it."""
    facts: Lending = look.facts
    if not facts.posts:
        yield _lending(
            "nothing_to_lend",
            ("没有可代办的岗位", "there is no post that could be lent"),
            ("选择本人担任且可代办的岗位", "a post that he holds and that may be lent"),
            "posts",
            act="person.appointed",
        )
    for code, found in (
        ("post_not_held", facts.not_held),
        ("post_not_lent", facts.not_lent),
        ("delegate_not_competent", facts.unfit),
        ("lent_already", facts.already),
    ):
        if found:
            names, (why, need) = Words.join(found, zh="、", en=", "), UNLENDABLE[code]
            yield _lending(
                code, (f"{why.zh}：{names.zh}", f"{why.en} {names.en}"), (need.zh, need.en), "posts"
            )


def lent_once(look: Look) -> Iterator[Objection]:
    """What is lent is not lent on: nobody is absent and stands in at the same time, and no two stand in for
    each other.
    """
    facts: Lending = look.facts
    if facts.mutual:
        yield _lending(
            "cycle",
            (
                f"{facts.delegate_name}在该期间委托您代办",
                f"{facts.delegate_name} named the absent one as his own delegate",
            ),
            ("选择在岗的其他人员", "somebody else who is there"),
            "delegate",
        )
    elif facts.delegate_absent:
        yield _lending(
            "delegate_absent",
            (f"{facts.delegate_name}在该期间缺勤", f"{facts.delegate_name} is absent himself in that time"),
            ("选择在岗的人员；代办不得再转", "somebody who is there; what is lent is not lent on"),
            "delegate",
        )
    elif facts.person_stands_in:
        names = "、".join(facts.person_stands_in)
        yield _lending(
            "chain",
            (f"缺勤人在该期间为{names}代办", f"the absent one stands in for {names} in that time"),
            ("先结束该代办，由他人为其代办", "that delegation ended first, and given to somebody else"),
            act="delegation.withdrawn",
        )


def returns_in_time(look: Look) -> Iterator[Objection]:
    """A delegation of this person that still goes on or is to come is ended, from today on, never prolonged
    and never for the past; ``facts`` is its (first day, day of the return), or None.
    """
    if look.facts is None:
        yield _lending(
            "other_delegation",
            ("该代办不属于此人", "this delegation is not one of the person"),
            ("选择此人的代办", "a delegation of the person"),
            "delegation",
        )
        return
    first, until = look.facts
    soonest = max(first, look.on)
    if not soonest <= look.given.valid_until < until:
        yield _lending(
            "outside_absence",
            (
                f"返岗日不在{soonest}至{until - timedelta(days=1)}内",
                f"the day of the return lies outside {soonest} to {until - timedelta(days=1)}",
            ),
            ("填写今日或以后、原返岗日之前的日期", "a day from today on, before the one that stands"),
            "valid_until",
        )
