"""A tale told by hand: its people do their acts in a real browser, each from the page where the act is
offered, by the questions that stand there; a refusal is read on the page, sentence by sentence. Acts that
have no door here are done at the gate.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Locator, expect

from shouze.audiences.parts.questions import Shape, shapes
from shouze.demo.accounts import login_of
from shouze.demo.at_the_gate import AtTheGate
from shouze.demo.stage import ThroughTheGate
from shouze.demo.tale import Tale
from shouze.kernel.acts import Refused, get_act
from shouze.kernel.ledger import queries as ledger

from .at_the_browser import DESK, Hand, sit_down
from .house_by_hand import House
from .served import session_of

NUMBER: Final = "2024990711000118"
NOT_HIS: Final = 404


@dataclass(frozen=True, slots=True)
class Door:
    """Where an act is offered: the page, the words with which its link begins ("": those of the act), and the
    address of its form, for who is not offered it.
    """

    page: str
    form: str
    link: str = ""


def _of_holder(form: str, link: str) -> Door:
    return Door("/clients/certificates/{number}/", f"/clients/certificates/{{number}}/{form}", link)


ON_CASE: Final = Door("/staff/cases/{subject}/", "/staff/cases/{subject}/do/{act}/")
ON_CERTIFICATE: Final = Door("/staff/certificates/{number}/", "/staff/certificates/{subject}/do/{act}/")
ON_APPEAL: Final = Door("/staff/appeals/{subject}/", "/staff/appeals/{subject}/do/{act}/")
#: act -> its door; braces are filled with the subject, the act, the certificate's number and what is given
DOORS: Final[Mapping[str, Door]] = {
    "change.applied": _of_holder("change/particulars/?kind={kinds[0]}", "申请变更"),
    "extension.applied": _of_holder("apply/extension/", "申请扩展"),
    "renewal.applied": _of_holder("apply/renewal/", "申请到期换证"),
    "conversion.applied": _of_holder("apply/conversion/?plan={plan}", "标准换版"),
    "restoration.applied": _of_holder("ask/restoration/", "申请恢复证书"),
    "stop.applied": _of_holder("ask/stop/", "申请季节性暂停"),
    "appeal.received": Door("/clients/cases/{case}/", "/clients/cases/{case}/appeal/", "提出申诉"),
    **dict.fromkeys(("appeal.routed", "appeal.concluded"), ON_APPEAL),
    **dict.fromkeys(
        ("certificate.suspended", "certificate.withdrawn", "certificate.restored"), ON_CERTIFICATE
    ),
    **dict.fromkeys(
        (
            "change.accepted", "plan.made", "fees.received", "review.concluded", "decision.made",
            "change.approved", "extension.approved", "conversion.approved", "renewal.approved",
            "surveillance.refused", "surveillance.concluded",
        ),
        ON_CASE,
    ),
    "transition.opened": Door("/staff/transitions/{plan}/", "/staff/transitions/{plan}/open/", "启动换版"),
}  # fmt: skip


class NotOffered(Exception):
    """A list on the page does not offer the answer."""


@dataclass
class ByHand:
    """Plays a tale in a house; the worker of the gate follows each act."""

    house: House
    gate: AtTheGate
    #: acts that are done at the gate although they have a door
    spared: frozenset[str] = frozenset()
    papers: dict[str, Path] = field(default_factory=dict)
    #: what the pictures are called, and how many were taken
    name: str = ""
    shown: int = 0

    def do(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> tuple[uuid.UUID, Mapping[str, str]]:
        """Do the act by hand, or at the gate."""
        if act not in DOORS or act in self.spared:
            return self.gate.do(who, act, subject, given)
        hand = self._sit(who)
        self._open(hand, act, subject, given)
        uid = hand.page.locator("main input[name=_uid]").get_attribute("value")
        self._fill(hand, act, given)
        words = get_act(act).words.zh
        self.shoot(hand, f"{act}-filled")
        hand.press(words, hand.page.locator("main .form-actions"))
        hand.reads(f"已办理：{words}", hand.page.get_by_role("status"))
        self.shoot(hand, f"{act}-done")
        self.gate.worker.work()
        return ledger.entry(uuid.UUID(uid)).subject_id, {}

    def denied(self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> set[str]:
        """Try the act by hand and read why it cannot be done; the objections that the page tells."""
        refused = self._refusal(who, act, subject, given)
        if act not in DOORS or act in self.spared or refused is None:
            return {one.code for one in refused.objections} if refused else set()
        hand = self._sit(who)
        before = len(ledger.entries())
        with _forgiven(hand):
            address = self._address(DOORS[act].form, act, subject, given)
            if hand.page.request.get(address).status == NOT_HIS:
                # Of what is another's he does not even learn that it is there.
                codes = {one.code for one in refused.objections}
            else:
                hand.page.goto(address)
                codes = self._told(hand, act, given, refused)
                self.shoot(hand, f"{act}-refused")
        assert len(ledger.entries()) == before
        return codes

    def store(self, who: str, name: str, content: bytes) -> str:
        """Put a file on the person's disk; in the house it comes with the form, or by the gate."""
        path = self.house.papers / name
        path.write_bytes(content)
        digest = self.gate.store(who, name, content)
        self.papers[digest] = path
        return digest

    def owed(self, case: uuid.UUID) -> str:
        """What the bill says."""
        return self.gate.owed(case)

    def asked(self, order: uuid.UUID) -> tuple[list[str], list[str]]:
        """The items and standards of a test order."""
        return self.gate.asked(order)

    def find(self, what: str, tale: Tale) -> uuid.UUID:
        """What the machine made meanwhile."""
        return self.gate.find(what, tale)

    def _sit(self, who: str) -> Hand:
        """The browser of a person, who has logged in before: other tests do that by hand."""
        login, house = login_of(who), self.house
        if login not in house.hands:
            width = house.widths.get(login, DESK)
            hand = house.hands[login] = sit_down(house.browser, house.address, house.papers, width)
            name, value = session_of(login)
            hand.page.context.add_cookies([{"name": name, "value": value, "url": house.address}])
        return house.hands[login]

    def _open(self, hand: Hand, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> None:
        door = DOORS[act]
        hand.page.goto(self._address(door.page, act, subject, given))
        words = re.escape(door.link or get_act(act).words.zh)
        hand.page.locator("main").get_by_role("link", name=re.compile(rf"^\s*{words}")).first.click()
        if act == "change.applied":
            for kind in given["kinds"]:
                hand.page.locator(f"input[name=kind][value='{kind}']").check()
            hand.press("下一步：填写变更内容")
        expect(hand.page.locator("main input[name=_uid]")).to_be_attached()

    def _fill(self, hand: Hand, act: str, given: Mapping[str, Any]) -> None:
        asked = {one.name: one for one in shapes(get_act(act).input)}
        assert set(given) <= set(asked), (act, given)
        for name, value in given.items():
            if value is not None:
                _ANSWERS.get(asked[name].kind, _one)(self, hand, asked[name], value, None)

    def _told(self, hand: Hand, act: str, given: Mapping[str, Any], refused: Refused) -> set[str]:
        """The codes whose reasons the page tells: at once, or when the form is sent."""
        button = hand.page.locator("main .form-actions").get_by_role(
            "button", name=get_act(act).words.zh, exact=True
        )
        if button.count():
            try:
                self._fill(hand, act, given)
            except NotOffered:
                # Whoever fills in the form cannot ask for it at all.
                return {one.code for one in refused.objections}
            button.click()
        sentences = hand.page.locator("main .refusal, main .field-error")
        expect(sentences.first).to_be_visible()
        text = " ".join(sentences.all_inner_texts())
        codes = {one.code for one in refused.objections if one.why.zh in text and one.need.zh in text}
        assert codes, (act, text, refused)
        return codes

    def _refusal(
        self, who: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]
    ) -> Refused | None:
        try:
            ThroughTheGate(self.gate.people).do(who, act, subject, given)
        except Refused as refused:
            return refused
        return None

    def _address(self, pattern: str, act: str, subject: uuid.UUID | None, given: Mapping[str, Any]) -> str:
        known = {"subject": subject, "act": act, "number": NUMBER, **given}
        return self.house.address + pattern.format(**known)

    def shoot(self, hand: Hand, name: str) -> None:
        """A picture of the page, which fits its window."""
        self.shown += 1
        hand.shoot(f"{self.name}-{self.shown:02}-{name}")
        assert hand.fits(), hand.page.url


@contextmanager
def _forgiven(hand: Hand) -> Iterator[None]:
    """Within it the house may refuse: what the browser says of the refusals is no fault, all else is."""
    said = hand.watch.said
    before = len(said)
    yield
    refusals = re.compile(r"\b(403|404|409|422)\b")
    assert all(refusals.search(one) for one in said[before:]), said[before:]
    del said[before:]


def _labelled(inside: Locator, label: str) -> Locator:
    return inside.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*:?\s*$"))


def _control(hand: Hand, shape: Shape, cell: Locator | None) -> Locator:
    """The control of a question: that of its cell, else the one beside its label."""
    return cell or _labelled(hand.page.locator("main form"), shape.label.zh)


def _one(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    """One answer: chosen where there is a list, else typed; what the page knows already is compared."""
    known = hand.page.locator(f"main form input[type=hidden][name='{shape.name}']")
    if not cell and known.count():
        expect(known.first).to_have_value(str(value))
        return
    control = _control(hand, shape, cell)
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if str(control.evaluate("it => it.tagName")) == "SELECT":
        if not control.locator(f"option[value='{text}']").count():
            raise NotOffered(shape.label.zh, text)
        control.select_option(value=text)
    else:
        control.fill(text)


def _tick(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    _control(hand, shape, cell).set_checked(bool(value))


def _yesno(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    hand.answer(shape.label.zh, "是" if value else "否")


def _ticks(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    known = hand.page.locator(f"main form input[type=hidden][name='{shape.name}']")
    if known.count():
        assert [one.get_attribute("value") for one in known.all()] == list(value)
        return
    for one in value:
        hand.page.get_by_role("group", name=shape.label.zh).locator(f"input[value='{one}']").check()


def _lines(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    _control(hand, shape, cell).fill("\n".join(value))


def _files(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    digests = [value] if isinstance(value, str) else value
    _control(hand, shape, cell).set_input_files([actor.papers[one] for one in digests])


def _rows(actor: ByHand, hand: Hand, shape: Shape, value: Any, cell: Locator | None) -> None:
    group = hand.page.get_by_role("group", name=re.compile(f"^{re.escape(shape.label.zh)}"))
    expect(group.locator("tbody tr").first).to_be_visible()
    if group.locator("tbody tr").count() < len(value):
        hand.press("增加空行", group)
        expect(group.locator("tbody tr").nth(len(value) - 1)).to_be_visible()
    for number, row in enumerate(value, start=1):
        for column in shape.columns:
            said = row.get(column.name)
            if said not in (None, "", []):
                answer = _lines if isinstance(said, list) else _ANSWERS.get(column.kind, _one)
                answer(actor, hand, column, said, _labelled(group, f"{column.label.zh} {number}"))


Answering = Callable[[ByHand, Hand, Shape, Any, Locator | None], None]
#: kind of question -> how it is answered
_ANSWERS: Final[Mapping[str, Answering]] = {
    "tick": _tick,
    "yesno": _yesno,
    "ticks": _ticks,
    "lines": _lines,
    "file": _files,
    "files": _files,
    "rows": _rows,
}
