"""A key of a log is renewed."""

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from . import alarm_acts
from .checks import follows_the_key_in_use, overlaps_for_a_while, signed_by_both
from .inputs import LogKeyRotation
from .models import LogKey
from .queries import key_in_use

__all__ = ["alarm_acts", "rotate"]


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
