"""What a holder can do about a certificate: the section 证书事项 of its page, a line for each matter.

Each owner of a matter adds the function that yields his lines to ``MATTERS``; a line that cannot be done now
says from when it can.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.validity import renewal_window
from shouze.certification.changes.converting import plans_for, rows
from shouze.certification.changes.covering import shared
from shouze.certification.changes.telling import kinds_for, tellings, waiting
from shouze.certification.evidence.acts.sealing import DISPUTED
from shouze.certification.evidence.sealed import sealed_of
from shouze.certification.surveillance.queries import next_announced, supervisions_of
from shouze.certification.transfers.queries import open_transfer
from shouze.kernel import rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .matter import Matter
from .measures import appealable, askable
from .transfers import NOW

LIVING: Final = ("valid", "suspended")
NONE: Final = Words("", "")
ONGOING: Final = Words("进行中", "under way")


def matters(certificate: Certificate, on: date) -> Sequence[Matter]:
    """Return the matters of a certificate on a date of law, in the order of the table."""
    return [one for make in MATTERS for one in make(certificate, on)]


def _change(certificate: Certificate, on: date) -> Iterator[Matter]:
    if certificate.state in LIVING:
        about = Words(
            "名称、地址、型号、设计、关键件、工厂等16类变更；获批准前证书内容不变。",
            "Sixteen kinds: names, models, design, parts, factory; nothing changes before approval.",
        )
        url = reverse("clients:change", args=[certificate.number])
        yield Matter(Words("申请变更", "Apply for a change"), about, url, "pencil-square")


def _extension(certificate: Certificate, on: date) -> Iterator[Matter]:
    if certificate.state == "valid":
        about = Words("在认证单元内增加型号，做差异检测。", "Models added, after a test of what differs.")
        url = reverse("clients:turn", args=[certificate.number, "extension"])
        yield Matter(Words("申请扩展", "Apply for an extension"), about, url, "plus-lg")


def _conversion(certificate: Certificate, on: date) -> Iterator[Matter]:
    if certificate.state not in LIVING:
        return
    for plan in plans_for(CertificateFacts.model_validate(certificate.facts), on):
        line = next(iter(rows(plan, [certificate], on)))
        address = reverse("clients:turn", args=[certificate.number, "conversion"])
        about = (
            Words(
                f"须在{line.told_by}前完成，逾期暂停。",
                f"To be done by {line.told_by}, else it is suspended.",
            )
            if line.told_by
            else Words("自然过渡，可随时申请。", "A natural transition; it can be applied for at any time.")
        )
        words = Words(f"标准换版：{plan.new}", f"Conversion to {plan.new}")
        yield Matter(words, about, f"{address}?plan={plan.id}", "book", "warn" if line.told_by else "")


def _renaming(certificate: Certificate, on: date) -> Iterator[Matter]:
    """What the register says otherwise since another holder's change, with the form filled in so."""
    for line in waiting(list(tellings(certificate.pk))):
        if line.case_number or line.told is None:
            continue
        words = Words("登记已变更，请申请变更", "The register has changed: apply for the change")
        said = Words.join((one.sentence for one in line.differences), zh="；", en="; ")
        until = (
            Words(f"（请于{line.told.due_on}前）", f" (by {line.told.due_on})") if line.told.due_on else NONE
        )
        about = Words(f"{said.zh}{until.zh}", f"{said.en}{until.en}")
        asked = [("kind", kind) for kind in kinds_for(line)]
        given = shared(line.request.certificate, certificate, line.request.particulars, site=True)
        form = reverse("clients:change-form", args=[certificate.number])
        yield Matter(words, about, f"{form}?{urlencode([*asked, *given.items()])}", "building", "warn")


def _renewal(certificate: Certificate, on: date) -> Iterator[Matter]:
    if certificate.state != "valid":
        return
    days = rulebook.value("deadlines/renewal_window", on=on).whole
    first, last = renewal_window(certificate.valid_until, days)
    about = Words(f"{first}至{last}之间申请。", f"Applied for between {first} and {last}.")
    inside = first <= on <= last
    url = reverse("clients:turn", args=[certificate.number, "renewal"]) if inside else ""
    words = Words("申请到期换证", "Apply for renewal")
    yield Matter(words, about, url, "calendar-check", "warn" if inside else "")


def _supervisions(certificate: Certificate, on: date) -> Iterator[Matter]:
    """The next announced follow-up, what the last supervisions said, and market samples that may be disputed;
    of an unannounced visit nothing is said before it begins.
    """
    due = next_announced(certificate.factory_id, certificate.product_code)
    if due is not None and certificate.state in LIVING:
        about = Words(
            f"应在{due}前接受跟踪检查；检查日期另行通知。",
            f"A follow-up inspection falls due by {due}; you will be told of its days.",
        )
        tone = "warn" if due < on else ""
        yield Matter(Words("下一次跟踪检查", "Next follow-up"), about, "", "calendar-check", tone)
    for one in supervisions_of(certificate.pk):
        if one.case.veiled:
            continue
        address = reverse("clients:case", args=[one.case_id])
        said = rulebook.code("supervision_decisions", one.decision, on=on).words if one.decision else ONGOING
        number = one.case.number
        yield Matter(Words(f"监督 {number}", f"Supervision {number}"), said, address, "binoculars")
        if one.case.state in DISPUTED.frm:
            yield from _disputable(one.case)


def _disputable(case: Case) -> Iterator[Matter]:
    for sample in sealed_of(case.pk):
        if sample.element != "CY" or sample.claim:
            continue
        url = f"{reverse('clients:act', args=[case.pk, 'counterfeit.claimed'])}?sample={sample.pk}"
        bought = f"{sample.sealed_on} {sample.seller} {sample.model}"
        about = Words(
            f"购自：{bought}。认为不是本企业产品的，须举证。",
            f"Bought: {bought}. Who says that it is not his product proves it.",
        )
        words = Words("对市场样品提出假冒主张", "Say that a market sample is counterfeit")
        yield Matter(words, about, url, "box-seam")


def _transfer(certificate: Certificate, on: date) -> Iterator[Matter]:
    found = open_transfer(certificate.pk)
    if found is not None:
        about = NOW[found.state]
        words = Words(f"转往{found.other.name}", f"Transfer to {found.other.name}")
        yield Matter(words, about, reverse("clients:transfers"), "arrow-left-right", "warn")
    elif certificate.state == "valid":
        about = Words(
            "向新机构提出；新证书签发前，本证书一直有效。",
            "Apply at the other body; this one is valid until the new one is issued.",
        )
        yield Matter(Words("转往其他机构", "Transfer to another body"), about, "", "arrow-left-right")


MATTERS: Final[tuple[Callable[[Certificate, date], Iterator[Matter]], ...]] = (
    _change,
    _extension,
    _renaming,
    _conversion,
    _renewal,
    askable,
    appealable,
    _supervisions,
    _transfer,
)
