"""May quality information be entered, matched, objected to, settled? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words

INFORMATION: Final = "00c003.3.2"
TERM: Final = "order18.objection"


@dataclass(frozen=True, slots=True)
class Matched:
    """What an event is matched to: the factory and certificate (None: there is none), whether the product is
    in the catalogue, and the last day for an objection.
    """

    factory: Any
    certificate: Any
    product_known: bool
    object_by: date | None


def _fits(source: str, finding: str, on: date) -> bool:
    try:
        allowed = rulebook.code("quality_sources", source, on=on).get("findings")
    except rulebook.RuleError:
        return True  # the code itself is refused
    return isinstance(allowed, tuple) and finding in allowed


def _odd_finding(field: str = "finding") -> Objection:
    return Objection(
        "finding_of_other_source",
        Words("该来源不会有此结论", "such a source has no such finding"),
        Words("选择与来源相符的结论", "a finding that fits the source"),
        INFORMATION,
        field=field,
    )


def days_in_order(look: Look) -> Iterator[Objection]:
    """It happened before the body learned of it, and that before now."""
    given = look.given
    if not given.happened_on <= given.told_on <= look.on:
        yield Objection(
            "days_disorder",
            Words("得知日期早于事件日期或晚于今天", "it was learned of before it happened, or after today"),
            Words("事件日期不晚于得知日期，得知日期不晚于今天", "the days in their order, none after today"),
            INFORMATION,
            field="told_on",
        )


def finding_fits_source(look: Look) -> Iterator[Objection]:
    """A source finds what such a source can find."""
    if not _fits(look.given.source, look.given.finding, look.on):
        yield _odd_finding()


def final_finding_fits_source(look: Look) -> Iterator[Objection]:
    """The final finding is one of that source, too."""
    if not _fits(look.subject.source, look.given.finding, look.on):
        yield _odd_finding()


def matched_to_something(look: Look) -> Iterator[Objection]:
    """Factory and product exist; a certificate named is one of that factory for that product."""
    found: Matched = look.facts
    if found.factory is None or not found.product_known:
        yield Objection(
            "matched_to_nothing",
            Words("没有该生产企业或产品代码", "there is no such factory or product"),
            Words(
                "选择已登记的生产企业和目录内的产品", "a registered factory and a product of the catalogue"
            ),
            INFORMATION,
            field="factory" if found.factory is None else "product_code",
        )
    certificate = found.certificate
    if look.given.certificate and (
        certificate is None
        or certificate.factory_id != look.given.factory
        or certificate.product_code != look.given.product_code
    ):
        yield Objection(
            "other_certificate",
            Words("该证书不属于所选生产企业和产品", "the certificate is not of that factory and product"),
            Words("核对证书编号，或不填证书", "the right number, or none"),
            INFORMATION,
            field="certificate",
        )


def told_after_it_happened(look: Look) -> Iterator[Objection]:
    """The enterprise was told between the event and today."""
    told = look.given.enterprise_told_on
    if told is not None and not look.subject.happened_on <= told <= look.on:
        yield Objection(
            "days_disorder",
            Words(
                "企业得知日期早于事件日期或晚于今天",
                "the enterprise was told before the event, or after today",
            ),
            Words("核对企业得知日期", "the right day"),
            TERM,
            field="enterprise_told_on",
        )


@of_subject
def within_term(look: Look) -> Iterator[Objection]:
    """An objection comes within its term; its last day counts."""
    last = look.subject.object_by
    if last is not None and look.on > last:
        yield Objection(
            "term_passed",
            Words(f"提出异议的期限已于{last}届满", f"the term for objections ended on {last}"),
            Words(
                "如有新的证据，可向本机构提交，由本机构核查",
                "new evidence may be sent to the body, which looks into it",
            ),
            TERM,
        )


def claim_has_proof(look: Look) -> Iterator[Objection]:
    """Who says that a product is a counterfeit proves it."""
    if look.given.counterfeit and not look.given.files:
        yield Objection(
            "no_proof",
            Words("主张为假冒产品但没有证明材料", "a counterfeit is claimed without proof"),
            Words(
                "附鉴定意见、报案回执等证明材料",
                "files that prove it: an expertise, a report to the police …",
            ),
            INFORMATION,
            field="files",
        )


def final_in_order(look: Look) -> Iterator[Objection]:
    """The final result is not older than the event, and not of tomorrow."""
    if not look.subject.happened_on <= look.given.final_on <= look.on:
        yield Objection(
            "days_disorder",
            Words(
                "终局日期早于事件日期或晚于今天",
                "the final result is older than the event, or of a day to come",
            ),
            Words("核对终局结论日期", "the right day"),
            INFORMATION,
            field="final_on",
        )


def term_is_over(look: Look) -> Iterator[Objection]:
    """Where it is final because nobody objected, the term is over and nobody did; where somebody objected,
    the objection is answered by a re-test, by the authority or by what was established.
    """
    if look.given.by != "term_passed":
        return
    event = look.subject
    if event.state == "objected":
        yield Objection(
            "objected",
            Words("企业已提出异议", "the enterprise has objected"),
            Words("以复检或查证结论为终局依据", "a re-test, or what was established, makes it final"),
            TERM,
            field="by",
        )
    elif event.object_by is None or look.on <= event.object_by:
        until = event.object_by or "—"
        yield Objection(
            "term_runs",
            Words(f"异议期尚未届满（至{until}）", f"the term for objections still runs (until {until})"),
            Words("届满后办理，或以其他终局依据办理", "wait for its end, or another reason why it is final"),
            TERM,
            field="by",
        )


def dismissal_is_proved(look: Look) -> Iterator[Objection]:
    """What ends an adverse result by a fact has the proof of that fact with it."""
    ground = rulebook.code("signal_dismissals", look.given.by, on=look.on)
    if ground.get("proof") and not look.given.files:
        yield Objection(
            "no_proof",
            Words(f"“{ground.words.zh}”没有证明材料", f"nothing proves it: {ground.words.en}"),
            Words(
                "附复检报告、鉴定意见或撤销文件",
                "the report of the re-test, the expertise, or the paper that took it back",
            ),
            INFORMATION,
            field="files",
        )
