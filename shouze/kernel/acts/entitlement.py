"""Who may do it: post, scope, relation, independence and separation of duties, from the authority table
alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .declaration import Act
from .doing import StandIn, Standing, holds
from .models import Subject
from .refusal import Objection

#: ISO/IEC 17065 7.13: a link within the last two years still counts.
INTEREST_RULE = "deadlines/interest_look_back"
#: what a person does as himself, of himself: nobody does it in his place
PERSONAL: Final = "self"
#: rules/authority/delegation.yaml: which posts may be lent, and what the delegate must be
LENDING: Final = "delegation"
YOU: Final = Words("您", "you")
#: functions in which a person answers for every product that a subject concerns, not for the first alone
FOR_ALL: Final = frozenset({"review", "decision", "approval"})


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The appointment under which a person may do the act, the function it is done in, whether doing it is
    signing it, and in whose place it is done (None: by himself). ``refs`` are the rules that lent the post.
    """

    post: str
    function: str
    objections: tuple[Objection, ...]
    signature: bool = False
    absent: Standing | None = None
    refs: tuple[str, ...] = ()


def entitlement(act: Act, actor: Standing, subject: Subject | None, on: date) -> Entitlement:
    """Find the post in which ``actor`` may do ``act`` on ``subject`` on the date of law ``on``, or why he
    may not. What he may do by himself is never done in an absent person's place.
    """
    row = rulebook.authority(on)[act.name]
    own = _by_himself(row, actor, subject, on)
    if not own.objections or not actor.stands_in or row.relation == PERSONAL:
        return own
    lent = (in_place(row, actor, one, subject, on) for one in actor.stands_in if one.holds(on))
    return min((own, *lent), key=_distance)


def _distance(one: Entitlement) -> tuple[bool, bool, int]:
    """How far an entitlement is from letting the act be done; the first of equals is told."""
    elsewhere = any(found.code in {"not_related", "out_of_scope"} for found in one.objections)
    return (not one.post, elsewhere, len(one.objections))


def _by_himself(row: Any, actor: Standing, subject: Subject | None, on: date) -> Entitlement:
    held = [one for one in actor.appointments if one["post"] in row.posts and holds(one, on)]
    if not held:
        return Entitlement("", row.function, (_no_post(row, on),))
    covering = [one for one in held if not _uncovered(row, [one], subject)]
    if not covering:
        return Entitlement(held[0]["post"], row.function, (_no_scope(row, held, subject),))
    objections = tuple(standing_objections(row, actor, YOU, subject, on)) + tuple(competence(row, actor, on))
    return Entitlement(covering[0]["post"], row.function, objections, row.signature)


def standing_objections(
    row: Any, person: Standing, called: Words, subject: Subject | None, on: date
) -> Iterator[Objection]:
    """Yield what stands between a person, as he is ``called``, and the subject: relation, interest,
    separation.
    """
    if subject is None:
        return
    yield from _relation(row, person, called, subject)
    yield from independence(row, person, called, subject, on)


def independence(
    row: Any, person: Standing, called: Words, subject: Subject | None, on: date
) -> Iterator[Objection]:
    """Yield the interests and the hands that keep a person, as he is ``called``, from an independent act."""
    if subject is not None and row.independent:
        yield from _interest(person, called, subject, on)
        yield from _separation(row, person, called, subject, on)


def in_place(row: Any, actor: Standing, lent: StandIn, subject: Subject | None, on: date) -> Entitlement:
    """Find the post of an absent person in which ``actor`` may act in his place, or why not.

    The post, its scope and the relation are the absent person's; registration, competence and interests are
    the delegate's own; neither may have an interest or a hand that separates.
    """
    absent = lent.absent
    posts = [post for post in row.posts if post in lent.posts]
    held = [one for one in absent.appointments if one["post"] in posts and holds(one, on)]
    rules = {one["post"]: _lending(one["post"], on) for one in held}
    lawful = [one for one in held if (rule := rules[one["post"]]) and rule.get("lent")]
    if not lawful:
        return Entitlement("", row.function, (_no_post(row, on),))
    covering = [one for one in lawful if not _uncovered(row, [one], subject)]
    if not covering:
        return Entitlement(lawful[0]["post"], row.function, (_no_scope(row, lawful, subject),), absent=absent)
    judged = [
        (one, tuple(_as_competent(row, rules[one["post"]], one["post"], actor, subject, on)))
        for one in covering
    ]
    chosen, unfit = min(judged, key=lambda one: len(one[1]))
    rule = rules[chosen["post"]]
    called = Words(f"您所代的{absent.name}", f"{absent.name}, in whose place you act,")
    objections = (
        *unfit,
        *standing_objections(row, absent, called, subject, on),
        *independence(row, actor, YOU, subject, on),
        *competence(row, actor, on),
    )
    return Entitlement(
        chosen["post"], row.function, objections, row.signature, absent, (rule.ref,) if rule else ()
    )


def _lending(post: str, on: date) -> rulebook.Code | None:
    """What the law of the house says on ``on`` of lending a post; None when it says nothing."""
    try:
        return rulebook.code(LENDING, post, on=on)
    except rulebook.RuleError:
        return None


def _as_competent(
    row: Any, rule: rulebook.Code | None, post: str, actor: Standing, subject: Subject | None, on: date
) -> Iterator[Objection]:
    """Where the rule asks it, the delegate holds the post himself, over the product (ISO/IEC 17065 6.1.2)."""
    if rule is None or not rule.get("holds_it"):
        return
    own = [one for one in actor.appointments if one["post"] == post and holds(one, on)]
    if any(not _uncovered(row, [one], subject) for one in own):
        return
    words = rulebook.post(post)
    yield Objection(
        "delegate_not_competent",
        Words(
            f"代办人须本人担任“{words.zh}”且任命范围包括该产品",
            f"the delegate himself must be {words.en}, appointed for this product",
        ),
        Words(f"由任命范围包括该产品的{words.zh}办理", f"a {words.en} appointed for this product"),
        rule.clause or rule.reference.title,
        act="person.appointed",
    )


def covers(scope: list[str], subject: Subject | None) -> bool:
    """Say whether an appointment's scope (code prefixes, "*" for all) covers the product of the subject."""
    return not subject or _holds_over(scope, subject.scope_code)


def _holds_over(scope: list[str], code: str) -> bool:
    return not code or any(part == "*" or code.startswith(part) for part in scope)


def _uncovered(row: Any, held: list[Any], subject: Subject | None) -> list[str]:
    """The products of a subject that none of some appointments covers, of those that the act answers for."""
    if row.scope != "product" or subject is None:
        return []
    codes = (subject.scope_code, *(subject.scope_also if row.function in FOR_ALL else ()))
    return [code for code in codes if not any(_holds_over(one["scope"], code) for one in held)]


def post_words(posts: tuple[str, ...]) -> Words:
    """Return the names of posts, joined."""
    return Words.join((rulebook.post(name) for name in posts), zh="、", en=", ")


def _no_post(row: Any, on: date) -> Objection:
    names = post_words(row.posts)
    return Objection(
        "no_post",
        Words(f"您在{on}没有担任所需岗位", f"you held none of the posts required on {on}"),
        Words(f"由{names.zh}办理", f"it is done by: {names.en}"),
        row.clause,
        act="person.appointed",
    )


def _no_scope(row: Any, held: list[Any], subject: Subject | None) -> Objection:
    codes = min((_uncovered(row, [one], subject) for one in held), key=len)
    return Objection(
        "out_of_scope",
        Words(
            f"您的任命范围不包括产品{'、'.join(codes)}",
            f"your appointment does not cover product {', '.join(codes)}",
        ),
        Words("由任命范围包括该产品的人员办理", "a person appointed for this product"),
        row.clause,
        act="person.appointed",
    )


def _relation(row: Any, person: Standing, called: Words, subject: Subject) -> Iterator[Objection]:
    if row.relation == "none":
        return
    mine, theirs = subject.relations[row.relation]
    held = getattr(person, mine)
    if held is None or str(held) != str(getattr(subject, theirs)):
        words = rulebook.relation(row.relation)
        are = "are" if called == YOU else "is"
        yield Objection(
            "not_related",
            Words(f"{called.zh}不是本案的{words.zh}", f"{called.en} {are} not the {words.en} of this case"),
            Words(f"由本案的{words.zh}办理", f"it is done by the {words.en} of the case"),
            row.clause,
        )


def competence(row: Any, actor: Standing, on: date) -> Iterator[Objection]:
    """An act that asks for a registration is done only while one holds (Order 117 Art. 15, regulations Art.
    38).
    """
    if row.competence == "registration" and not any(holds(one, on) for one in actor.registrations):
        yield Objection(
            "not_registered",
            Words(f"您在{on}没有有效的检查员注册", f"you held no registration as CCC inspector on {on}"),
            Words("由注册有效的检查员办理", "an inspector whose registration holds"),
            "order117.15",
            act="registration.recorded",
        )


def _interest(person: Standing, called: Words, subject: Subject, on: date) -> Iterator[Objection]:
    if not person.interests:
        return
    found = rulebook.value(INTEREST_RULE, on=on)
    since = on - timedelta(days=int(found.value))
    parties = {str(getattr(subject, name)) for name in subject.parties}
    have = "have" if called == YOU else "has"
    for one in person.interests:
        if (
            one["organisation"] in parties
            and one["from"] <= on.isoformat()
            and (one["to"] or "9999") >= since.isoformat()
        ):
            yield Objection(
                "interest",
                Words(
                    f"{called.zh}与本案当事方存在利益关系({one['kind']})",
                    f"{called.en} {have} an interest in a party of this case ({one['kind']})",
                ),
                Words(
                    "由与当事方两年内无利益关系的人员办理",
                    "a person without a link to the parties in the last two years",
                ),
                found.clause or found.reference.title,
            )


def _separation(row: Any, person: Standing, called: Words, subject: Subject, on: date) -> Iterator[Objection]:
    for earlier, persons in subject.hands.items():
        if str(person.id) not in persons:
            continue
        rule = rulebook.separation(row.function, earlier, on)
        if rule is not None and not rule.allowed:
            mine, done = rulebook.function(row.function), rulebook.function(earlier)
            yield Objection(
                "separation",
                Words(
                    f"{called.zh}已在本案中承担“{done.zh}”，不得再承担“{mine.zh}”",
                    f"{called.en} already had a hand in {done.en} of this case and may not do {mine.en}",
                ),
                Words(f"由未参与“{done.zh}”的人员办理", f"a person who had no hand in {done.en}"),
                rule.clause or rule.reference.title,
            )
