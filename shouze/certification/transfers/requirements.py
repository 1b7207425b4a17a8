"""May this certificate come to us? What must be known of the old one, and what is done anew. Pure."""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.acts import Look, Move, Objection, objection, of_subject
from shouze.kernel.words import Words

from .checks import RULE, inspection_is_fresh
from .states import HELD

#: the risk is evaluated before the plan is made, and again when something new is known
ASSESS: Final = Move(("accepted", "planned"))
VALID: Final = "valid"
#: conclusion of a factory inspection: not passed
FAILED_INSPECTION: Final = "04"


def parties_known(look: Look) -> Iterator[Objection]:
    """Producer and factory are registered."""
    for field in look.facts.missing:
        yield objection(
            "unknown_party",
            f"{field}未登记",
            f"{field} is not registered",
            "先登记企业信息",
            "the party registered first",
            "order117.10",
            act="organisation.registered",
            field=field,
        )


def body_is_known(look: Look) -> Iterator[Objection]:
    """The old body is in our register, and the certificate bears its code."""
    if not look.facts.body:
        yield objection(
            "unknown_body", "原认证机构未登记", "the old body is not registered", "先登记该机构",
            "the body registered first", RULE, act="body.registered", field="body",
        )  # fmt: skip
    elif look.given.old_number[4:6] != look.facts.body:
        yield objection(
            "other_body",
            f"证书编号{look.given.old_number}不是该机构的",
            f"{look.given.old_number} bears another body's code",
            "核对证书编号和原机构",
            "another look at number and body",
            RULE,
            field="old_number",
        )


def models_were_certified(look: Look) -> Iterator[Objection]:
    """A transfer takes over what was certified; further models are an extension afterwards."""
    if look.facts.strange:
        listed = "、".join(look.facts.strange)
        yield objection(
            "strange_models",
            f"原证书没有型号{listed}",
            f"the old certificate has not {listed}",
            "只转换原证书型号，其余转换后申请扩展",
            "the models of the old certificate; others by extension afterwards",
            RULE,
            field="models",
        )


def days_can_be(look: Look) -> Iterator[Objection]:
    """What the old certificate is said to be was issued and inspected before today, and is valid today."""
    given = look.given
    days = {
        "old_first_issued_on": given.old_first_issued_on <= look.on,
        "last_inspected_on": given.last_inspected_on <= look.on,
        "old_valid_until": look.on <= given.old_valid_until,
    }
    for field, can_be in days.items():
        if not can_be:
            day = getattr(given, field)
            yield objection(
                "day_cannot_be",
                f"日期{day}不可能",
                f"the day {day} cannot be",
                "按原证书和检查报告填写",
                "the day as the old certificate and the report have it",
                RULE,
                field=field,
            )


def answer_or_silence(look: Look) -> Iterator[Objection]:
    """An answer has its letter; silence is recorded after the term has passed, not before."""
    due = look.subject.answer_due_on
    if look.given.silent and due is not None and look.on <= due:
        yield objection(
            "term_runs",
            f"答复期限至{due}",
            f"the term to answer runs until {due}",
            "期满后登记未答复",
            "the day after the term",
            RULE,
            field="silent",
        )
    if not look.given.silent and look.given.letter is None:
        yield objection(
            "no_letter", "缺少复函", "the letter is missing", "上传复函", "the letter", RULE, field="letter"
        )


def rules_are_there(look: Look) -> Iterator[Objection]:
    """Theirs came with the answer, or is entered."""
    if not look.facts.theirs:
        yield objection(
            "no_rules",
            "没有原机构的实施细则数据",
            "there is nothing of the old body's rules",
            "录入原机构细则要点",
            "the points of their rules entered",
            RULE,
            field="scheme",
        )


def _transfer(look: Look) -> Any:
    standing = getattr(look.facts, "standing", look.facts)
    return standing.transfer if standing else None


@of_subject
def state_was_checked(look: Look) -> Iterator[Objection]:
    """The old certificate's state was looked up on the application (domain: 国认证〔2014〕84号)."""
    transfer = _transfer(look)
    if transfer is not None and not transfer.checked:
        yield objection(
            "not_checked",
            "尚未查询原证书状态",
            "the state of the old certificate was not looked up",
            "查询并留存记录",
            "the query, with its print",
            RULE,
            act="transfer.status_checked",
        )
    elif transfer is not None and (late := _first_check_missed(transfer)):
        yield objection(
            "checked_late",
            f"首次查询原证书状态应不迟于{late}",
            f"the old certificate was to be looked up by {late}",
            "停止转入，由委托人重新提出",
            "an end to this transfer, and a new application",
            RULE,
            act="handover.released",
        )


def _first_check_missed(transfer: Any) -> str:
    """The last day for the first query where it came later; "" where it did not, or none is known."""
    due = transfer.assessed["applied"].get("first_check_by") or ""
    return str(due) if due and transfer.checked[0]["on"] > due else ""


@of_subject
def old_body_was_asked(look: Look) -> Iterator[Objection]:
    """The old body answered, or its silence is on record."""
    transfer = _transfer(look)
    if transfer is not None and not transfer.answer:
        yield objection(
            "not_answered",
            "原机构尚未答复，也没有逾期未答复的记录",
            "the old body has not answered, and its silence is not recorded",
            "登记答复，或期满后登记未答复",
            "its answer, or its silence after the term",
            RULE,
            act="transfer.answered",
        )


@of_subject
def rules_were_compared(look: Look) -> Iterator[Objection]:
    """The difference of the two rule sets was computed."""
    transfer = _transfer(look)
    if transfer is not None and not transfer.compared:
        yield objection(
            "not_compared",
            "尚未比较两机构实施细则",
            "the rules of the two bodies were not compared",
            "办理比较",
            "the comparison",
            RULE,
            act="transfer.compared",
        )


@of_subject
def old_certificate_stands(look: Look) -> Iterator[Objection]:
    """Not suspended, withdrawn, expired, under investigation; no open nonconformity, no failed sampling
    pending.
    """
    transfer = _transfer(look)
    if transfer is None:
        return
    for words in _against(transfer, look.on):
        yield Objection(
            "old_not_standing",
            words,
            Words("停止转入并通知委托人", "an end to the transfer, and the client told"),
            RULE,
            act="handover.released",
        )


def _against(transfer: Any, on: date) -> Iterator[Words]:
    last = transfer.checked[-1] if transfer.checked else None
    for one in transfer.checked:
        if one["state"] != VALID:
            state = rulebook.code("old_certificate_states", one["state"], on=on).words
            yield Words(
                f"原证书{one['on']}查询状态不是有效（{state.zh}）",
                f"on {one['on']} the old certificate was not valid ({state.en})",
            )
    if last and last["valid_until"] < on.isoformat():
        yield Words(
            f"原证书有效期至{last['valid_until']}", f"the old one was valid until {last['valid_until']}"
        )
    answer = transfer.answer
    said = {str(transfer.assessed["applied"]["old_valid_until"]), *([last["valid_until"]] if last else [])}
    said |= {str(answer["valid_until"])} if answer.get("valid_until") else set()
    if len(said) > 1:
        listed = "、".join(sorted(said))
        yield Words(f"原证书有效期说法不一：{listed}", f"several last days are said of it: {listed}")
    if (answer.get("last_inspected_on") or "") > on.isoformat():
        yield Words("原机构所称最近检查日期晚于今日", "the last inspection is said to be later than today")
    if answer.get("state") not in (None, VALID):
        yield Words(f"原机构称证书状态为{answer['state']}", f"the old body calls it {answer['state']}")
    flags = {**(last or {}), **{key: value for key, value in answer.items() if value}}
    if flags.get("under_investigation"):
        yield Words("正被调查", "an investigation runs")
    if flags.get("open_sampling") or flags.get("pending_sampling"):
        yield Words("有未处理的抽样不合格", "a failed sampling is pending")
    if answer.get("open_nonconformities"):
        many = answer["open_nonconformities"]
        yield Words(f"原机构有{many}项不符合未关闭", f"{many} nonconformities are open at the old body")


#: why more than papers is asked
REASONS: Final = {
    "old_inspection": Words("最近一次工厂检查已超期", "the last inspection is too old"),
    "failed_inspection": Words("最近一次工厂检查不通过", "the last inspection was not passed"),
    "unconfirmed_inspection": Words("原机构未答复，检查情况未经证实", "the old body was silent"),
    "failed_sample": Words("原机构抽样不合格", "a sample failed at the old body"),
    "missing_standards": Words("缺少本机构采用的标准", "standards of ours are missing"),
    "missing_element": Words("原机构未实施该要素", "the old body did not do this element"),
}


def reasons(standing: Any) -> list[dict[str, str]]:
    """What speaks for more than papers: the rows of the evaluation, each with its element."""
    found = []
    answer, compared = standing.transfer.answer, standing.transfer.compared
    if not inspection_is_fresh(standing.last_inspected, standing.on, standing.fresh_months):
        found.append({"element": "GC", "code": "old_inspection"})
    if answer.get("failed_samples"):
        found.append({"element": "XS", "code": "failed_sample"})
    if answer.get("silent"):
        found.append({"element": "XS", "code": "silence"})
    for line in compared.get("lines", ()):
        if line["topic"] == "standards" and line["missing"] and line["theirs"]:
            found.append({"element": "XS", "code": "missing_standards"})
        if line["topic"] == "elements" and line["theirs"]:
            before = compared["ours"]["classes"][compared["class"]].get("before", ())
            found += [
                {"element": code, "code": "missing_element"} for code in line["missing"] if code in before
            ]
    if answer.get("silent"):
        found.append({"element": "GC", "code": "unconfirmed_inspection"})
    if answer.get("inspection_conclusion") == FAILED_INSPECTION:
        found.append({"element": "GC", "code": "failed_inspection"})
    return found


def elements(standing: Any, *, test: bool, inspection: bool) -> list[dict[str, str]]:
    """The elements asked: those that the rows ask, and those that the engineer adds; none is taken away."""
    asked = {one["element"] for one in reasons(standing)}
    asked |= ({"XS"} if test else set()) | ({"GC"} if inspection else set())
    return [{"code": code, "basis": RULE} for code in ("XS", "GC", "SC") if code in asked]


@of_subject
def was_assessed(look: Look) -> Iterator[Objection]:
    """The handover is asked for when we know that we would issue; ``facts`` says that the risk was
    evaluated.
    """
    if not look.facts:
        yield objection(
            "not_assessed",
            "尚未评估转换风险",
            "the risk of the transfer was not evaluated",
            "先评估",
            "the evaluation first",
            RULE,
            act="transfer.assessed",
        )


@of_subject
def exchanges_by_hand(look: Look) -> Iterator[Objection]:
    """With an installation of this system signed messages are exchanged; a letter does not take their
    place.
    """
    if look.facts:
        yield objection(
            "by_message",
            "该机构以签名报文往来",
            "that body exchanges signed messages",
            "等待或导入其签名报文",
            "its signed message",
            RULE,
        )


@of_subject
def is_handed_over(look: Look) -> Iterator[Objection]:
    """We issue only while we hold the old body's handover; this is what keeps two from being valid."""
    transfer = _transfer(look)
    if transfer is not None and transfer.state != HELD:
        yield objection(
            "not_handed_over",
            "尚未获得原机构的移交声明，或已解除",
            "the old body has not handed over, or the handover was released",
            "请求并取得移交声明",
            "the handover of the old body",
            RULE,
            act="handover.requested",
        )


@of_subject
def checked_today(look: Look) -> Iterator[Objection]:
    """The state is looked up again on the day of the issue, and still stands."""
    transfer = _transfer(look)
    if transfer is None:
        return
    if not transfer.checked or transfer.checked[-1]["on"] != look.on.isoformat():
        yield objection(
            "not_checked_today",
            "签发当日尚未复查原证书状态",
            "the old certificate's state was not looked up on this day",
            "当日复查并留存记录",
            "the query of today",
            RULE,
            act="transfer.status_checked",
        )
    yield from old_certificate_stands(look)


@of_subject
def inspection_or_new_one(look: Look) -> Iterator[Objection]:
    """The last inspection is at most 12 months old on the day of the issue, or a new one conforms."""
    standing = getattr(look.facts, "standing", None)
    if standing is None or "GC" in standing.asks:
        return
    if not inspection_is_fresh(standing.last_inspected, look.on, standing.fresh_months):
        yield objection(
            "old_inspection",
            f"最近一次工厂检查为{standing.last_inspected}，已超过{standing.fresh_months}个月",
            f"the last inspection was on {standing.last_inspected}, over {standing.fresh_months} months ago",
            "先进行工厂检查",
            "a factory inspection first",
            RULE,
            act="transfer.assessed",
        )
