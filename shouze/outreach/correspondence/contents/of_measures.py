"""Letters around a measure: prolongation, the end of a certificate that ran out, warnings before a last day,
answers to what a holder asked, and the notice to the authority of the province (Order 117 Art. 35).
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import certificate_of_case
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import Said
from shouze.resources.organisations.queries import get_factory

from .content import Content, Given, day, listed, quoted, said

NUMBER: Final = Words("证书编号", "Certificate")
#: act -> what the body did, and the table of its reason codes
DONE: Final[Mapping[str, tuple[Words, str]]] = {
    "certificate.suspended": (Words("暂停", "suspended"), "suspension_reasons"),
    "suspension.prolonged": (Words("延长暂停", "kept suspended"), ""),
    "certificate.restored": (Words("恢复", "restored"), ""),
    "certificate.withdrawn": (Words("撤销", "withdrawn"), "withdrawal_reasons"),
    "certificate.cancelled": (Words("注销", "cancelled"), "cancellation_reasons"),
    "handover.completed": (
        Words("注销（已转换至其他认证机构）", "cancelled: it passed to another body"),
        "cancellation_reasons",
    ),
    "certificate.lapsed": (
        Words("注销（有效期届满未延续）", "cancelled: it ran out and was not renewed"),
        "",
    ),
}


def _certificate(case: Case) -> Certificate:
    found = certificate_of_case(case.id)
    if found is None:
        raise LookupError(f"{case.number} has no certificate on which a letter could be written")
    return found


def prolongation(case: Case, given: Given) -> Content:
    """A suspension goes on: its new last day, the grounds, what stays forbidden."""
    grounds = rulebook.codes("prolongation_reasons", on=_on(given))
    words = [one.words for one in grounds if one.code in given["grounds"]]
    return Content(
        paragraphs=(
            said(
                "根据CNCA-00C-001，你单位下列认证证书的暂停延长至{until}止，暂停起始日不变。",
                "Under CNCA-00C-001 the suspension of the certificate below goes on until {until}; its first "
                "day stays.",
                until=day(given["until"]),
            ),
        ),
        table=listed(
            [
                (NUMBER, _certificate(case).number),
                *_models(given),
                (Words("理由", "Grounds"), Words.join(words, zh="；", en="; ")),
            ]
        ),
        after=(
            *quoted(Words("事实和理由", "Facts and reasons"), given["words"]),
            Words(
                "暂停期间证书无效。请在延长后的期限内完成整改并申请恢复；期满未申请或仍不符合的，撤销证书。",
                "The certificate is not valid meanwhile. Correct and apply for restoration in that time, or "
                "it is withdrawn.",
            ),
        ),
    )


def _models(given: Given) -> Sequence[tuple[Words, Said]]:
    """The models that stay suspended longer, where it is not all of them."""
    listed_models = "、".join(given["models"])
    return [(Words("涉及型号", "Models concerned"), listed_models)] if listed_models else []


def lapse(case: Case, given: Given) -> Content:
    """The certificate ran out, nobody asked for its renewal, and it is cancelled."""
    certificate = _certificate(case)
    return Content(
        paragraphs=(
            said(
                "你单位下列认证证书有效期至{until}，届满前未申请延续，自{on}起注销。",
                "The certificate below was valid until {until}; no renewal was applied for, and it is "
                "cancelled from {on}.",
                until=day(certificate.valid_until),
                on=day(_on(given)),
            ),
        ),
        table=listed([(NUMBER, certificate.number)]),
    )


#: cause of a warning -> what is said
WARNINGS: Final[Mapping[str, Words]] = {
    "suspension_ending": Words(
        "你单位下列认证证书的暂停将于{day}届满，至今未收到恢复申请。请在届满前提交恢复申请、暂停通知书副本和整改报告；"
        "届满未申请的，将撤销证书。",
        "The suspension of the certificate below ends on {day}, and no application for restoration came in. "
        "Apply before it ends, with the notice and the rectification report; or it is withdrawn.",
    ),
    "renewal_open": Words(
        "你单位下列认证证书将于{day}到期。需延续使用的，请在到期前提出换证申请；届满未申请的，证书失效。",
        "The certificate below runs out on {day}. To keep it, apply for its renewal before that day; or "
        "it ends.",
    ),
    "renewal_under_way": Words(
        "你单位下列认证证书将于{day}到期，换证申请正在办理，尚未作出决定。到期仍未批准的，证书自次日起失效；"
        "请及时配合所需的检查、检测。",
        "The certificate below runs out on {day}; its renewal is under way and not decided. If it is not "
        "approved by that day, the certificate ends; please make the tests and inspections possible in time.",
    ),
}


def period_warning(case: Case, given: Given) -> Content:
    """A last day comes nearer: which, and what the holder can do until then."""
    left = said("距截止日不足{n}天", "{n} days or fewer are left", n=given["level"])
    return Content(
        paragraphs=(WARNINGS[given["cause"]].fill(day=day(given["last_day"])),),
        table=listed(
            [
                (NUMBER, _certificate(case).number),
                (Words("截止日", "Last day"), day(given["last_day"])),
                (Words("剩余时间", "Time left"), left),
            ]
        ),
    )


def request_refusal(case: Case, given: Given) -> Content:
    """What a holder asked for is not granted, and why."""
    kind = rulebook.code("holder_requests", given["kind"], on=_on(given)).words
    return Content(
        paragraphs=(
            Words(
                f"你单位就下列认证证书提出的“{kind.zh}”申请，经审查不予办理。",
                f"Your request on the certificate below ({kind.en}) is not granted.",
            ),
        ),
        table=listed([(NUMBER, _certificate(case).number)]),
        after=quoted(Words("理由", "Why"), given["words"]),
    )


def appeal_answer(case: Case, given: Given) -> Content:
    """How an appeal ended, and why."""
    result = rulebook.code("appeal_results", given["result"], on=_on(given)).words
    return Content(
        paragraphs=(
            Words(f"你单位的申诉已办结，结论：{result.zh}。", f"Your appeal is concluded: {result.en}."),
        ),
        after=quoted(Words("理由", "Why"), given["words"]),
    )


def authority_notice(case: Case, given: Given) -> Content:
    """The authority of the factory's province is told of a measure: holder, factory, reasons, range."""
    certificate, factory = _certificate(case), get_factory(case.factory_id)
    done, table = DONE[given["entry_act"]]
    rows: list[tuple[Words, Said]] = [
        (NUMBER, certificate.number),
        (Words("处置", "Measure"), done),
        (Words("生效日期", "From"), day(_on(given))),
        (Words("持证人", "Holder"), case.applicant_name),
        (Words("生产企业", "Factory"), f"{factory.name}（{factory.code}）"),
        (Words("地址", "Address"), factory.address),
    ]
    if given.get("until"):
        rows.append((Words("暂停至", "Suspended until"), day(given["until"])))
    if table:
        codes = [rulebook.code(table, code, on=_on(given)) for code in given["reasons"]]
        text = (Words(f"{one.code} {one.words.zh}", f"{one.code} {one.words.en}") for one in codes)
        rows.append((Words("原因", "Reason"), Words.join(text, zh="；", en="; ")))
    if given.get("models"):
        rows.append((Words("涉及型号", "Models concerned"), "、".join(given["models"])))
    province = rulebook.codes("provinces", on=_on(given))
    name = next((one.words.zh for one in province if one.code == factory.division[:2]), "")
    return Content(
        paragraphs=(
            Words(
                "根据《强制性产品认证管理规定》第三十五条，现将下列认证证书的处置情况通报贵局。",
                "Under Order 117 Art. 35 this body tells you of a measure on the certificate below.",
            ),
        ),
        table=listed(rows),
        addressee=f"{name}市场监督管理局" if name else "国家市场监督管理总局",
    )


def _on(given: Given) -> date:
    """The day of the act, as the letter's entry has it."""
    return date.fromisoformat(given["entry_on"])
