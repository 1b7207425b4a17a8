"""What a new key of a log must fulfil."""

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
