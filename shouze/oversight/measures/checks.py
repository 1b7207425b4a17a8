"""May a reaction be opened, warned of, escalated, answered so? Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.acts import Look, Objection, in_post, of_subject
from shouze.kernel.words import Words

from .levels import to_warn

BASIS: Final = "guidance.十二"


@dataclass(frozen=True, slots=True)
class OpeningFacts:
    """What a reaction is opened by: whether what is said is so, whether one is there under the key, and what
    the tables answer. ``certificate`` is the row, None for what is about a factory's product; ``since`` the
    later day from which the term counts.
    """

    so: bool
    there: bool
    certificate: Any = None
    factory: Any = None
    product: str = ""
    words: str = ""
    first: int | None = None
    decide: int | None = None
    since: date | None = None
    last_day: date | None = None
    post: str = "risk_officer"
    proposed: Sequence[Mapping[str, str]] = ()
    cited: str = ""


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """Which of the entries named are no measure, or of another certificate or earlier; whether the cause is
    still there.
    """

    unknown: Sequence[str] = ()
    strange: Sequence[str] = ()
    lasting: bool = False


def is_so(look: Look) -> Iterator[Objection]:
    """What asks for a reaction is there, and is opened once."""
    if look.facts.there:
        yield Objection(
            "opened_before",
            Words("该事由已建立处理任务", "a reaction to it is there"),
            Words("在已有任务中处理", "the one that is there"),
            BASIS,
            field="key",
        )
    elif not look.facts.so:
        yield Objection(
            "not_so",
            Words("没有发现该事由", "what is said is not found"),
            Words("核对证书、申请或质量信息", "the certificate, request or event, checked"),
            BASIS,
            field="cause",
        )


def warns_nearer(look: Look) -> Iterator[Objection]:
    """Each level is warned of once, the nearer after the farther; ``facts`` says whether it is still so."""
    if not to_warn(look.given.level, look.subject.warned) or not look.facts:
        yield Objection(
            "no_warning",
            Words("该等级已预警或事由已消除", "it was warned of, or the cause is gone"),
            Words("达到下一等级时预警", "the next level"),
            BASIS,
            field="level",
        )


@of_subject
def is_overdue(look: Look) -> Iterator[Objection]:
    """Escalated once, and only when a term of it is past."""
    late = late_since(look.subject, look.on)
    if look.subject.escalated_on or not late:
        yield Objection(
            "not_overdue",
            Words("未逾期或已上报", "it is not overdue, or was escalated"),
            Words("逾期后上报一次", "one escalation, when it is overdue"),
            "guidance.二十一",
        )


def late_since(reaction: Any, on: date) -> date | None:
    """Return the first last day that a pending reaction has missed on a day, None when it is in time."""
    first = reaction.first_by if reaction.state == "open" else None
    return min((day for day in (first, reaction.decide_by) if day and day < on), default=None)


@of_subject
def by_its_post(look: Look) -> Iterator[Objection]:
    """Who answers holds the post that the table names, or stands in for one who does; the machine notes what
    was done.
    """
    post, actor = look.subject.post, look.actor
    if actor.kind != "machine" and not in_post(actor, post, look.on):
        words = rulebook.post(post)
        yield Objection(
            "other_post",
            Words(f"规则规定由{words.zh}处理", f"by the rule it is answered by: {words.en}"),
            Words(f"由{words.zh}办理", f"a person in that post: {words.en}"),
            BASIS,
        )


def cause_is_gone(look: Look) -> Iterator[Objection]:
    """A period that is over, a term that is past, a request that waits: only what changes it answers it."""
    if look.facts.lasting:
        acts = [one["act"] for one in look.subject.proposed]
        yield Objection(
            "still_so",
            Words("事由仍然存在，不能以说明代替处理", "the cause is still there, and words do not change it"),
            Words("办理所建议的措施或消除事由", "one of the measures proposed, or the cause removed"),
            BASIS,
            act=acts[0] if acts else None,
            field="result",
        )


def answered_by_measures(look: Look) -> Iterator[Objection]:
    """A measure that was taken is named by its entry, and is one of this certificate or product."""
    if look.given.result == "measure_taken" and not look.given.measures:
        yield Objection(
            "no_entry",
            Words("没有写明措施的记录编号", "the entry of the measure is not named"),
            Words(
                "填写暂停、撤销、恢复、监督等措施的记录编号",
                "the entry of the suspension, visit or other act",
            ),
            BASIS,
            field="measures",
        )
    for listed, why in (
        (look.facts.unknown, Words("没有该编号的措施记录", "there is no entry of a measure under")),
        (look.facts.strange, Words("该记录不属于该证书或该工厂产品", "of another certificate or product:")),
    ):
        for one in listed:
            yield Objection(
                "strange_entry",
                Words(f"{why.zh}：{one}", f"{why.en} {one}"),
                Words("填写本事由之后对该证书采取的措施", "a measure on this certificate, after the cause"),
                BASIS,
                field="measures",
            )
