"""A key of a log is renewed; personal content is erased."""

from shouze.kernel.acts import Doing, act
from shouze.kernel.ledger import erasing
from shouze.kernel.words import Words

from . import alarm_acts
from .checks import (
    files_of_that_entry,
    follows_the_key_in_use,
    not_ahead,
    overlaps_for_a_while,
    signed_by_both,
    something_to_erase,
    still_the_same_act,
)
from .inputs import ContentErasure, LogKeyRotation
from .models import Erasure, LogKey
from .queries import erasable, key_in_use

__all__ = ["alarm_acts", "erase", "rotate"]


@act(
    "key.rotated",
    Words("更换日志密钥", "Renew the key of a log"),
    on=LogKey,
    input=LogKeyRotation,
    creates=True,
    looks=key_in_use,
    checks=(follows_the_key_in_use, signed_by_both, overlaps_for_a_while),
    clauses=("iso17065.7.12",),
)
def rotate(doing: Doing, given: LogKeyRotation) -> LogKey:
    return LogKey(
        id=doing.new_id(),
        state="in_use",
        log=given.log,
        old=given.old,
        new=given.new,
        note=given.note,
        overlap_until=given.overlap_until,
    )


@act(
    "content.erased",
    Words("依法删除个人信息", "Erase personal information by order of the law"),
    on=Erasure,
    input=ContentErasure,
    creates=True,
    looks=erasable,
    checks=(something_to_erase, still_the_same_act, files_of_that_entry, not_ahead),
    clauses=("pipl.47", "iso17065.4.5", "iso17065.7.12"),
)
def erase(doing: Doing, given: ContentErasure) -> Erasure:
    doing.outcome["remainder"] = erasing.digest(doing.facts.rest)
    erasing.erase(given.entry, given.section, doing.facts.rest, by_act=doing.uid, reason=given.ground)
    if given.files:
        doing.defer("files.erase", entry=str(doing.uid))
    return Erasure(
        id=doing.new_id(),
        state="erased",
        entry=given.entry,
        section=given.section,
        pointers=given.pointers,
        files=given.files,
        ground=given.ground,
        requested_on=given.requested_on,
        reason=given.reason,
        erased_at=doing.at,
    )
