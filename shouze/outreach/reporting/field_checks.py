"""One field by itself: is it filled, in form, in length, in its code table? Pure.

In: an `UploadField`, its text and the code tables. Out: the first thing that is wrong, as the name of the
rule and a sentence, or None. One field gives one finding: what follows from a wrong value would only
confuse.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import PurePath

from shouze.kernel.words import Words
from shouze.outreach.reporting.records import PARTS, VALUES
from shouze.outreach.reporting.tables import UploadField
from shouze.resources.organisations.identifiers import (
    InvalidIdentifier,
    certificate_number,
    country,
    factory_code,
)

Codes = Mapping[str, set[str]]
Wrong = tuple[str, Words] | None
EXTENSIONS = ("pdf", "jpg", "txt", "zip", "rar", "doc", "docx", "xls", "xlsx", "wps", "et")
_FOREIGN_SEPARATORS = ";"
_INSPECTOR_PARTS = 4
_DECISION_PARTS = 2
_INDUSTRY_DIVISIONS = range(1, 98)


def field_wrong(field: UploadField, text: str, codes: Codes) -> Wrong:
    """The first rule that `text` breaks as the value of `field`, with its sentence."""
    if not text:
        return ("required", Words("必填", "must be filled")) if field.required else None
    for check in (_characters, _length, _TYPES[field.type], _separators):
        if wrong := check(field, text):
            return wrong
    return next((wrong for item in _items(field, text) if (wrong := _item(field, item, codes))), None)


def _items(field: UploadField, text: str) -> list[str]:
    return text.split(VALUES) if field.many else [text]


def _characters(_: UploadField, text: str) -> Wrong:
    if text != text.strip() or any(unicodedata.category(char) in {"Cc", "Cs"} for char in text):
        return "characters", Words(
            "首尾不得有空格，不得含控制字符", "must have no outer spaces and no control characters"
        )
    return None


def _length(field: UploadField, text: str) -> Wrong:
    if field.length is None or len(text) <= field.length:
        return None
    return "length", Words(
        f"不得超过 {field.length} 个字符，现为 {len(text)} 个",
        f"must not exceed {field.length} characters, has {len(text)}",
    )


def _text(_: UploadField, __: str) -> Wrong:
    return None


def _date(_: UploadField, text: str) -> Wrong:
    try:
        right = bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(dt.date.fromisoformat(text))
    except ValueError:
        right = False
    return None if right else ("date", Words("应为日期 YYYY-MM-DD", "must be a date YYYY-MM-DD"))


def _number(field: UploadField, text: str) -> Wrong:
    match = re.fullmatch(r"-?([0-9]+)(?:\.([0-9]+))?", text)
    if not match:
        return "number", Words("应为数字", "must be a number")
    whole, decimals = match.group(1), match.group(2) or ""
    if len(decimals) > field.decimals or len(whole) > field.digits - field.decimals:
        shape = f"NUMBER({field.digits},{field.decimals})"
        return "number", Words(f"超出 {shape} 的位数", f"has more digits than {shape}")
    if len(decimals) < field.least_decimals:
        least = field.least_decimals
        return "decimals", Words(f"至少精确到 {least} 位小数", f"needs at least {least} decimals")
    if field.at_most is not None and abs(float(text)) > field.at_most:
        most = field.at_most
        return "range", Words(f"应在 ±{most} 之间", f"must lie within ±{most}")
    return None


def _separators(field: UploadField, text: str) -> Wrong:
    if not field.many:
        return None
    listed = text.split(VALUES)
    if any(mark in text for mark in _FOREIGN_SEPARATORS) or not all(item.strip() for item in listed):
        return "separator", Words(
            f"多个值之间用全角分号“{VALUES}”分隔，且不得有空值",
            f"several values are joined by the full-width “{VALUES}”, none of them empty",
        )
    return None


_TYPES: Mapping[str, Callable[[UploadField, str], Wrong]] = {"text": _text, "date": _date, "number": _number}


def _item(field: UploadField, item: str, codes: Codes) -> Wrong:
    if field.codes and (item not in codes[field.codes] or (field.codes == "countries" and _no_country(item))):
        return "code", Words(
            f"“{item}”不在代码表 {field.codes} 中", f"“{item}” is not a code of {field.codes}"
        )
    if field.shape:
        rule, wrong = f"shape.{field.shape}", _SHAPES[field.shape](item, codes)
        return (rule, wrong) if wrong else None
    return None


def _no_country(item: str) -> bool:
    return _refused(lambda: country(item)) is not None


def _refused(read: Callable[[], object]) -> Words | None:
    try:
        read()
    except InvalidIdentifier as refusal:
        return refusal.words
    return None


def _certificate_number(item: str, _: Codes) -> Words | None:
    return _refused(lambda: certificate_number(item)) or _plain_digits(item)


def _plain_digits(item: str) -> Words | None:
    return None if item.isascii() and item.isdigit() else Words("应为半角数字", "must be plain digits")


def _factory_code(item: str, _: Codes) -> Words | None:
    if wrong := _refused(lambda: factory_code(item)):
        return wrong
    return (
        None
        if item == factory_code(item)
        else Words("应为大写字母和半角数字", "must be a capital and digits")
    )


def _file_name(item: str, _: Codes) -> Words | None:
    if PurePath(item).suffix.lower().removeprefix(".") in EXTENSIONS:
        return None
    kinds = ", ".join(EXTENSIONS)
    return Words(f"附件“{item}”应为 {kinds} 文件", f"the file “{item}” must be one of {kinds}")


def _hs_code(item: str, _: Codes) -> Words | None:
    right = re.fullmatch(r"[0-9]{8}([0-9]{2})?", item)
    return None if right else Words("应为 8 或 10 位数字", "must have 8 or 10 digits")


def _industry(item: str, _: Codes) -> Words | None:
    right = re.fullmatch(r"[0-9]{2,4}", item) and int(item[:2]) in _INDUSTRY_DIVISIONS
    return (
        None if right else Words("应为国民经济行业 2–4 位代码", "must be an industry code of 2 to 4 digits")
    )


def _inspector(item: str, codes: Codes) -> Words | None:
    parts = item.split(PARTS)
    roles = codes["team_roles"]
    if len(parts) == _INSPECTOR_PARTS and all(part.strip() for part in parts) and parts[2] in roles:
        return None
    return Words(
        f"“{item}”应为“注册号{PARTS}姓名{PARTS}角色代码{PARTS}电话”，用全角逗号分隔",
        f"“{item}” must be number, name, role code and phone, joined by the full-width “{PARTS}”",
    )


def _decision(item: str, codes: Codes) -> Words | None:
    parts = item.split(PARTS)
    if len(parts) != _DECISION_PARTS or not parts[1].strip():
        return Words(
            f"“{item}”应为“证书编号{PARTS}认证决定”，用全角逗号分隔",
            f"“{item}” must be a certificate number and a decision, joined by the full-width “{PARTS}”",
        )
    return _certificate_number(parts[0], codes)


_SHAPES: Mapping[str, Callable[[str, Codes], Words | None]] = {
    "certificate_number": _certificate_number,
    "decision": _decision,
    "factory_code": _factory_code,
    "file_name": _file_name,
    "hs_code": _hs_code,
    "industry": _industry,
    "inspector": _inspector,
}
