"""What this client handed in before, offered again: nothing is typed or sent twice.

In: earlier applications of the client's organisation. Out: the content of a new draft made from one of them;
documents that may be used again, by digest. For how long and under which circumstances a document may be used
again the table ``document_reuse`` says; the person who uses it answers for its being still true.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from shouze.certification.applications import drafts
from shouze.certification.applications.models import Application
from shouze.certification.applications.queries import applications_of
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Standing
from shouze.kernel.files import store
from shouze.kernel.words import Words

from .draft_content import Content

REUSE: Final = "document_reuse"
#: parts of an application that can be taken over: key -> what it is called
PARTS: Final[Mapping[str, Words]] = {
    "parties": Words("当事方", "Parties"),
    "models": Words("规格型号", "Models"),
    "key_parts": Words("关键件清单", "Key parts"),
    "documents": Words("仍可使用的资料", "Documents that may be used again"),
}
MONTHS_OF_A_YEAR: Final = 12


@dataclass(frozen=True, slots=True)
class Parties:
    """Whose application it is and for what, as far as it decides whether a document fits again."""

    applicant: str
    producer: str
    factory: str
    product: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document handed in with an earlier application; ``until`` the last day on which it is offered again,
    None for a kind that is made anew each time.
    """

    kind: str
    digest: str
    name: str
    application: Application
    on: date
    until: date | None
    scope: str
    condition: Words


_SAME: Final[Mapping[str, Callable[[Parties, Parties], bool]]] = {
    "applicant": lambda one, other: one.applicant == other.applicant,
    "producer": lambda one, other: one.producer == other.producer,
    "factory": lambda one, other: one.factory == other.factory,
    "parties": lambda one, other: (one.producer, one.factory) == (other.producer, other.factory),
    "product": lambda one, other: (one.product, one.factory) == (other.product, other.factory),
}


def papers(standing: Standing, on: date) -> list[Paper]:
    """List the documents that the person's organisation handed in, the latest first, each content and kind
    once; two queries.
    """
    if not standing.organisation:
        return []
    found = applications_of(uuid.UUID(standing.organisation))
    names = store.names(one["digest"] for application in found for one in application.documents)
    seen: dict[tuple[str, str], Paper] = {}
    for paper in _papers(found, names, on):
        seen.setdefault((paper.kind, paper.digest), paper)
    return list(seen.values())


def offers(listed: Sequence[Paper], given: Mapping[str, Any], own: str, on: date) -> dict[str, list[Paper]]:
    """Return by kind which documents fit a draft with these answers and are not too old on ``on``."""
    here = Parties(own, *(str(given.get(name, "")) for name in ("producer", "factory", "product_code")))
    fitting = [one for one in listed if _fits(one, here, on)]
    found: dict[str, list[Paper]] = {}
    for one in fitting:
        found.setdefault(one.kind, []).append(one)
    return found


def content_from(
    application: Application, parts: Sequence[str], standing: Standing, kinds: frozenset[str], at: datetime
) -> Content:
    """Return the content of a draft that takes over ``parts`` of an earlier application; documents only of
    ``kinds`` that the scheme asks for and that may be used again.
    """
    case = application.case
    given: dict[str, Any] = {"product_code": case.product_code, "product_name": application.product_name}
    for name in ("product_name_en", "series", "trademark"):
        given[name] = getattr(application, name)
    content: Content = {"known": [str(case.producer_id), str(case.factory_owner_id)], "from": case.number}
    if "parties" in parts:
        given |= {"producer": str(case.producer_id), "factory": str(case.factory_id)}
        given["relation"] = application.relation
    if "models" in parts:
        given["models"] = application.models_list
    if "key_parts" in parts:
        given["key_parts"] = application.key_parts
    content["given"] = given
    if "documents" in parts:
        content[drafts.FILES] = _files(application, given, standing, kinds, at)
    return content


def use_again(digest: str, standing: Standing, at: datetime) -> dict[str, Any] | None:
    """Send a stored file once more as this person's own, and return it as a draft keeps files; None when its
    content is gone.
    """
    known = store.find(digest)
    try:
        with store.open_file(digest) as content:
            stored = store.put(content, known.name if known else "", at=at, person=standing.id)
    except (FileNotFoundError, store.Rejected):
        return None
    return {"digest": stored.digest, "name": stored.name, "size": stored.size}


def own_application(standing: Standing, case: str) -> Application | None:
    """Return the application of a case of the person's own organisation, by the case's id; else None."""
    if not standing.organisation:
        return None
    found = applications_of(uuid.UUID(standing.organisation))
    return next((one for one in found if str(one.case_id) == case), None)


def _files(
    application: Application,
    given: Mapping[str, Any],
    standing: Standing,
    kinds: frozenset[str],
    at: datetime,
) -> dict[str, Any]:
    on = clock.legal_date(at)
    names = store.names(one["digest"] for one in application.documents)
    here = _parties(application)
    kept: dict[str, Any] = {}
    for paper in _papers([application], names, on):
        if paper.kind not in kinds or not _fits(paper, here, on):
            continue
        sent = use_again(paper.digest, standing, at)
        if sent:
            kept.setdefault(paper.kind, []).append(sent)
    return kept


def _papers(found: Sequence[Application], names: Mapping[str, str], on: date) -> Iterator[Paper]:
    rules = {one.code: one for one in rulebook.codes(REUSE, on=on)}
    for application in found:
        for one in application.documents:
            rule = rules.get(one["kind"])
            handed_in = application.case.submitted_on
            yield Paper(
                kind=one["kind"],
                digest=one["digest"],
                name=names.get(one["digest"], ""),
                application=application,
                on=handed_in,
                until=clock.add_calendar_months(handed_in, int(str(rule.get("months")))) if rule else None,
                scope=rule.text("scope") if rule else "",
                condition=rule.words if rule else Words("每次委托另行出具", "made anew for each application"),
            )


def _fits(paper: Paper, here: Parties, on: date) -> bool:
    fresh = paper.until is not None and on <= paper.until
    return fresh and _SAME[paper.scope](_parties(paper.application), here)


def _parties(application: Application) -> Parties:
    case = application.case
    return Parties(str(case.applicant_id), str(case.producer_id), str(case.factory_id), case.product_code)
