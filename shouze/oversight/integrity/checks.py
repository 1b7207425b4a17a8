"""What a new key of a log, and the erasing of content, must fulfil."""

from collections.abc import Iterator
from datetime import timedelta

from shouze.kernel.acts import Look, Objection
from shouze.kernel.ledger.log_keys import written
from shouze.kernel.words import Words
from shouze_verify.notes import open_note, parse_key
from shouze_verify.wrong import Wrong

LONGEST_OVERLAP = timedelta(days=366)
RULE = "iso17065.7.12"


def follows_the_key_in_use(look: Look) -> Iterator[Objection]:
    """The key that hands over is the one that signs now; another one cannot."""
    if look.facts is not None and look.given.old != look.facts:
        yield Objection(
            "not_the_key_in_use",
            Words("原密钥不是该日志现行的密钥", "the former key is not the one that signs this log now"),
            Words(f"以现行密钥交接：{look.facts}", f"the handing over by the key in use: {look.facts}"),
            RULE,
            field="old",
        )


def signed_by_both(look: Look) -> Iterator[Objection]:
    """The note names both keys and the end of the overlap, and both signed it."""
    given = look.given
    try:
        old, new = parse_key(given.old), parse_key(given.new)
        note = open_note(written(given.note).encode(), [old, new])
    except Wrong as wrong:
        yield _unsigned(Words(wrong.zh, wrong.en))
        return
    if {one.key for one in note.signatures} != {old, new} or old == new or old.name != new.name:
        yield _unsigned(Words("缺一把密钥的签名", "the signature of one of them is missing"))
    elif note.text.splitlines()[1:] != [old.name, given.old, given.new, given.overlap_until.isoformat()]:
        yield _unsigned(Words("说明所载与填写的不符", "it says something else than what is filled in"))


def overlaps_for_a_while(look: Look) -> Iterator[Objection]:
    """Who checks needs time to learn of the new key, and the old one must end."""
    if not look.at < look.given.overlap_until <= look.at + LONGEST_OVERLAP:
        yield Objection(
            "overlap",
            Words("并签期限不合适", "the time of signing together does not fit"),
            Words("自现在起至多一年", "an end within a year from now"),
            RULE,
            field="overlap_until",
        )


def _unsigned(why: Words) -> Objection:
    return Objection(
        "not_endorsed",
        Words(f"交接说明不成立：{why.zh}", f"the note of the handing over does not hold: {why.en}"),
        Words("由 shouze keys rotate 生成的说明", "the note that `shouze keys rotate` makes"),
        RULE,
        field="note",
    )


def something_to_erase(look: Look) -> Iterator[Objection]:
    """The entry stands in the ledger, and each pointer leads to text of the section that may go."""
    found = look.facts
    if not found.exists:
        yield _erasing("no_entry", "entry", "台账中没有该记录", "the ledger has no such entry")
    elif found.kept_whole:
        why = "该记录是删除或换钥的凭证", "the entry is itself the proof of an erasure or of a new key"
        yield _erasing("kept_whole", "entry", *why)
    for pointer in found.nowhere:
        yield _erasing("nothing_there", "pointers", f"{pointer} 处没有文字", f"there is no text at {pointer}")
    for pointer in found.columns:
        why = f"{pointer} 标明对象，不属个人内容", f"{pointer} says of which thing the entry is"
        yield _erasing("column", "pointers", *why)


def still_the_same_act(look: Look) -> Iterator[Objection]:
    """What is left must still be an input of the act: the tables have to follow from the ledger for ever."""
    if look.facts.unreadable:
        listed = "、".join(look.facts.unreadable)
        yield _erasing(
            "carries_the_act",
            "pointers",
            f"{listed} 决定该行为的内容，删除后台账无法重演",
            f"the act turns on {listed}: without it the ledger could not be done again",
        )


def files_of_that_entry(look: Look) -> Iterator[Objection]:
    """Only files on which that entry rests."""
    for digest in look.facts.strange_files:
        yield _erasing(
            "strange_file",
            "files",
            f"文件 {digest[:19]}… 不是该记录所依据的文件",
            f"the file {digest[:19]}… is none on which that entry rests",
        )


def not_ahead(look: Look) -> Iterator[Objection]:
    """Nobody asks tomorrow for what is done today."""
    if look.given.requested_on > look.on:
        yield _erasing("ahead", "requested_on", "请求日期在将来", "the day of the request lies ahead")


def _erasing(code: str, field: str, zh: str, en: str) -> Objection:
    need = Words("核对记录、位置与文件后重新填写", "another look at entry, places and files")
    return Objection(code, Words(zh, en), need, "pipl.47", field=field)
