"""A dossier is handed out by a named person, on a ground, to somebody; the machine says what it made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shouze.kernel.acts import Doing, Input, Look, Objection, act, ask
from shouze.kernel.words import Words

from .models import Dossier
from .states import FILE
from .things import NoSuchThing, Thing, get_thing


class DossierMaking(Input):
    """Of what a dossier is made, as of which day, for whom, and on what ground."""

    kind: str = ask("对象类别", "Kind of thing", choices="traced_things", max_length=20)
    key: str = ask("对象编号", "Its number", min_length=1, max_length=200)
    on: date = ask("截至日期", "As of")
    recipient: str = ask("接收方类别", "Kind of recipient", choices="dossier_recipients", min_length=1)
    recipient_name: str = ask("接收方", "Recipient", min_length=1, max_length=200)
    ground: str = ask(
        "事由",
        "Ground",
        min_length=1,
        max_length=2000,
        widget="textarea",
        help=Words(
            "调证函、检查通知或本人请求的文号和内容。",
            "The letter, notice or request that asks for it, with its number.",
        ),
    )


class DossierSealing(Input):
    """What the machine made: digest and size (bytes) of the archive."""

    digest: str = ask("卷宗摘要", "Digest of the dossier", pattern=r"^sha256-[0-9a-f]{64}$")
    size: int = ask("大小（字节）", "Size (bytes)", ge=1)


def _thing(doing: Doing, subject: None, given: DossierMaking) -> Thing | None:
    try:
        return get_thing(given.kind, given.key)
    except NoSuchThing:
        return None


def _is_there(look: Look) -> Iterator[Objection]:
    if look.facts is None:
        yield Objection(
            "no_thing",
            Words("没有找到该对象", "there is no such thing"),
            Words("从追溯页面制作卷宗", "the dossier asked for on the page of its trace"),
            "guidance.六",
            field="key",
        )


@act(
    "dossier.made",
    Words("出具证据卷宗", "Hand out an evidence dossier"),
    on=Dossier,
    input=DossierMaking,
    creates=True,
    looks=_thing,
    checks=(_is_there,),
    clauses=("guidance.六", "guidance.五", "iso17065.4.5"),
)
def make(doing: Doing, given: DossierMaking) -> Dossier:
    thing: Thing = doing.facts
    serial = doing.next_number(f"dossier-{doing.on.year}")
    return Dossier(
        id=doing.new_id(),
        number=f"J{doing.on.year}{serial:04d}",
        case_id=thing.case,
        made_on=doing.on,
        made_by=doing.actor.id,
        made_by_name=doing.actor.name,
        state="made",
        **given.model_dump(),
    )


@act(
    "dossier.filed",
    Words("封存证据卷宗", "Seal an evidence dossier"),
    on=Dossier,
    input=DossierSealing,
    moves=FILE,
    clauses=("guidance.六",),
)
def file(doing: Doing, dossier: Dossier, given: DossierSealing) -> None:
    dossier.digest = given.digest.replace("sha256-", "sha256:")
    dossier.size = given.size
