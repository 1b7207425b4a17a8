"""What stands around a change that the technical person files: gathered on the day of the act."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.words import Words
from shouze.resources.enterprise_classes import queries as classes
from shouze.resources.schemes.by_class import for_class
from shouze.resources.technical_persons.queries import find, ran_out_on

from .checks import FilingFacts
from .inputs import PartFiling
from .models import PartsList, Use
from .naming import key
from .queries import find_list, find_use, named

TABLE: Final = "changes/technical_person"
CONVENIENCE, FILED_LATER = "technical_person", "change_on_file"


def filing_facts(doing: Doing, subject: None, given: PartFiling) -> FilingFacts:
    """Gather what the checks of a filed change see, noting the rules used."""
    found = find_list(given.parts_list)
    if found is None or not _own(found, doing.actor.organisation):
        return FilingFacts()
    use = find_use(found.pk, given.line)
    if use is None:
        return FilingFacts(own=True)
    conveniences = allowed(doing, found)
    decision = rulebook.decide(TABLE, on=doing.on, facts=_facts(use, given, conveniences, doing.on))
    doing.note(decision.cited)
    said = rulebook.thaw(decision.outputs)
    person = find(found.factory_id, found.product_code, doing.on, doing.actor.id)
    return FilingFacts(
        own=True,
        before=named(use.part),
        first=use.from_on,
        technical_person=person is not None,
        ran_out_on=ran_out_on(found.factory_id, found.product_code, doing.on, doing.actor.id),
        may=isinstance(said, dict) and said["may"] is True,
        why=decision.words or Words.same(decision.cited),
        rule=decision.reference.clause or TABLE,
        filed_later=FILED_LATER in conveniences,
        earliest=_earliest(doing),
    )


def allowed(doing: Doing, found: PartsList) -> tuple[str, ...]:
    """Return the conveniences that the class of a list's factory gives for its product on the day of the
    act.
    """
    standing = classes.current(found.factory_id, found.product_code, doing.on)
    work = for_class(standing.letter, found.case.scheme, doing.on)
    doing.note(work.ref)
    doing.consider("enterprise_class", letter=standing.letter, ref=standing.ref)
    return work.conveniences


def class_of(found: PartsList, on: date) -> str:
    """Return the class of a list's factory for its product on a date of law."""
    return classes.current(found.factory_id, found.product_code, on).letter


def _facts(use: Use, given: PartFiling, conveniences: tuple[str, ...], on: date) -> Mapping[str, bool]:
    words = key(f"{use.function} {use.part.name} {given.name}")
    return {
        "approves": CONVENIENCE in conveniences,
        "critical": any(key(one.words.zh) in words for one in rulebook.codes("critical_parts", on=on)),
        "own_certificate": bool(given.certificate),
        "same_rating": bool(use.part.rating) and key(use.part.rating) == key(given.rating),
    }


def _own(found: PartsList, organisation: str | None) -> bool:
    return organisation in {str(getattr(found, name)) for name in found.parties}


def _earliest(doing: Doing) -> date | None:
    """The earliest day of effect of a change that may be filed today; None when no calendar says so."""
    try:
        return clock.working_days_before(doing.on, int(doing.rule("part_changes/filing_days")))
    except clock.CalendarNotPublished:
        return None
