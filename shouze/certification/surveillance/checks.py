"""May it be done to the programme, to a supervision, to a sample? Pure."""

from collections.abc import Iterator
from datetime import date

from shouze.certification.evidence.checks.visiting import covers, unfit
from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

from .states import LIVING, STATES

_ALL = 100


def share_used(since: date, due: date, on: date) -> int:
    """Return the per cent of the term from ``since`` to ``due`` that is used up on ``on`` (calendar days)."""
    if on >= due:
        return _ALL
    return max(0, _ALL * (on - since).days // max(1, (due - since).days))


def warning_is_due(look: Look) -> Iterator[Objection]:
    """The level is reached, was not warned of, and the day is the one that stands."""
    line, given = look.subject, look.given
    used = share_used(line.counted_from, line.due_on, look.on)
    if used < given.level or line.warned >= given.level or line.due_on != given.due_on:
        yield Objection(
            "no_warning",
            Words(
                "该监督任务未达到此预警等级，或已预警",
                "the line has not reached this level, or was warned of",
            ),
            Words("达到等级后预警一次", "one warning, when it is reached"),
            "guidance.十二",
        )


def _no(code: str, zh: str, en: str, need: str, need_en: str, field: str | None = None) -> Objection:
    return Objection(code, Words(zh, en), Words(need, need_en), "order117.19", field=field)


def counts_from_the_past(look: Look) -> Iterator[Objection]:
    """The programme counts from a day that was, or is."""
    since = look.given.counted_from
    if since is not None and since > look.on:
        yield _no(
            "counted_from_later", "起算日晚于今天", "the day from which it counts lies in the future",
            "按最近一次检查的日期填写", "the day of the last inspection", "counted_from",
        )  # fmt: skip


def may_be_opened(look: Look) -> Iterator[Objection]:
    """The line is there and not ended, and a certificate in force waits for its supervision."""
    task = look.facts.task
    if task is None:
        yield _no(
            "no_task", "没有找到该监督任务", "there is no such line of the programme",
            "从监督计划中选择", "a line of the programme", "task",
        )  # fmt: skip
    elif task.state not in LIVING:
        now = STATES[task.state]
        yield _no(
            "task_state", f"该监督任务为“{now.zh}”", f"the line is: {now.en}",
            "选择待监督的任务", "a line that waits", "task",
        )  # fmt: skip
    elif not look.facts.covered:
        yield _no(
            "nothing_to_cover", "该任务没有尚未纳入监督的有效证书",
            "no certificate in force is left to be supervised under this line",
            "选择有有效证书的任务或持有人", "a line and a holder with a certificate in force", "holder",
        )  # fmt: skip


def follows_its_draw(look: Look) -> Iterator[Objection]:
    """Whether a visit is announced is decided by the draw on whose list its line stands."""
    task = look.facts.task
    if task is None or task.draw is None:
        return
    if task.drawn is None and task.state != "opened":
        yield _no(
            "draw_pending", "该任务在抽签名单上，尚未抽签", "the line stands on a draw that is not held yet",
            "等待抽签，或由他人签署不按抽签执行",
            "the draw, or a signed decision of another not to follow it", "task",
        )  # fmt: skip
    elif task.drawn is False and look.given.unannounced:
        yield _no(
            "not_drawn", "该任务参加了抽签而未被抽中，不能自行改为预先不通知",
            "the line took part in a draw and was not drawn: it is not made unannounced by choice",
            "按通知方式检查，或签署不按抽签执行",
            "an announced visit, or a signed decision not to follow the draw", "unannounced",
        )  # fmt: skip


def sample_may_stand_for_visit(look: Look) -> Iterator[Objection]:
    """A sampling test stands for a follow-up inspection only where the row of the class says so; an initial
    inspection that is still to come, and what was triggered, is done on the spot.
    """
    task, terms = look.facts.task, look.facts.terms
    if not look.given.sample_instead or task is None or terms is None:
        return
    periodic = task.kind == "follow_up" and task.cause != "initial_inspection"
    if not (terms.work.sampling.replaces_visit and periodic):
        yield Objection(
            "visit_not_replaced",
            Words(
                f"{terms.letter}类企业的此项监督不得以抽样检测代替跟踪检查",
                f"under class {terms.letter} a sampling test does not stand for this visit",
            ),
            Words("实施跟踪检查", "the visit"),
            "00c003.3.5",
            field="sample_instead",
        )


def is_a_trigger(look: Look) -> Iterator[Objection]:
    """The certificate is in force, and the cause is one that triggers extra surveillance."""
    certificate, causes = look.facts
    if certificate is None or certificate.state not in ("valid", "suspended"):
        yield _no(
            "not_in_force", "该证书不在有效或暂停状态", "the certificate is neither valid nor suspended",
            "选择有效或暂停的证书", "a certificate in force", "certificate",
        )  # fmt: skip
    if look.given.cause not in causes:
        yield _no(
            "no_trigger", "该原因不触发额外监督", "this is no cause of extra surveillance",
            "从触发原因中选择", "a cause of the list", "cause",
        )  # fmt: skip


def visit_may_be_joined(look: Look) -> Iterator[Objection]:
    """The visit is of the same factory under the same rule, planned and not begun, this case waits for one,
    and both are announced or neither is: what one holder is told gives the visit away to the others.
    """
    facts = look.facts
    if facts.visit is None or not facts.fits:
        yield _no(
            "no_such_visit", "没有可并入的同厂检查", "there is no such visit that this case could join",
            "选择同一生产企业、同一实施规则下已计划而未开始的检查",
            "a visit of the same factory under the same rule, planned and not begun", "visit",
        )  # fmt: skip
    elif not facts.veiled_alike:
        yield _no(
            "not_veiled_alike", "一案预先通知、一案预先不通知，不能合并检查",
            "one case is announced and the other is not",
            "通知方式相同的案件才合并", "two cases that are both announced, or neither", "visit",
        )  # fmt: skip


def team_fits_here(look: Look) -> Iterator[Objection]:
    """Every member is registered and without interest towards the parties of this case, too."""
    facts = look.facts
    for person, one in facts.team.items():
        yield from unfit(one, facts.roles[person])
    if facts.visit is not None:
        yield from covers(
            facts.speciality, [one for person, one in facts.team.items() if facts.roles[person] != "03"]
        )


def days_suffice_for_all(look: Look) -> Iterator[Objection]:
    """The days planned hold what all cases of the visit need."""
    facts = look.facts
    if facts.visit is None:
        return
    days = (facts.visit.planned_to - facts.visit.planned_from).days + 1
    there = days * sum(role != "03" for role in facts.roles.values())
    if there < facts.needed:
        yield Objection(
            "person_days",
            Words(
                f"该检查计划{there}人日，合并后需{facts.needed.normalize():f}人日",
                f"{there} person-days are planned, both cases need {facts.needed.normalize():f}",
            ),
            Words("撤销后按合并检查另行计划更多人员或天数", "a new plan with more inspectors or days"),
            "00c006.person_days",
            field="visit",
        )


def visit_may_be_refused(look: Look) -> Iterator[Objection]:
    """A follow-up is open, and the day is not in the future."""
    if "open" not in (look.facts.get("GZ"), look.facts.get("GC")):
        yield _no(
            "no_open_visit", "本案没有待实施的跟踪检查", "no follow-up inspection of the case is open",
            "仅未实施的跟踪检查可登记拒绝", "an open follow-up",
        )  # fmt: skip
    if look.given.happened_on > look.on:
        yield _no(
            "later", "日期晚于今天", "the day lies in the future",
            "按实际日期填写", "the real day", "happened_on",
        )  # fmt: skip


def every_certificate_is_judged(look: Look) -> Iterator[Objection]:
    """Each certificate covered and still in force is named once, and no other."""
    named = [str(one.certificate) for one in look.given.certificates]
    ended = [key for key, state in look.facts.covered.items() if state not in ("valid", "suspended")]
    missing = set(look.facts.covered) - set(named) - set(ended)
    strange = set(named) - set(look.facts.covered)
    if missing or strange or len(named) != len(set(named)):
        yield _no(
            "certificates", "须对本次监督覆盖的每张有效证书各作一次结论",
            "each certificate covered and in force is judged, once",
            "逐证书填写结论", "one line for each certificate covered", "certificates",
        )  # fmt: skip


def results_are_in(look: Look) -> Iterator[Objection]:
    """No element is open unless one failed, and no claim of a counterfeit waits."""
    states = look.facts.elements
    failed = any(state == "nonconforming" for state in states.values())
    left = "、".join(code for code, state in sorted(states.items()) if state == "open")
    if left and not failed:
        yield _no(
            "element_open", f"监督要素{left}尚未完成", f"the element {left} is not closed",
            "完成该要素，或退回评价", "its result, or a return to the evaluation",
        )  # fmt: skip
    if look.facts.claims:
        yield _no(
            "claim_open", "持有人主张市场样品系假冒，尚未判断",
            "the holder says that a market sample is counterfeit, and nobody judged it",
            "先判断该主张", "the claim judged first",
        )  # fmt: skip


def decisions_follow(look: Look) -> Iterator[Objection]:
    """Nothing is kept against a result that does not conform, nor after a refused visit; what is proposed has
    reasons of the list of its measure, what is kept has none.
    """
    facts = look.facts
    failed = "、".join(code for code, state in sorted(facts.elements.items()) if state == "nonconforming")
    for one in look.given.certificates:
        if one.decision == "keep":
            if failed:
                yield _no(
                    "kept_against_result", f"要素{failed}不符合，不能保持证书",
                    f"element {failed} does not conform: the certificate is not kept as it is",
                    "建议暂停或撤销", "a suspension or withdrawal proposed", "certificates",
                )  # fmt: skip
            if one.reasons:
                yield _no(
                    "kept_with_reason", "保持证书不填写原因代码", "what is kept has no reason codes",
                    "删除原因代码", "no reason codes", "certificates",
                )  # fmt: skip
            continue
        unknown = [code for code in one.reasons if code not in facts.codes[one.decision]]
        if not one.reasons or unknown:
            yield _no(
                "reasons", "建议暂停或撤销须填写代码表中的原因代码",
                "what is proposed has reason codes of its list",
                "从相应的原因代码表中选择", "codes of the list of suspensions or withdrawals", "certificates",
            )  # fmt: skip


def nothing_in_force(look: Look) -> Iterator[Objection]:
    """A line stays while a certificate of its factory and product is in force: ``facts`` says so."""
    if look.facts:
        yield _no(
            "in_force", "该生产企业此类产品仍有有效或暂停的证书",
            "a certificate of the factory for this product is in force",
            "证书全部终止后移出", "every certificate ended first",
        )  # fmt: skip
