"""Notices to the holder: suspension, restoration, withdrawal, cancellation (CNCA-00C-001 chapters 4 to 8)."""

from dataclasses import dataclass
from datetime import date

from shouze.certification.certificates.models import Certificate, Event
from shouze.certification.certificates.queries import certificate_of_case
from shouze.certification.certificates.states import IN_PART
from shouze.kernel import clock, rulebook
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.documents.letters.letter import LetterTable, Said

from .content import Content, Given, day, listed, quoted, said


@dataclass(frozen=True, slots=True)
class Measure:
    """How the notice of a measure reads: its sentence, its reason codes, and what the holder must do."""

    opening: Words
    reasons: str
    duties: tuple[Words, ...]


_PUBLISHED = Words(
    "本机构将公布证书状态，并报告主管部门。",
    "This body publishes the state of the certificate and reports it to the authorities.",
)
SUSPENSION = Measure(
    Words(
        "根据《强制性产品认证管理规定》和CNCA-00C-001，自{on}起暂停你单位下列认证证书，暂停至{until}止。",
        "Under Order 117 and CNCA-00C-001 the certificate below is suspended from {on} until {until}.",
    ),
    "suspension_reasons",
    (
        Words(
            "暂停期间证书无效，涉及的产品不得出厂、销售、进口或者在其他经营活动中使用，不得使用认证标志。",
            "While suspended the certificate is not valid: the products concerned may not leave the factory, "
            "be sold, imported or used in business, and the mark may not be used.",
        ),
        Words(
            "请在暂停期内完成整改，并提交恢复申请、本通知书和整改报告（事实、原因、纠正和预防措施、自查结果）；"
            "经验证符合要求的，恢复证书。",
            "Correct the causes within the suspension, and apply for restoration with this notice and report "
            "(facts, causes, corrective and preventive action, own check); the body verifies and restores.",
        ),
        Words(
            "期满未申请恢复、未采取纠正措施或仍不符合要求的，撤销证书。",
            "Without an application or a correction in that time, or if it still fails, it is withdrawn.",
        ),
        _PUBLISHED,
    ),
)
RESTORATION = Measure(
    Words(
        "你单位下列认证证书的暂停原因已消除，经验证符合要求，自{on}起恢复有效。",
        "The causes for which the certificate below was suspended are removed, as verified; it is valid "
        "again from {on}.",
    ),
    "",
    (
        Words(
            "自恢复之日起，证书所列产品可以出厂、销售、进口，并可以使用认证标志。",
            "From that day on the products of the certificate may leave the factory, be sold, imported and "
            "bear the mark.",
        ),
        _PUBLISHED,
    ),
)
PARTLY = Measure(
    Words(
        "你单位下列认证证书中，所列型号的暂停原因已消除，经验证符合要求，自{on}起恢复；其余已暂停的型号继续暂停。",
        "The causes for which the models below were suspended are removed, as verified; they are covered "
        "again from {on}. The other suspended models stay suspended.",
    ),
    "",
    (
        Words(
            "自恢复之日起，所列型号的产品可以出厂、销售、进口，并可以使用认证标志；其余已暂停的型号不得出厂、销售、进口。",
            "From that day on products of these models may leave the factory, be sold, imported and bear the "
            "mark; those of the other suspended models may not.",
        ),
        Words(
            "其余型号请在其暂停期内申请恢复；期满未申请或仍不符合的，按规定撤销。",
            "Apply for the other models inside their suspension; or they are withdrawn by the rule.",
        ),
        _PUBLISHED,
    ),
)
WITHDRAWAL = Measure(
    Words(
        "根据《强制性产品认证管理规定》和CNCA-00C-001，自{on}起撤销你单位下列认证证书。",
        "Under Order 117 and CNCA-00C-001 the certificate below is withdrawn from {on}.",
    ),
    "withdrawal_reasons",
    (
        Words(
            "自撤销之日起，涉及的产品不得出厂、销售、进口或者在其他经营活动中使用。",
            "From that day on the products concerned may not leave the factory, be sold, imported or used in "
            "business.",
        ),
        Words(
            "请立即停止使用认证证书和认证标志，交回证书原件，并如实说明库存和已售产品的处理。",
            "Stop using certificate and mark at once, return the original, and tell how stock and products "
            "already sold are dealt with.",
        ),
        _PUBLISHED,
    ),
)
CANCELLATION = Measure(
    Words(
        "根据《强制性产品认证管理规定》和CNCA-00C-001，自{on}起注销你单位下列认证证书。",
        "Under Order 117 and CNCA-00C-001 the certificate below is cancelled from {on}.",
    ),
    "cancellation_reasons",
    (
        Words(
            "自注销之日起，涉及的产品不得再出厂、进口，不得再使用认证证书和认证标志；此前已出厂、进口的产品可继续销售。",
            "From that day on the products may no longer leave the factory or be imported, and certificate "
            "and mark are no longer used; what had left or had come in before may be sold.",
        ),
        _PUBLISHED,
    ),
)


SOME_WITHDRAWN = Measure(
    Words(
        "根据《强制性产品认证管理规定》和CNCA-00C-001，自{on}起撤销你单位下列认证证书中的所列型号；其余型号不变。",
        "Under Order 117 and CNCA-00C-001 the models below are withdrawn from the certificate from {on}; "
        "nothing changes for its other models.",
    ),
    "withdrawal_reasons",
    (
        Words(
            "自撤销之日起，所列型号的产品不得出厂、销售、进口或者在其他经营活动中使用，不得使用认证标志；"
            "请说明库存和已售产品的处理。",
            "From that day on products of these models may not leave the factory, be sold, imported or used "
            "in business, nor bear the mark; tell how stock and products already sold are dealt with.",
        ),
        Words(
            "证书已按其余型号换发，编号和有效期不变；请停止使用并交回原证书。",
            "The certificate is issued anew for the others, under its number, until the same day: stop using "
            "the former one, and return it.",
        ),
        _PUBLISHED,
    ),
)
SOME_CANCELLED = Measure(
    Words(
        "根据《强制性产品认证管理规定》和CNCA-00C-001，自{on}起注销你单位下列认证证书中的所列型号；其余型号不变。",
        "Under Order 117 and CNCA-00C-001 the models below are cancelled from the certificate from {on}; "
        "nothing changes for its other models.",
    ),
    "cancellation_reasons",
    (
        Words(
            "自注销之日起，所列型号的产品不得再出厂、进口，不得再使用认证标志；此前已出厂、进口的产品可继续销售。",
            "From that day on products of these models may no longer leave the factory, be imported or bear "
            "the mark; what had left or had come in before may be sold.",
        ),
        Words(
            "证书已按其余型号换发，编号和有效期不变；请停止使用并交回原证书。",
            "The certificate is issued anew for the others, under its number, until the same day: stop using "
            "the former one, and return it.",
        ),
        _PUBLISHED,
    ),
)


def suspension(case: Case, given: Given) -> Content:
    """The certificate is suspended: reasons, range, period, what the holder must do."""
    return _notice(case, given, SUSPENSION)


def restoration(case: Case, given: Given) -> Content:
    """A suspended certificate is valid again, or some of its models are."""
    return _notice(case, given, PARTLY if _of_some(case, given, "narrowed") else RESTORATION)


def withdrawal(case: Case, given: Given) -> Content:
    """The certificate is withdrawn, or some of its models are."""
    some = _of_some(case, given, IN_PART["withdrawn"])
    return _notice(case, given, SOME_WITHDRAWN if some else WITHDRAWAL)


def cancellation(case: Case, given: Given) -> Content:
    """The certificate is cancelled, or some of its models are."""
    some = _of_some(case, given, IN_PART["cancelled"])
    return _notice(case, given, SOME_CANCELLED if some else CANCELLATION)


def _of_some(case: Case, given: Given, kind: str) -> bool:
    """Whether the measure was one of the models that it names, and left others."""
    models = list(given.get("models") or ())
    found = Event.objects.filter(certificate__case=case, kind=kind, models_affected=models)
    return bool(models) and found.exists()


def _notice(case: Case, given: Given, measure: Measure) -> Content:
    certificate = certificate_of_case(case.id)
    if certificate is None or certificate.last_at is None:
        raise LookupError(f"{case.number} has no certificate on which a notice could be written")
    on = clock.legal_date(certificate.last_at)
    until = day(given.get("until"))
    facts = quoted(Words("事实和理由", "Facts and reasons"), given["words"])
    duties = tuple(
        Words(f"{_ORDER[place]}、{one.zh}", f"{place + 1}. {one.en}")
        for place, one in enumerate(measure.duties)
    )
    return Content(
        paragraphs=(measure.opening.fill(on=day(on), until=until),),
        table=_table(certificate, given, measure, on),
        after=(*facts, *duties),
    )


_ORDER = "一二三四五六"


def _table(certificate: Certificate, given: Given, measure: Measure, on: date) -> LetterTable:
    every = said("证书所列全部{n}个型号", "all {n} models", n=len(certificate.facts["product"]["models"]))
    rows: list[tuple[Words, Said]] = [
        (Words("证书编号", "Certificate"), certificate.number),
        (Words("涉及产品范围", "Range concerned"), "、".join(given["models"]) if given["models"] else every),
    ]
    if measure.reasons:
        codes = [(code, rulebook.code(measure.reasons, code, on=on).words) for code in given["reasons"]]
        text = Words.join(
            (Words(f"{code} {it.zh}", f"{code} {it.en}") for code, it in codes), zh="；", en="; "
        )
        rows.append((Words("原因", "Reason"), text))
    if given.get("until"):
        rows.append((Words("期限", "Period"), said("至{day}止", "until {day}", day=day(given["until"]))))
    return listed(rows)
