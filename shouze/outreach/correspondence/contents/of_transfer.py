"""Letters of a transfer: to a body that has no installation of this system, and to the body that issues the
marks. Guidance (十一) 4, notice 国认证〔2014〕84号.
"""

from typing import Final
from uuid import UUID

from shouze.certification.certificates.models import Certificate
from shouze.certification.transfers.models import Transfer
from shouze.certification.transfers.queries import transfer_of_case
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import Said
from shouze.resources.organisations.queries import get_factory

from .content import Content, Given, day, listed, quoted, said

OLD: Final = Words("原证书编号", "Old certificate")
ASKED: Final = (
    Words("证书当前状态；如暂停、撤销、注销，其日期和原因", "its state now; reason and day"),
    Words("企业分类", "the class of the enterprise"),
    Words("最近一次工厂检查的日期、结论，未关闭的不符合项", "last inspection; open nonconformities"),
    Words("监督抽样、监督抽查的不合格及处理情况", "failed samplings, and what was done about them"),
    Words("未结投诉，正在进行的调查", "pending complaints, and investigations that run"),
    Words("所采用实施细则的单元划分、认证要素和监督间隔", "of your rules: units, elements, intervals"),
)


def enquiry(case: Case, given: Given) -> Content:
    """The old body is asked about its certificate, with the last day to answer."""
    transfer = _transfer(case)
    return Content(
        paragraphs=(
            said(
                "{holder}自愿将贵机构颁发的下列认证证书转换至本机构，并已向本机构提出委托。根据国认证〔2014〕84号，请贵机构就下列"
                "事项函复本机构。",
                "{holder} has applied, of its own will, for the transfer of the certificate below to us. "
                "Under notice 国认证〔2014〕84号 please tell us the following.",
                holder=transfer.holder,
            ),
        ),
        table=listed(
            [
                *facts_of(transfer),
                *((Words(f"事项{place}", f"Question {place}"), one) for place, one in enumerate(ASKED, 1)),
            ]
        ),
        after=(
            said(
                "请于{until}前函复。逾期未复的，本机构将予记录，并以补充检测或检查等其他证据继续评价。",
                "Please answer by {until}. Silence is recorded; the evaluation goes on with more evidence.",
                until=day(transfer.answer_due_on),
            ),
        ),
        addressee=transfer.other.name,
    )


def request(case: Case, given: Given) -> Content:
    """The old body is asked to hand over: its certificate stands until ours is issued."""
    transfer = _transfer(case)
    return Content(
        paragraphs=(
            Words(
                "本机构已完成下列证书的转换评价。请贵机构出具移交声明：自本机构签发承接证书之时起，原证书不再有效。"
                "本机构签发之前，原证书继续有效。",
                "This body has evaluated the transfer of the certificate below. Please state that it is no "
                "longer valid from the moment at which ours is issued; until then it stays valid.",
            ),
        ),
        table=listed(facts_of(transfer)),
        addressee=transfer.other.name,
    )


def issued(case: Case, given: Given) -> Content:
    """The old body is told of the issue, so that it cancels."""
    transfer = _transfer(case)
    return Content(
        paragraphs=(
            said(
                "本机构已于{on}签发下列证书，承接贵机构证书{old}。请贵机构据此注销原证书，并函告注销日期。",
                "On {on} this body issued the certificates below in the place of yours, {old}. Please cancel "
                "it on this ground, and tell us the day.",
                on=day(given["entry_on"]),
                old=transfer.old_number,
            ),
        ),
        table=listed([*facts_of(transfer), *_successors(transfer)]),
        after=(
            Words(
                "承接证书可在本机构网站公开查询和核验；此后贵机构获知与其有关的不合格或处置，请一并函告。",
                "The certificates can be looked up and checked on our site. Please tell us of failures or "
                "measures that concern them, also afterwards.",
            ),
        ),
        addressee=transfer.other.name,
    )


def released(case: Case, given: Given) -> Content:
    """The old body is told that nothing was issued and nothing will be."""
    transfer = _transfer(case)
    return Content(
        paragraphs=(
            Words(
                "下列证书的转换已停止，本机构没有签发、也不再据此签发承接证书，原证书不受影响。",
                "The transfer of the certificate below has ended. Nothing was issued under it, nor will be; "
                "your certificate stands as before.",
            ),
        ),
        table=listed(facts_of(transfer)),
        after=quoted(Words("原因", "Why"), str(given["words"])),
        addressee=transfer.other.name,
    )


def to_mark_centre(case: Case, given: Given) -> Content:
    """The body that issues the marks is told which certificates marks are ordered under from now on."""
    transfer = _transfer(case)
    factory = get_factory(case.factory_id)
    rows: list[tuple[Words, Said]] = [
        *facts_of(transfer),
        (Words("原认证机构", "Former body"), f"{transfer.other.name}（{transfer.other.code}）"),
        *_successors(transfer),
        (Words("转换日期", "Transferred on"), day(given["entry_on"])),
        (Words("生产企业", "Factory"), f"{factory.name}（{factory.code}）"),
    ]
    return Content(
        paragraphs=(
            Words(
                "根据国认证〔2014〕84号，现将下列证书的机构间转换情况通报贵单位。自转换之日起，标志的购买和使用以承接证书为准。",
                "Under notice Guo Ren Zheng [2014] No. 84 we tell you of a transfer between bodies. "
                "From its day on marks are ordered and used under the new certificates.",
            ),
        ),
        table=listed(rows),
        addressee="强制性产品认证标志发放管理机构",
    )


def handed_over(transfer: UUID) -> Given:
    """What the letters on our certificate say that ended in favour of its successor."""
    found = Transfer.objects.select_related("other").get(pk=transfer)
    listed_here = "、".join(found.successors)
    words = f"证书已由{found.other.name}承接，承接证书编号{listed_here}。"
    return {"transfer": str(found.pk), "reasons": ["0299"], "words": words, "models": []}


def facts_of(transfer: Transfer) -> list[tuple[Words, Said]]:
    return [(OLD, transfer.old_number), (Words("持证人", "Holder"), transfer.holder)]


def _successors(transfer: Transfer) -> list[tuple[Words, Said]]:
    found = Certificate.objects.filter(number__in=transfer.successors).order_by("number")
    return [(Words("承接证书", "New certificate"), _one(one)) for one in found]


def _one(certificate: Certificate) -> Words:
    models = "、".join(line["name"] for line in certificate.facts["product"]["models"])
    until = day(certificate.valid_until)
    return Words(
        f"{certificate.number}（型号：{models}；有效期至{until.zh}）",
        f"{certificate.number} (models: {models}; valid until {until.en})",
    )


def _transfer(case: Case) -> Transfer:
    found = transfer_of_case(case.pk)
    if found is None:
        raise LookupError(f"{case.number} is no transfer on which a letter could be written")
    return found


