"""A notice is published, and withdrawn."""

import re
from collections.abc import Iterator
from typing import Final

from shouze.certification.certificates.register import existing
from shouze.kernel.acts import Doing, Input, Look, Objection, act, ask
from shouze.kernel.words import Words

from .models import Notice
from .states import WITHDRAW

#: what looks like personal data: identity numbers, mobile numbers, addresses of e-mail
PERSONAL: Final = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)|[\w.+-]+@[\w-]+\.[\w.]+")


class NoticePublication(Input):
    """What everybody is told, in both languages."""

    kind: str = ask("种类", "Kind", choices="notice_kinds", min_length=1)
    title: str = ask("标题（中文）", "Title (Chinese)", min_length=4, max_length=200)
    title_en: str = ask("标题（英文）", "Title (English)", min_length=4, max_length=300)
    text: str = ask("正文（中文）", "Text (Chinese)", min_length=10, max_length=8000, widget="textarea")
    text_en: str = ask("正文（英文）", "Text (English)", min_length=10, max_length=12000, widget="textarea")
    certificates: list[str] = ask("涉及的证书编号", "Certificates concerned", [], max_length=100)


class NoticeWithdrawal(Input):
    """Why a notice is taken back."""

    reason: str = ask("撤下理由", "Reason", min_length=1, max_length=2000, widget="textarea")


def _known(doing: Doing, subject: None, given: NoticePublication) -> frozenset[str]:
    return frozenset(existing(given.certificates))


def _certificates_exist(look: Look) -> Iterator[Objection]:
    strange = [one for one in look.given.certificates if one not in look.facts]
    if strange:
        listed = "、".join(strange)
        yield Objection(
            "strange_certificate",
            Words(f"没有编号为{listed}的证书", f"no certificate has the number {listed}"),
            Words(
                "核对证书编号；假冒的编号写在正文中",
                "numbers that exist; a forged number belongs into the text",
            ),
            "00c007.6",
            field="certificates",
        )


def _nothing_personal(look: Look) -> Iterator[Objection]:
    for name in ("title", "title_en", "text", "text_en"):
        if PERSONAL.search(getattr(look.given, name)):
            yield Objection(
                "personal_data",
                Words(
                    "含有手机号、身份证号或邮箱等个人信息",
                    "it holds personal data: a telephone, identity number or address",
                ),
                Words("删去个人信息后发布", "the text without it"),
                "iso17065.4.5",
                field=name,
            )


@act(
    "notice.published",
    Words("发布公告", "Publish a notice"),
    on=Notice,
    input=NoticePublication,
    creates=True,
    looks=_known,
    checks=(_certificates_exist, _nothing_personal),
    clauses=("00c007.6", "guidance.十四"),
)
def publish(doing: Doing, given: NoticePublication) -> Notice:
    serial = doing.next_number(f"notice-{doing.on.year}")
    return Notice(
        id=doing.new_id(),
        number=f"G{doing.on.year}{serial:04d}",
        published_at=doing.at,
        state="published",
        **given.model_dump(),
    )


@act(
    "notice.withdrawn",
    Words("撤下公告", "Withdraw a notice"),
    on=Notice,
    input=NoticeWithdrawal,
    moves=WITHDRAW,
    clauses=("00c007.6",),
)
def withdraw(doing: Doing, notice: Notice, given: NoticeWithdrawal) -> None:
    notice.withdrawn_on, notice.reason = doing.on, given.reason
