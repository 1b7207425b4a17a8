"""Is it the time for it: the moment, the version that the person saw, the state in which the subject is, and
whether the ledger can still prove what is done.
"""

from datetime import timedelta

from django.conf import settings
from django.utils.module_loading import import_string

from shouze.kernel import clock
from shouze.kernel.ledger.backlog import Backlog
from shouze.kernel.words import Words

from .declaration import Act, Move
from .doing import Doing
from .models import Subject
from .refusal import Objection, Refused

UNAVAILABLE = 503


def timely(act: Act, doing: Doing, subject: Subject | None, seen: int | None) -> list[Objection]:
    """Return what the moment, the version that was seen and the state of the subject have against the act."""
    found: list[Objection] = []
    if doing.at > clock.now() + timedelta(seconds=5):
        found.append(
            _objection(
                "future",
                "办理时间在将来",
                "the moment lies in the future",
                "按实际时间办理",
                "the act done when it is done",
            )
        )
    if subject is None:
        return found
    if subject.last_at and doing.at < subject.last_at:
        found.append(
            _objection(
                "back_dated",
                "办理时间早于该对象上一次行为",
                "the moment lies before the last act on this subject",
                "按时间先后办理，不得倒签",
                "acts in the order of time; nothing is back-dated",
            )
        )
    if seen is not None and seen != subject.version:
        found.append(
            _objection(
                "changed_meanwhile",
                "您打开页面后他人已办理",
                "somebody acted on it after you opened the page",
                "重新查看后再办理",
                "another look at it as it stands now",
            )
        )
    if act.moves and subject.state not in act.moves.frm:
        found.append(wrong_state(act, subject, act.moves))
    return found


def wrong_state(act: Act, subject: Subject, move: Move) -> Objection:
    """Return the objection to a move from the state in which a subject is."""
    states = import_string(settings.SHOUZE_STATE_WORDS)
    thing = subject._meta.label_lower
    now = states(thing, subject.state)
    allowed = Words.join((states(thing, one) for one in move.frm), zh="、", en=", ")
    return Objection(
        "wrong_state",
        Words(f"当前状态为“{now.zh}”", f"its state is “{now.en}”"),
        Words(f"状态为“{allowed.zh}”", f"one of the states: {allowed.en}"),
        act.clauses[0],
    )


def _objection(code: str, why_zh: str, why_en: str, need_zh: str, need_en: str) -> Objection:
    return Objection(code, Words(why_zh, why_en), Words(need_zh, need_en), "guidance.六")


def no_file(digest: str) -> Objection:
    """Return the objection to resting an act on a file that is not there."""
    return _objection(
        "no_file",
        f"文件{digest[:19]}…未上传",
        f"the file {digest[:19]}… is not stored",
        "先上传文件",
        "the file uploaded first",
    )


def provable(act: Act, backlog: Backlog | None) -> None:
    """Refuse any act while too much waits for the ledger's tree: what is done must soon be provable.

    Raises Refused with status 503: the act itself is well, and can be done again when the tree has followed.
    """
    excess = backlog.excess(clock.legal_date(clock.now())) if backlog else None
    if excess is None:
        return
    bound, found = excess.bound, excess.found
    why = Words(
        f"台账入树滞后：{excess.what.zh} {found}，上限 {bound}",
        f"the ledger's tree is behind: {excess.what.en} {found}, at most {bound}",
    )
    need = Words(
        "台账定序进程恢复运行（请管理员查看 shouze sequencer 与 healthz），追上后再办理",
        "the sequencer at work again (an administrator looks at `shouze sequencer` and healthz); then again",
    )
    raise Refused(act.words, [Objection("log_behind", why, need, "guidance.六")], status=UNAVAILABLE)
