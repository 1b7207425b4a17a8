"""May the certificate be suspended, restored, withdrawn, cancelled so? Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from shouze.kernel import clock
from shouze.kernel.acts import Look, Objection, of_subject
from shouze.kernel.words import Words

#: in a certificate's pointer: it is bound to another body's answer
HANDED: Final = "handed"


def bound(number: str, pointer: Mapping[str, Any] | None) -> Iterator[Objection]:
    """What the holder wishes of a certificate waits while it is handed over: the new body may have issued its
    successor already. ``pointer`` is `Certificate.transfer`. Guidance (十一).
    """
    if pointer is None or pointer["state"] != HANDED:
        return
    other = pointer["to"]["name"]
    yield Objection(
        "handed_over",
        Words(
            f"证书{number}已移交{other}，对方可能已签发后继证书",
            f"{number} is handed over to {other}, which may have issued its successor already",
        ),
        Words(
            "由对方解除移交，或由本机构请求收回并等待对方解除",
            "its release by the other body, at once or on our recall",
        ),
        "guidance.十一",
        act="handover.recalled",
    )


@of_subject
def not_handed_over(look: Look) -> Iterator[Objection]:
    """The certificate that is the act's subject is not bound to another body's answer."""
    yield from bound(look.subject.number, look.subject.transfer)


def reasons_known(table: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that every reason is a code in force of ``table`` (given as ``facts["codes"]``)."""

    def check(look: Look) -> Iterator[Objection]:
        unknown = [one for one in look.given.reasons if one not in look.facts["codes"]]
        if unknown:
            listed = "、".join(unknown)
            yield Objection(
                "unknown_reason",
                Words(f"原因代码{listed}不在代码表中", f"{listed} is no reason code"),
                Words("从原因代码表中选择", "codes of the list"),
                f"codes.{table}",
                field="reasons",
            )

    return check


def models_on_certificate(look: Look) -> Iterator[Objection]:
    """The range concerned lies inside the certificate (Order 117 Art. 29)."""
    known = {line["name"] for line in look.subject.facts["product"]["models"]}
    strange = [one for one in look.given.models if one not in known]
    if strange:
        listed = "、".join(strange)
        yield Objection(
            "strange_model",
            Words(f"型号{listed}不在证书内", f"{listed} is not on the certificate"),
            Words("选择证书所列型号", "models of the certificate"),
            "order117.29",
            field="models",
        )


def period_in_rule(look: Look) -> Iterator[Objection]:
    """A suspension has an end, not beyond the longest period of the rule; ``facts["longest"]`` in calendar
    months. The longer one is for what the holder asked for, and for that alone.
    """
    asked = set(look.given.reasons) <= look.facts["asked_by_holder"]
    months = look.facts["longest_request"] if asked else look.facts["longest"]
    last = clock.last_of_months(look.on, months)
    if not look.on <= look.given.until <= last:
        yield Objection(
            "period",
            Words(f"暂停期限须在{look.on}至{last}之间", f"the last day lies between {look.on} and {last}"),
            Words("填写规定期限内的日期", "a day inside the period of the rule"),
            "00c001.5",
            field="until",
        )


def follows_suspension(look: Look) -> Iterator[Objection]:
    """A ground that speaks of a suspension needs one, for the reasons that it names (CNCA-00C-001 ch. 7)."""
    for reason in look.given.reasons:
        needed, there = look.facts["needs"].get(reason), look.facts["suspended_for"]
        if needed and not (there and ("*" in needed or there & set(needed))):
            listed = "、".join(one for one in needed if one != "*")
            yield Objection(
                "no_suspension",
                Words(
                    f"撤销原因{reason}以证书因此被暂停为前提",
                    f"ground {reason} supposes a suspension before it",
                ),
                Words(
                    f"先按原因{listed}暂停证书，或选择其他原因" if listed else "先暂停证书，或选择其他原因",
                    f"a suspension ({listed or 'any reason'}) before it, or another ground",
                ),
                "00c001.7",
                act="certificate.suspended",
                field="reasons",
            )


@of_subject
def past_last_day(look: Look) -> Iterator[Objection]:
    """A certificate expires after its last valid day, not before."""
    if look.on <= look.subject.valid_until:
        yield Objection(
            "not_expired",
            Words(
                f"证书有效期至{look.subject.valid_until}",
                f"the certificate is valid until {look.subject.valid_until}",
            ),
            Words("有效期届满后办理", "the day after"),
            "order117.22",
        )


def ends_by_rule(state: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the rule of the day ends a certificate past its last day in ``state``."""

    @of_subject
    def check(look: Look) -> Iterator[Objection]:
        if look.facts != state:
            yield Objection(
                "other_end",
                Words("规则规定届满证书为其他状态", "the rule ends it in another state"),
                Words("按规则办理", "the other act"),
                "order117.26",
                act="certificate.lapsed" if look.facts == "cancelled" else "certificate.expired",
            )

    return check


def not_documented(look: Look) -> Iterator[Objection]:
    """A certificate has one document: a job that runs twice files it once."""
    if look.subject.document:
        yield Objection(
            "documented",
            Words("证书文件已生成", "the certificate has its document"),
            Words("无需重复生成", "nothing more"),
            "order117.21",
        )


def facts_as_signed(look: Look) -> Iterator[Objection]:
    """The document was made of exactly the facts of this certificate; ``facts`` is their digest."""
    if look.given.facts_digest != look.facts:
        yield Objection(
            "other_facts",
            Words(
                "文件内容与证书登记内容不一致", "the document was not made of the facts of this certificate"
            ),
            Words("重新生成证书文件", "the document made again"),
            "order117.21",
        )
