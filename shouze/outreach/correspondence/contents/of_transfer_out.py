"""Letters on a certificate of ours to a body that has no installation of this system and takes it from us:
what else is a signed message. Guidance (十一) 4, notice 国认证〔2014〕84号.
"""

from datetime import date
from typing import Final
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import STATES
from shouze.certification.transfers.models import Transfer
from shouze.certification.transfers.queries import last_said
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import Said

from .content import Content, Given, day, listed, quoted, said
from .of_transfer import facts_of

#: the acts after which it is written to such a body, whose input does not say all that the letter does
ACTS: Final = (
    "answer.given", "handover.granted", "handover.refused", "handover.recalled", "measure.told",
    "handover.closed", "issue.closed",
)  # fmt: skip
REASON: Final = Words("理由", "Reason")


def given_of(transfer: UUID) -> Given:
    """What the letters say comes of the transfer itself, as the act has left it."""
    return {"transfer": str(transfer)}


def answer(case: Case, given: Given) -> Content:
    """Their question is answered; what our records say goes with the letter as files."""
    transfer = _transfer(given)
    told = transfer.answer
    yes, no = Words("有", "yes"), Words("无", "no")
    rows: list[tuple[Words, Said]] = [
        *facts_of(transfer),
        (Words("证书状态", "State"), STATES[told["state"]]),
        (Words("有效期至", "Valid until"), day(told["valid_until"])),
        (Words("企业分类", "Class"), told["enterprise_class"] or "—"),
        (Words("最近一次工厂检查", "Last inspection"), day(told["last_inspected_on"])),
        (Words("未关闭不符合项", "Nonconformities open"), str(told["open_nonconformities"])),
        (Words("抽样不合格情况", "Failed samples"), told["failed_samples"] or no),
        (Words("未处理的抽样不合格", "A failed sample is pending"), yes if told["pending_sampling"] else no),
        (Words("未结投诉", "Pending complaints"), told["pending_complaints"] or no),
        (Words("正在进行的调查", "An investigation runs"), yes if told["under_investigation"] else no),
    ]
    files = [
        (Words(f"附件{place}", f"Enclosure {place}"), f"{one['name']}（{one['digest']}）")
        for place, one in enumerate(given.get("enclosed", ()), 1)
    ]
    return Content(
        paragraphs=(
            Words(
                "贵机构关于下列证书转换的来函收悉，现将本机构记录的情况函复如下。单元、不符合项、不合格、关键件和文件清单见附件；"
                "附件以所列摘要为准，JSON文件另附签名。",
                "In answer to your letter this is what our records say of the certificate below. Units, "
                "nonconformities, failures, key parts and documents are in the files named here by digest; "
                "the JSON file has its signature beside it.",
            ),
        ),
        table=listed([*rows, *files]),
        addressee=transfer.other.name,
    )


def handover(case: Case, given: Given) -> Content:
    """The statement on which the other body may issue."""
    transfer = _transfer(given)
    held = transfer.handover
    return Content(
        paragraphs=(
            Words(
                "应持证人意愿，本机构将下列证书移交贵机构：自贵机构签发承接证书之时起，本机构证书不再有效；贵机构签发之前，"
                "本机构证书继续有效。请于签发后即函告承接证书编号和签发日期，本机构据此注销。",
                "At the wish of its holder we hand the certificate below over to you: from the moment at "
                "which you issue its successor ours is no longer valid; until then it is. Please tell us "
                "its number and day of issue at once, so that we cancel ours.",
            ),
        ),
        table=listed(
            [
                *facts_of(transfer),
                (Words("首次发证日期", "First issued"), day(held.get("first_issued_on"))),
                (Words("有效期至", "Valid until"), day(held.get("valid_until"))),
                (Words("移交日期", "Handed over on"), day(given["entry_on"])),
                (Words("声明摘要", "Digest of this statement"), str(held.get("digest", "—"))),
            ]
        ),
        after=(
            Words(
                "如不再转换，请函告“没有签发且不再签发”；未经贵机构答复，本声明不单方收回。",
                "Where you give the transfer up, please tell us that nothing was issued nor will be; without "
                "your answer this statement is not taken back.",
            ),
        ),
        addressee=transfer.other.name,
    )


def refusal(case: Case, given: Given) -> Content:
    """Why it is not handed over: each reason of the closed list in its words."""
    transfer = _transfer(given)
    rows: list[tuple[Words, Said]] = [
        (REASON, rulebook.code("transfer_refusals", one, on=date.fromisoformat(given["entry_on"])).words)
        for one in transfer.reasons
    ]
    return Content(
        paragraphs=(
            Words(
                "贵机构请求移交的下列证书，因所列理由不予移交；原证书不变。理由消除后可再次来函。",
                "The certificate below is not handed over, for the reasons named; it stands as before. "
                "Please write again when they are gone.",
            ),
        ),
        table=listed([*facts_of(transfer), *rows]),
        after=quoted(Words("说明", "Explanation"), transfer.words),
        addressee=transfer.other.name,
    )


def recall(case: Case, given: Given) -> Content:
    """We want it back; only their answer releases it."""
    transfer = _transfer(given)
    return Content(
        paragraphs=(
            Words(
                "本机构请求收回下列证书的移交声明。贵机构尚未签发承接证书的，请函告“没有签发且不再签发”；已签发的，请函告编号和签发日期。",
                "We ask for the return of our handover of the certificate below. If you have not issued its "
                "successor, please tell us so, and that you will not; if you have, its number and day.",
            ),
        ),
        table=listed(facts_of(transfer)),
        after=quoted(Words("原因", "Why"), str(last_said(transfer, "recall").get("words", ""))),
        addressee=transfer.other.name,
    )


def measure(case: Case, given: Given) -> Content:
    """They are told of a measure on what they may be about to take over."""
    transfer = _transfer(given)
    told = last_said(transfer, "measure")
    state = STATES.get(str(told.get("state")), Words.same("—"))
    return Content(
        paragraphs=(
            Words(
                "本机构对下列证书采取了措施，现予通报。证书不是有效状态期间不得据以转换；已签发承接证书的，请结合本函处理。",
                "We have taken a measure on the certificate below. While it is not valid nothing may be "
                "issued under the transfer; if you have issued, please consider this letter.",
            ),
        ),
        table=listed(
            [
                *facts_of(transfer),
                (Words("措施", "Measure"), state),
                (Words("日期", "On"), day(told.get("on"))),
                (Words("原因代码", "Codes"), "、".join(told.get("reasons", ())) or "—"),
            ]
        ),
        addressee=transfer.other.name,
    )


def cancelled(case: Case, given: Given) -> Content:
    """Ours is cancelled in favour of theirs."""
    transfer = _transfer(given)
    certificate = Certificate.objects.get(number=transfer.old_number)
    return Content(
        paragraphs=(
            said(
                "依据贵机构签发承接证书的告知，本机构证书{old}已处于{state}状态，本次转换办结。",
                "On your notice of the issue our certificate {old} is {state}; the transfer is at its end.",
                old=transfer.old_number,
                state=STATES[certificate.state],
            ),
        ),
        table=listed(
            [
                *facts_of(transfer),
                (Words("承接证书", "New certificate"), "、".join(transfer.successors)),
                (Words("登记日期", "Entered on"), day(given["entry_on"])),
            ]
        ),
        addressee=transfer.other.name,
    )


def _transfer(given: Given) -> Transfer:
    return Transfer.objects.select_related("other").get(pk=given["transfer"])
