"""The desks of quality information and of proposed classes: lists, pages, what forms know beforehand."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from shouze.audiences.parts import sheets
from shouze.audiences.parts.act_forms import Option
from shouze.audiences.parts.class_shown import FactShown, value_words
from shouze.audiences.parts.person import PersonRequest
from shouze.kernel import clock, rulebook
from shouze.kernel.files import store
from shouze.kernel.words import Words
from shouze.oversight.classification.facts import DOMAINS
from shouze.oversight.classification.models import Proposal
from shouze.oversight.signals import queries as signals
from shouze.oversight.signals.models import QualityEvent
from shouze.resources.organisations.queries import organisations
from shouze.resources.people.queries import names

SIGNAL_COLUMNS: Final = (
    sheets.Column("number", Words("编号", "Number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("source", Words("来源", "Source")),
    sheets.Column("title", Words("标题", "Title")),
    sheets.Column("factory", Words("生产企业", "Factory")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("certificate", Words("证书编号", "Certificate number")),
    sheets.Column("finding", Words("结论", "Finding")),
    sheets.Column("failed_items", Words("不合格项目", "Items failed")),
    sheets.Column("happened_on", Words("事件日期", "Day of the event")),
    sheets.Column("told_on", Words("得知日期", "Told on")),
    sheets.Column("final_on", Words("终局日期", "Final on")),
)
PROPOSAL_COLUMNS: Final = (
    sheets.Column("number", Words("编号", "Number")),
    sheets.Column("state", Words("状态", "State")),
    sheets.Column("factory", Words("生产企业", "Factory")),
    sheets.Column("product_code", Words("产品代码", "Product code")),
    sheets.Column("current", Words("此前分类", "Class before")),
    sheets.Column("table_letter", Words("分类条件的结果", "By the table")),
    sheets.Column("letter", Words("建议分类", "Class proposed")),
    sheets.Column("row", Words("决策表行", "Row of the table")),
    sheets.Column("proposed_on", Words("建议日期", "Proposed on")),
    sheets.Column("approved_on", Words("批准日期", "Approved on")),
)


def of_signal(request: PersonRequest, event: QualityEvent) -> Mapping[str, Any]:
    """What the page of an event shows besides: its papers, and what it may concern."""
    return {
        "papers": papers([*event.files, *event.proof]),
        "candidates": signals.candidates(event) if event.state == "received" else (),
        "owner": organisations([event.factory_owner_id]).get(event.factory_owner_id)
        if event.factory_owner_id
        else None,
    }


def papers(digests: Sequence[str]) -> Sequence[tuple[str, str]]:
    """Return stored files by digest and name."""
    found = [(digest, store.find(digest)) for digest in dict.fromkeys(digests)]
    return [(digest, stored.name if stored else digest) for digest, stored in found]


def signal_match(event: QualityEvent) -> Mapping[str, Any]:
    """Suggest the surest match; a person confirms it."""
    found = next(iter(signals.candidates(event, 1)), None)
    if found is None:
        return {}
    score = rulebook.code("signal_matches", found.by, on=clock.today()).get("score")
    return {
        "factory": str(found.factory.pk),
        "product_code": found.product_code,
        "certificate": found.certificate,
        "by": found.by,
        "score": str(score),
    }


def signal_factories(event: QualityEvent) -> Mapping[str, Sequence[Option]]:
    """The factories that an event may concern, the surest first; without one the field is free."""
    found = {one.factory.pk: one for one in signals.candidates(event)}
    options = [
        Option(str(key), f"{one.factory.name} · {one.factory.code or '—'} · {one.product_code}")
        for key, one in found.items()
    ]
    return {"factory": options} if options else {}


def signal_final(event: QualityEvent) -> Mapping[str, Any]:
    """What was found at first is found in the end, unless the person says otherwise."""
    return {
        "final_on": clock.today().isoformat(),
        "finding": event.finding,
        "failed_items": event.failed_items,
        "safety": event.safety,
        "severity": event.severity,
        "fault": event.fault,
    }


def of_proposal(request: PersonRequest, proposal: Proposal) -> Mapping[str, Any]:
    """What the page of a proposed class shows besides: its facts and evidence in words, and the persons."""
    found = {one.code: one.words for one in rulebook.codes("class_facts", on=clock.today())}
    persons = [one for one in (proposal.proposed_by, proposal.approved_by) if one]
    return {
        "facts": [
            FactShown(found.get(name, Words.same(name)), value_words(name, proposal.facts[name]), asked=False)
            for name in DOMAINS
            if name in proposal.facts
        ],
        "evidence": [
            {**one, "words": found.get(f"evidence.{one['fact']}", one["fact"])} for one in proposal.evidence
        ],
        "persons": names(persons),
        "papers": papers(proposal.objection_files),
        "row_ref": proposal.row.rpartition("/")[0],
        "row_id": proposal.row.rpartition("/")[2],
        "row_words": _row_words(proposal.row),
    }


def _row_words(cited: str) -> Words:
    ref, _, row = cited.rpartition("/")
    try:
        version = rulebook.version(ref)
    except rulebook.RuleError:
        return Words.same(row)
    rows = getattr(version, "rows", ())
    return next((one.words for one in rows if one.id == row and one.words), Words.same(row))
