"""What a notice says, from its entry: the act, and who wrote where that is the point; nothing else of it."""

from collections.abc import Mapping
from typing import Any, Final

from shouze.kernel.acts import Act, get_act
from shouze.kernel.words import Words

from .table import APPLICANT, LIMIT, MESSAGE, WAITS

CLOCKS: Final = {"stage": Words("本阶段", "this stage"), "certificate": Words("出证", "the certificate")}
OVER: Final = 100
#: acts of which the word alone does not say to whom it happened
_SPOKEN: Final[Mapping[str, Words]] = {
    "delegation.given": Words("{who} 请您代办", "{who} named you as delegate"),
    "delegation.arranged": Words("已安排代办", "A delegate was named for an absence"),
    "delegation.ended": Words("{who} 已返岗，代办结束", "{who} is back; the delegation ends"),
    "delegation.withdrawn": Words("代办已撤回", "A delegation was withdrawn"),
    "case.reassigned": Words("您现在是项目负责人", "You are now the project engineer"),
}
#: what the holder's people are told of a certificate: by it they notice one that they never asked for
_TO_HOLDER: Final[Mapping[str, Words]] = {
    "certificate.approved": Words(
        "以贵单位名义颁发了证书；如非贵单位申请，请立即告知",
        "A certificate was issued in your name; tell us at once if you never asked for it",
    ),
    "certificate.suspended": Words("贵单位名下的证书已暂停", "A certificate in your name was suspended"),
    "certificate.restored": Words("贵单位名下的证书已恢复", "A certificate in your name was restored"),
    "certificate.withdrawn": Words("贵单位名下的证书已撤销", "A certificate in your name was withdrawn"),
    "certificate.cancelled": Words("贵单位名下的证书已注销", "A certificate in your name was cancelled"),
    "ask.received": Words(
        "另一机构称贵单位要求转换证书，来函询问；如非贵单位意愿，请立即告知",
        "Another body asks about your certificate, for its transfer; tell us at once if you never wished it",
    ),
    "request.received": Words(
        "另一机构请求移交贵单位的证书；如非贵单位意愿，请立即告知",
        "Another body requests the handover of your certificate; tell us at once if you never wished it",
    ),
    "handover.granted": Words(
        "贵单位的证书已移交另一机构；其签发之前，证书继续有效",
        "Your certificate was handed over; it stays valid until the other body has issued",
    ),
    "handover.completed": Words(
        "贵单位的证书已由其他机构承接，原证书已注销",
        "Your certificate passed to another body; ours is cancelled",
    ),
    "ask.recorded": Words(
        "另一机构称贵单位要求转换证书，来函询问；如非贵单位意愿，请立即告知",
        "Another body asks about your certificate, for its transfer; tell us at once if you never wished it",
    ),
    "request.recorded": Words(
        "另一机构请求移交贵单位的证书；如非贵单位意愿，请立即告知",
        "Another body requests the handover of your certificate; tell us at once if you never wished it",
    ),
    "issue.recorded": Words(
        "贵单位的证书已由其他机构承接，原证书已注销",
        "Your certificate passed to another body; ours is cancelled",
    ),
    "handover.refused": Words(
        "贵单位的证书未移交另一机构，证书不变",
        "Your certificate was not handed over; it stands as before",
    ),
    "refusal.received": Words(
        "原机构不予移交，原证书不变", "The old body does not hand over; its certificate stands as before"
    ),
    "refusal.recorded": Words(
        "原机构不予移交，原证书不变", "The old body does not hand over; its certificate stands as before"
    ),
    "signal.confirmed": Words(
        "有涉及贵单位产品的质量信息；如有异议，请在期限内提出",
        "There is quality information about your product; object within the term if it is wrong",
    ),
    "class.approved": Words(
        "贵单位的企业分类已确定；如有异议，请在期限内提出",
        "Your class is settled; object within the term if it is wrong",
    ),
    "certificate.expired": Words("贵单位名下的证书已到期失效", "A certificate in your name has expired"),
    "certificate.lapsed": Words("贵单位名下的证书届满注销", "A certificate in your name ran out"),
    "suspension.prolonged": Words("贵单位证书的暂停已延长", "The suspension of your certificate goes on"),
    "restoration.verified": Words("贵单位的恢复申请已验证", "Your application for restoration was verified"),
    "request.refused": Words("贵单位的证书申请未予办理", "A request on your certificate is not granted"),
    "reaction.warned": Words("贵单位证书的期限临近", "A last day of your certificate comes near"),
}


def says_to(to: str, kind: str, act: str, who: str, given: Mapping[str, Any]) -> Words:
    """Return the words of a notice to who stands in the relation ``to``: the holder reads of his name."""
    return _TO_HOLDER[act] if to == APPLICANT and act in _TO_HOLDER else says(kind, act, who, given)


def says(kind: str, act: str, who: str, given: Mapping[str, Any], awaited: str = "") -> Words:
    """Return the words of a notice of ``kind`` about ``act``, done by ``who`` with the input ``given``; for
    one that waits, of the act ``awaited``.
    """
    if kind == WAITS:
        return Words("等待您办理：{act}", "Waiting for you: {act}").fill(act=get_act(awaited).words)
    if kind == MESSAGE:
        return Words("{who} 发来消息", "{who} wrote to you").fill(who=who)
    if kind == LIMIT:
        return _limit(given)
    return _SPOKEN[act].fill(who=who) if act in _SPOKEN else _title(get_act(act))


def _limit(given: Mapping[str, Any]) -> Words:
    values = {"clock": CLOCKS[given["clock"]], "level": given["level"], "due": given["due_on"]}
    if given["level"] >= OVER:
        return Words("{clock}期限 {due} 已到", "The limit of {clock}, {due}, is reached").fill(**values)
    return Words(
        "{clock}期限 {due}，已用 {level}%", "{level}% of the term of {clock} is used; its limit is {due}"
    ).fill(**values)


def _title(act: Act) -> Words:
    return Words("已办理：{act}", "Done: {act}").fill(act=act.words)
