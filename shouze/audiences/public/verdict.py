"""Is THIS product covered today? One plain sentence, from the public record, the model and the day. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.certification.certificates.scope import last_days
from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer: ``tone`` good, warn or bad; one sentence; what to do now; and the model as the record has
    it ("" when it has none such, or none was asked for).
    """

    tone: str
    sentence: Words
    advice: Words
    model: str = ""


_MONTHS: Final = (
    "January February March April May June July August September October November December".split()
)
#: what to do with a product that the certificate does not carry
_DO_NOT: Final = Words(
    "不要购买或使用；保留照片和凭证，向本机构投诉，也可拨打 12315。",
    "Do not buy or use it; keep pictures and receipts, complain to this body, or call 12315.",
)
_COMPARE: Final = Words(
    "请再核对铭牌上的生产者和型号；输入型号可直接得到结论。",
    "Compare producer and model with the nameplate; enter the model for an answer about it.",
)
_NAMEPLATE: Final = Words(
    "请再核对铭牌上的生产者与证书一致。",
    "Make sure that the producer on the nameplate is the one of the certificate, too.",
)
_BEFORE: Final = Words(
    "在此之前已合法出厂的产品，请向生产者核实；其后出厂、销售的不得使用本证书。",
    "Ask the producer about products that left the factory lawfully before; later ones may not use it.",
)
#: state that is not valid -> how it is said of the certificate
_ENDED: Final[Mapping[str, Words]] = {
    "03": Words("已于{on}被撤销", "was withdrawn on {on}"),
    "04": Words("已于{on}注销", "was cancelled on {on}"),
    "05": Words("已过期失效", "has run out"),
}


def verdict(record: Mapping[str, Any], asked: str, on: date) -> Verdict:
    """Judge a public record for the model ``asked`` ("" for none) on a date of law."""
    names = [str(one["name"]) for one in record["product"]["models"]]
    model = next((name for name in names if same(name, asked)), "") if asked.strip() else ""
    code = str(record["status"]["code"])
    if code == "01" and on > date.fromisoformat(record["valid_until"]):
        code = "05"
    if code in _ENDED:
        words = _ENDED[code].fill(on=_day(_last(record)["on"]))
        sentence = Words(f"否：证书{words.zh}，不能证明该产品获证。", f"No: the certificate {words.en}.")
        return Verdict("bad", sentence, _BEFORE, model)
    if asked.strip() and not model:
        return _ended_alone(record, asked.strip()) or _not_covered(asked.strip(), code)
    return _suspended(record, model) if code == "02" else _valid(names, model)


def same(name: str, asked: str) -> bool:
    """Say whether two texts are one model: spaces, hyphens, case and full width do not matter."""
    return _plain(name) == _plain(asked)


def _plain(text: str) -> str:
    return re.sub(r"[\s\-_/.]", "", unicodedata.normalize("NFKC", text)).casefold()


def _valid(names: list[str], model: str) -> Verdict:
    if model:
        sentence = Words(
            f"是：型号 {model} 在有效证书的范围内。", f"Yes: model {model} is covered by a valid certificate."
        )
        return Verdict("good", sentence, _NAMEPLATE, model)
    many = len(names)
    sentence = Words(
        f"证书今天有效，只覆盖所列 {many} 个型号。",
        f"The certificate is valid today, for the {many} model(s) listed and no others.",
    )
    return Verdict("good", sentence, _COMPARE)


#: event that ended some models alone -> how it is said of one
_ENDED_ALONE: Final[Mapping[str, Words]] = {
    "models_withdrawn": Words("撤销", "withdrawn"),
    "models_cancelled": Words("注销", "cancelled"),
}


def _ended_alone(record: Mapping[str, Any], asked: str) -> Verdict | None:
    """The answer about a model that was ended while the certificate stayed; None for any other."""
    for one in reversed(record["history"]):
        done = _ENDED_ALONE.get(str(one["kind"]))
        name = next((name for name in one.get("models") or () if same(name, asked)), "")
        if done and name:
            on = _day(one["on"])
            sentence = Words(
                f"否：型号 {name} 已于{on.zh}从该证书中{done.zh}，不能证明该产品获证；证书对其余型号不变。",
                f"No: model {name} was {done.en} from the certificate on {on.en}; the other models stay.",
            )
            return Verdict("bad", sentence, _BEFORE)
    return None


def _not_covered(asked: str, code: str) -> Verdict:
    state = Words("有效", "valid") if code == "01" else Words("暂停", "suspended")
    sentence = Words(
        f"否：证书（{state.zh}）不包括型号 {asked}。生产者获证，不等于这个型号获证。",
        f"No: the certificate ({state.en}) does not cover model {asked}. A certified maker is not a certified"
        " model.",
    )
    return Verdict("bad", sentence, _DO_NOT)


def _suspended(record: Mapping[str, Any], model: str) -> Verdict:
    stopped = suspended_models(record)
    until = _day(max(stopped.values()).isoformat() if stopped else record["suspended_until"])
    if model in stopped:
        until = _day(stopped[model].isoformat())
    if model and stopped and model not in stopped:
        sentence = Words(
            f"证书部分型号暂停，型号 {model} 不在暂停范围内。",
            f"Some models are suspended; model {model} is not among them.",
        )
        return Verdict("warn", sentence, _NAMEPLATE, model)
    sentence = Words(
        f"否：证书暂停至{until.zh}，在此期间产品不得出厂、销售。",
        f"No: the certificate is suspended until {until.en}; meanwhile its products must not be sold.",
    )
    return Verdict("bad", sentence, _DO_NOT, model)


def suspended_models(record: Mapping[str, Any]) -> Mapping[str, date]:
    """Return the last day of the suspension of each model that is suspended by a public record."""
    steps = (
        (str(one["kind"]), _until(one.get("until")), one.get("models") or []) for one in record["history"]
    )
    return last_days(steps, [str(one["name"]) for one in record["product"]["models"]])


def _until(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _last(record: Mapping[str, Any]) -> Mapping[str, Any]:
    history = record["history"]
    found: Mapping[str, Any] = history[-1] if history else {"on": record["valid_until"]}
    return found


def _day(text: str | None) -> Words:
    day = date.fromisoformat(text or "1900-01-01")
    return Words(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")
