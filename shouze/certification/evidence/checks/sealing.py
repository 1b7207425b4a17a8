"""May the sample be sealed so, handed on, received, refused; may its genuineness be disputed? Pure."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from shouze.kernel import clock
from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words

from ..states import SEALED


@dataclass(frozen=True, slots=True)
class SealFacts:
    """A sealed sample with what stands around it; ``seals`` are those that an order waits for, with their
    state.
    """

    element_open: bool = True
    seal_used: bool = False
    models: tuple[str, ...] = ()
    drawn: tuple[str, ...] = ()
    in_team: bool = True
    taker_may: bool = True
    belongs: bool = True
    element: str = ""
    seal: str = ""
    state: str = ""
    claim: str = ""
    last_at: datetime | None = None
    sealed_on: date | None = None
    own_laboratory: bool = True
    reasons: Collection[str] = ()
    seals: Mapping[str, str] = field(default_factory=dict)


def _no(code: str, why: str, why_en: str, need: str, need_en: str, field: str | None = None) -> Objection:
    return Objection(code, Words(why, why_en), Words(need, need_en), "order117.13", field=field)


def may_be_sealed(look: Look) -> Iterator[Objection]:
    """The element waits for a sample, the seal is new, the model is certified, the day is past or present."""
    given, facts = look.given, look.facts
    if not facts.element_open:
        yield _no(
            "element_closed", "本案没有待完成的该抽样要素", "the case waits for no sample of this element",
            "选择本案待完成的抽样要素", "an open element of the case", "element",
        )  # fmt: skip
    if facts.seal_used:
        yield _no(
            "seal_used", f"封条编号{given.seal}已被使用", f"the seal {given.seal} is used already",
            "一样一封，使用新的封条", "a new seal: one for each sample", "seal",
        )  # fmt: skip
    if given.model not in facts.models:
        yield _no(
            "strange_model", f"型号{given.model}不在所覆盖的证书内",
            f"{given.model} is on none of the certificates covered",
            "抽取获证型号的样品", "a model that is certified", "model",
        )  # fmt: skip
    elif facts.drawn and given.model not in facts.drawn:
        drawn = "、".join(facts.drawn)
        yield _no(
            "not_drawn", f"抽签抽中的型号为{drawn}，不是{given.model}",
            f"the draw chose {drawn}, not {given.model}",
            "抽取抽中的型号，或由他人签署不按抽签执行",
            "a model that was drawn, or a signed decision of another not to follow the draw",
            "model",
        )  # fmt: skip
    if given.sealed_on > look.on:
        yield _no(
            "sealed_later", "封样日期晚于今天", "the day of sealing lies in the future",
            "按实际日期填写", "the real day", "sealed_on",
        )  # fmt: skip


def is_documented(look: Look) -> Iterator[Objection]:
    """A sample of the market has seller, price and receipt; one of the factory is taken by the team and
    signed for by the enterprise, or it is said why not. Both are photographed.
    """
    given, facts = look.given, look.facts
    bought = bool(given.seller.strip()) and given.price is not None and given.receipt is not None
    if given.element == "CY" and not bought:
        yield _no(
            "not_bought", "市场抽样缺少销售者、价格或购样凭证",
            "a market sample lacks seller, price or receipt",
            "填写销售者、价格并上传凭证", "seller, price and receipt", "receipt",
        )  # fmt: skip
    if given.element == "SC" and not facts.in_team:
        yield _no(
            "not_in_team", "抽样人不在本次监督的检查组内", "who seals is not of the team of this visit",
            "由检查组成员现场抽样封样", "a member of the team, on the spot",
        )  # fmt: skip
    if given.element == "SC" and not given.present.strip() and not given.words.strip():
        yield _no(
            "unsigned", "企业代表未签字且未说明原因",
            "nobody signed for the enterprise, and it is not said why",
            "由企业代表签字，或说明拒签情况", "a signature, or why there is none", "present",
        )  # fmt: skip
    if not given.photos:
        yield _no(
            "no_photo", "没有样品和封条的照片", "there is no photo of sample and seal",
            "上传照片", "a photo", "photos",
        )  # fmt: skip


def is_taken_by_a_sampler(look: Look) -> Iterator[Objection]:
    """Who took the sample is a person of the house who may take it; a typed name says nobody. Where nobody is
    chosen it is who enters it, of whom the authority says that he may.
    """
    if look.given.taken_by:
        yield _no(
            "typed_name", "抽样人须为有名有岗的人员，不是键入的姓名",
            "who took it is a person of the house, not a typed name",
            "选择抽样人，或留空（即本人）", "a person who is chosen, or none: who enters it", "taker",
        )  # fmt: skip
    if not look.facts.taker_may:
        yield _no(
            "not_a_sampler", "抽样人不在本次检查组内，当日也不任检查员或监督人员",
            "who took it is neither of the visit's team nor inspector nor officer of surveillance that day",
            "由检查组成员、检查员或监督人员抽样",
            "a member of the team, an inspector, or an officer of surveillance", "taker",
        )  # fmt: skip


def is_of_the_case(look: Look) -> Iterator[Objection]:
    """The sample is one of the case."""
    if not look.facts.belongs:
        yield _no(
            "other_sample", "该封样样品不属于本案", "this sealed sample does not belong to the case",
            "选择本案的封样样品", "a sealed sample of the case", "sample",
        )  # fmt: skip


def sample_is(*states: str) -> Callable[[Look], Iterator[Objection]]:
    """Return a check that the sample belongs to the case and is in one of these states."""

    def check(look: Look) -> Iterator[Objection]:
        facts = look.facts
        yield from is_of_the_case(look)
        if facts.belongs and facts.state not in states:
            now = SEALED[facts.state]
            yield _no(
                "sample_state", f"该样品当前为“{now.zh}”", f"the sample is: {now.en}",
                "样品须处于可办理的状态", "a sample in the state for it", "sample",
            )  # fmt: skip

    return check


def hand_is_whole(look: Look) -> Iterator[Objection]:
    """A hand comes after the one before and not in the future; what is not as sealed is explained."""
    given, facts = look.given, look.facts
    at = given.happened_at or look.at
    if facts.last_at is not None and not facts.last_at <= at <= look.at:
        last = clock.legal_date(facts.last_at)
        yield _no(
            "hand_disorder", f"交接时间早于上一次交接（{last}）或晚于现在",
            f"the hand lies before the one before it ({last}), or in the future",
            "按实际时间填写", "the real moment", "happened_at",
        )  # fmt: skip
    if (not given.intact or given.seal != facts.seal) and not given.words.strip():
        yield _no(
            "seal_unexplained", "封条破损或编号不符，未作说明",
            "the seal is broken or bears another number, and nothing is said of it",
            "写明情况", "what was seen", "words",
        )  # fmt: skip


def by_its_laboratory(look: Look) -> Iterator[Objection]:
    """The laboratory that has an order of the case receives or refuses."""
    if not look.facts.own_laboratory:
        yield _no(
            "other_laboratory", "本案检测任务委托给另一实验室", "the order is with another laboratory",
            "由受委托的实验室办理", "the laboratory that has the order",
        )  # fmt: skip


def is_refused_for_a_reason(look: Look) -> Iterator[Objection]:
    """A refusal has its reason from the table in force; ``facts.reasons`` are its codes."""
    if look.given.reason not in look.facts.reasons:
        yield Objection(
            "no_reason", Words("没有选择拒收原因", "no reason for the refusal was chosen"),
            Words("从拒收原因表中选择", "a reason of the list"), "codes.seal_refusal_reasons", field="reason",
        )  # fmt: skip


def may_be_claimed(look: Look) -> Iterator[Objection]:
    """Only a sample of the market is disputed, and once."""
    if look.facts.belongs and look.facts.element != "CY":
        yield _no(
            "not_from_market", "仅市场抽样的样品可以主张假冒",
            "only a market sample can be said to be counterfeit",
            "生产现场抽样由企业代表签字确认", "at the factory the enterprise signed for it",
        )  # fmt: skip
    if look.facts.claim:
        yield _no(
            "claimed", "该样品已提出过假冒主张", "it was claimed already",
            "等待或查看判断结果", "the judgement of the claim",
        )  # fmt: skip


def is_claimed(look: Look) -> Iterator[Objection]:
    """There is a claim that was not judged."""
    if look.facts.belongs and look.facts.claim != "claimed":
        yield _no(
            "no_claim", "没有待判断的假冒主张", "there is no claim to be judged",
            "选择有待判断主张的样品", "a sample with an open claim",
        )  # fmt: skip


def seals_hold(look: Look) -> Iterator[Objection]:
    """What a laboratory receives for a sample that the body sealed bears its seals, whole and each one named.

    ``facts.seals`` are the seals under way for the element of the order; none for a sample that is sent.
    """
    facts, given = look.facts, look.given
    if facts.sealed_element and not facts.seals and not facts.may_be_sent:
        yield _no(
            "nothing_sealed", "该任务的样品须由机构抽样封样，尚无封样记录",
            "this order is for a sample sealed by the body, and none is sealed",
            "先由检查员抽样封样", "the sample sealed first",
        )  # fmt: skip
    read = {one.seal: one.intact for one in given.seals}
    strange, missing = sorted(set(read) - set(facts.seals)), sorted(set(facts.seals) - set(read))
    for seals, zh, en in (
        (strange, "不是本任务的封条", "is no seal of this order"),
        (missing, "未核对", "was not checked"),
    ):
        if seals:
            listed = "、".join(seals)
            yield _no(
                "seals_differ", f"封条{listed}{zh}", f"the seal {listed} {en}",
                "逐个核对封样单上的封条编号", "every seal of the sampling sheet, by its number", "seals",
            )  # fmt: skip
    broken = sorted(seal for seal, intact in read.items() if not intact)
    if broken:
        listed = "、".join(broken)
        yield Objection(
            "seal_broken",
            Words(
                f"封条{listed}破损，样品不得接收", f"the seal {listed} is broken: the sample is not received"
            ),
            Words("不予接收，由机构重新抽样", "it is refused, and the body takes another"),
            "order117.13", act="sample.refused", field="seals",
        )  # fmt: skip


def same_laboratory_beside(look: Look) -> Iterator[Objection]:
    """Samples of factory and market are tested side by side by one laboratory; ``facts.beside`` is its id."""
    if look.facts.beside not in ("", str(look.given.laboratory)):
        yield _no(
            "beside_elsewhere", "本案的另一检测任务正由另一实验室办理",
            "another order of the case is with another laboratory",
            "同时检测的样品委托同一实验室，或待该任务完成后下达",
            "the same laboratory, or the other order closed first", "laboratory",
        )  # fmt: skip


def may_be_reworked(look: Look) -> Iterator[Objection]:
    """What the body itself drew from production or market is tested as it is: its failure is reported, not
    mended.
    """
    if look.facts.sealed_element:
        yield Objection(
            "not_reworked",
            Words(
                "机构抽取的样品不得整改后重测", "a sample that the body drew is not mended and tested again"
            ),
            Words("如实出具不合格报告", "the failure, in the report"),
            "order117.14",
            act="report.submitted",
        )
