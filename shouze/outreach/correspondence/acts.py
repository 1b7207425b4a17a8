"""The machine files a letter with its case; people write messages to the other side, and notes among
themselves.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal
from uuid import UUID

from shouze.kernel.acts import Doing, Evidence, Input, Look, Objection, act, ask
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import Letter, Message
from .queries import MessageFacts, message_facts


class Issued(Input):
    """A letter that was made from an entry."""

    kind: str = ask("函件类型", "Kind", min_length=1, max_length=20)
    number: str = ask("文号", "Number", min_length=1, max_length=30)
    entry: UUID = ask("所依据的行为", "Entry that it follows from")
    dated: date = ask("函件日期", "Date of the letter")
    digest: Evidence = ask("文件", "File", widget="file")
    code: str = ask("内容校验码", "Code of the content", "", pattern=r"^([0-9a-f]{20})?$")
    enclosed: list[Evidence] = ask("附件", "Files that go with it", [], max_length=20, widget="files")


class Sent(Input):
    """A message on a case, to or from the client or the laboratory; to a laboratory it may name its order."""

    side: Literal["client", "laboratory"] = ask("沟通对方", "With whom", choices="message_sides")
    order: UUID | None = ask("检测任务", "Test order", None, widget="hidden")
    words: str = ask("内容", "Message", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("附件", "Files", [], max_length=20, widget="files")


class Noted(Input):
    """A note that stays among the body's people."""

    words: str = ask("备注", "Note", min_length=1, max_length=4000, widget="textarea")
    files: list[Evidence] = ask("附件", "Files", [], max_length=20, widget="files")


def side_is_own(look: Look) -> Iterator[Objection]:
    """Who is of the client's or of the laboratory's side writes on that side, of his own case or order."""
    facts: MessageFacts = look.facts
    own = look.actor.kind in {"staff", look.given.side}
    if look.actor.kind == "client":
        own = own and str(look.actor.organisation) == str(look.subject.applicant_id)
    if look.actor.kind == "laboratory":
        own = own and facts.laboratory == str(look.actor.laboratory)
    if not own:
        yield Objection(
            "other_side",
            Words("您不是本案该方的人员", "you are not of that side of this case"),
            Words("由本案该方的人员或本机构人员办理", "a person of that side, or of the body"),
            "iso17065.4.5",
            field="side",
        )


def somebody_reads(look: Look) -> Iterator[Objection]:
    """A message to a laboratory needs one: the order is of this case, or one was given."""
    facts: MessageFacts = look.facts
    if look.given.side == "laboratory" and not facts.laboratory:
        yield Objection(
            "no_laboratory",
            Words("本案没有该检测任务，也没有承检实验室", "the case has no such order and no laboratory"),
            Words("先下达检测任务", "a test order first"),
            "guidance.八",
            act="test.ordered",
        )


@act(
    "letter.issued",
    Words("出具函件", "Issue a letter"),
    on=Case,
    input=Issued,
    clauses=("order117.16", "guidance.十三"),
)
def issue(doing: Doing, case: Case, given: Issued) -> None:
    doing.create(
        Letter,
        case=case,
        kind=given.kind,
        number=given.number,
        entry=given.entry,
        digest=given.digest,
        code=given.code,
        on=given.dated,
        enclosed=list(given.enclosed),
    )


@act(
    "message.sent",
    Words("发送消息", "Send a message"),
    on=Case,
    input=Sent,
    looks=message_facts,
    checks=(side_is_own, somebody_reads),
    clauses=("guidance.十三", "iso17065.4.5"),
)
def send(doing: Doing, case: Case, given: Sent) -> None:
    facts: MessageFacts = doing.facts
    to_laboratory = given.side == "laboratory"
    _write(
        doing,
        case,
        given,
        side=given.side,
        order=given.order if to_laboratory else None,
        laboratory=facts.laboratory if to_laboratory else None,
    )


@act(
    "note.made",
    Words("内部备注", "Make an internal note"),
    on=Case,
    input=Noted,
    clauses=("guidance.六", "iso17065.4.5"),
)
def note(doing: Doing, case: Case, given: Noted) -> None:
    _write(doing, case, given, side="inside")


def _write(
    doing: Doing,
    case: Case,
    given: Sent | Noted,
    *,
    side: str,
    order: UUID | None = None,
    laboratory: str | None = None,
) -> None:
    doing.create(
        Message,
        case=case,
        side=side,
        order_id=order,
        laboratory_id=laboratory,
        words=given.words,
        files=list(given.files),
        at=doing.at,
        entry=doing.uid,
        by=doing.actor.id,
        by_name=doing.actor.name,
        by_kind=doing.actor.kind,
    )
