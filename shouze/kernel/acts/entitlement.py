"""Who may do it: post, scope, relation, independence and separation of duties, from the authority table
alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .declaration import Act
from .doing import Standing, holds
from .models import Subject
from .refusal import Objection

#: ISO/IEC 17065 7.13: a link within the last two years still counts.
INTEREST_RULE = "deadlines/interest_look_back"


@dataclass(frozen=True, slots=True)
class Entitlement:
    """The appointment under which a person may do the act, the function it is done in, and whether doing it
    is signing it.
    """

    post: str
    function: str
    objections: tuple[Objection, ...]
    signature: bool = False


def entitlement(act: Act, actor: Standing, subject: Subject | None, on: date) -> Entitlement:
    """Find the post in which ``actor`` may do ``act`` on ``subject`` on the date of law ``on``, or why he
    may not.
    """
    row = rulebook.authority(on)[act.name]
    held = [one for one in actor.appointments if one["post"] in row.posts and holds(one, on)]
    if not held:
        return Entitlement("", row.function, (_no_post(row, on),))
    covering = [one for one in held if row.scope != "product" or covers(one["scope"], subject)]
    if not covering:
        return Entitlement(held[0]["post"], row.function, (_no_scope(row, subject),))
    objections = tuple(_relation(row, actor, subject)) if subject else ()
    if subject and row.independent:
        objections += tuple(_interest(actor, subject, on)) + tuple(_separation(row, actor, subject, on))
    objections += tuple(_competence(row, actor, on))
    return Entitlement(covering[0]["post"], row.function, objections, row.signature)


def covers(scope: list[str], subject: Subject | None) -> bool:
    """Say whether an appointment's product scope (code prefixes, "*" for all) covers the subject's product.
    """
    code = subject.scope_code if subject else ""
    return not code or any(part == "*" or code.startswith(part) for part in scope)


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


def _no_scope(row: Any, subject: Subject | None) -> Objection:
    code = subject.scope_code if subject else ""
    return Objection(
        "out_of_scope",
        Words(f"您的任命范围不包括产品{code}", f"your appointment does not cover product {code}"),
        Words("由任命范围包括该产品的人员办理", "a person appointed for this product"),
        row.clause,
        act="person.appointed",
    )


def _relation(row: Any, actor: Standing, subject: Subject) -> Iterator[Objection]:
    if row.relation == "none":
        return
    mine, theirs = subject.relations[row.relation]
    held = getattr(actor, mine)
    if held is None or str(held) != str(getattr(subject, theirs)):
        words = rulebook.relation(row.relation)
        yield Objection(
            "not_related",
            Words(f"您不是本案的{words.zh}", f"you are not the {words.en} of this case"),
            Words(f"由本案的{words.zh}办理", f"it is done by the {words.en} of the case"),
            row.clause,
        )


def _competence(row: Any, actor: Standing, on: date) -> Iterator[Objection]:
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


def _interest(actor: Standing, subject: Subject, on: date) -> Iterator[Objection]:
    if not actor.interests:
        return
    found = rulebook.value(INTEREST_RULE, on=on)
    since = on - timedelta(days=int(found.value))
    parties = {str(getattr(subject, name)) for name in subject.parties}
    for one in actor.interests:
        if (
            one["organisation"] in parties
            and one["from"] <= on.isoformat()
            and (one["to"] or "9999") >= since.isoformat()
        ):
            yield Objection(
                "interest",
                Words(
                    f"您与本案当事方存在利益关系({one['kind']})",
                    f"you have an interest in a party of this case ({one['kind']})",
                ),
                Words(
                    "由与当事方两年内无利益关系的人员办理",
                    "a person without a link to the parties in the last two years",
                ),
                found.clause or found.reference.title,
            )


def _separation(row: Any, actor: Standing, subject: Subject, on: date) -> Iterator[Objection]:
    for earlier, persons in subject.hands.items():
        if str(actor.id) not in persons:
            continue
        rule = rulebook.separation(row.function, earlier, on)
        if rule is not None and not rule.allowed:
            mine, done = rulebook.function(row.function), rulebook.function(earlier)
            yield Objection(
                "separation",
                Words(
                    f"您已在本案中承担“{done.zh}”,不得再承担“{mine.zh}”",
                    f"you already had a hand in {done.en} of this case and may not do {mine.en}",
                ),
                Words(f"由未参与“{done.zh}”的人员办理", f"a person who had no hand in {done.en}"),
                rule.clause or rule.reference.title,
            )
