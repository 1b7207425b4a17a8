"""What a delegation in absence is judged by: read from the tables and the rulebook for the pure checks."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import connection
from django.db.models import Q

from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.entitlement import LENDING
from shouze.kernel.words import Words

from .checks import Lending
from .models import Appointment, Delegation, Person

#: two delegations that are given at the same moment wait for each other here: neither makes a chain unseen
_ONE_AT_A_TIME = 0x73687A64


def lending_of(
    doing: Doing, person: Person, delegate: uuid.UUID, posts: Sequence[str], first: date, until: date
) -> Lending:
    """Gather what a delegation of ``posts`` (all that he may lend when empty) to ``delegate`` in
    [``first``, ``until``) is judged by, and note the rules asked.
    """
    _wait()
    other = Person.objects.filter(pk=delegate, kind="staff").first()
    mine, theirs = _posts_on(person.pk, first), _posts_on(delegate, first)
    lent = tuple(dict.fromkeys(posts)) or tuple(sorted(one for one in mine if _may(doing, one, "lent")))
    near = list(
        Delegation.objects.filter(valid_from__lt=until, valid_until__gt=first)
        .filter(Q(person_id__in=(person.pk, delegate)) | Q(delegate_id=person.pk))
        .select_related("person")
    )
    near = [one for one in near if one.valid_until > one.valid_from]
    already = {post for one in near if one.person_id == person.pk for post in one.posts}
    return Lending(
        known=other is not None and person.kind == "staff",
        delegate_name=other.name if other else "",
        in_office=bool(theirs),
        posts=lent,
        not_held=_words(one for one in lent if one not in mine),
        not_lent=_words(one for one in lent if one in mine and not _may(doing, one, "lent")),
        unfit=_words(one for one in lent if _may(doing, one, "holds_it") and one not in theirs),
        already=_words(one for one in lent if one in already),
        mutual=any(one.person_id == delegate and one.delegate_id == person.pk for one in near),
        delegate_absent=any(one.person_id == delegate for one in near),
        person_stands_in=tuple(one.person.name for one in near if one.delegate_id == person.pk),
        longest=int(doing.rule("absence/longest")),
        ahead=int(doing.rule("absence/ahead")),
    )


def period_of(person: Person, delegation: uuid.UUID) -> tuple[date, date] | None:
    """Return the first day and the day of the return of a person's delegation; None when it is not his."""
    found = Delegation.objects.filter(pk=delegation, person=person)
    return found.values_list("valid_from", "valid_until").first()


def _wait() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])


def _posts_on(person: uuid.UUID, on: date) -> frozenset[str]:
    held = Appointment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), person_id=person, valid_from__lte=on
    )
    return frozenset(held.values_list("post", flat=True))


def _may(doing: Doing, post: str, column: str) -> bool:
    try:
        found = rulebook.code(LENDING, post, on=doing.on)
    except rulebook.RuleError:
        return False
    doing.note(found.ref)
    return bool(found.get(column))


def _words(posts: Iterable[str]) -> tuple[Words, ...]:
    return tuple(_word(one) for one in posts)


def _word(post: str) -> Words:
    try:
        return rulebook.post(post)
    except rulebook.RuleError:
        return Words.same(post)
