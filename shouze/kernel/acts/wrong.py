"""What is wrong with an answer, in words: pydantic's kinds of error, in both languages."""

from collections.abc import Mapping
from typing import Any, Final

from shouze.kernel.words import Words

_WHOLE = Words("请填写整数", "a whole number is needed")
_NUMBER = Words("请填写数字", "a number is needed")
_DATE = Words("请填写日期（年-月-日）", "a date is needed (year-month-day)")
_LISTED = Words("请从所列选项中选择", "one of those listed must be chosen")

#: kind of pydantic error -> what to say; ``{name}`` is filled from the error's own context
KINDS: Final[Mapping[str, Words]] = {
    "missing": Words("请填写", "an answer is needed"),
    "string_too_short": Words("请填写", "an answer is needed"),
    "string_too_long": Words("最多{max_length}个字符", "at most {max_length} characters"),
    "string_pattern_mismatch": Words("格式不符", "the form is not as prescribed"),
    "too_short": Words("至少{min_length}项", "at least {min_length}"),
    "too_long": Words("最多{max_length}项", "at most {max_length}"),
    "literal_error": _LISTED,
    "enum": _LISTED,
    "int_parsing": _WHOLE,
    "int_from_float": _WHOLE,
    "decimal_parsing": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_max_places": Words("最多{decimal_places}位小数", "at most {decimal_places} decimals"),
    "decimal_max_digits": Words("最多{max_digits}位数字", "at most {max_digits} digits"),
    "decimal_whole_digits": Words(
        "整数部分最多{whole_digits}位", "at most {whole_digits} digits before the point"
    ),
    "greater_than": Words("须大于{gt}", "must be more than {gt}"),
    "greater_than_equal": Words("不得小于{ge}", "must not be less than {ge}"),
    "less_than": Words("须小于{lt}", "must be less than {lt}"),
    "less_than_equal": Words("不得大于{le}", "must not be more than {le}"),
    "date_parsing": _DATE,
    "date_type": _DATE,
    "date_from_datetime_parsing": _DATE,
    "date_from_datetime_inexact": _DATE,
    "uuid_parsing": _LISTED,
    "uuid_type": _LISTED,
    "bool_parsing": Words("请选择是或否", "yes or no is needed"),
    "bool_type": Words("请选择是或否", "yes or no is needed"),
    "control_character": Words("含有控制字符", "it holds a control character"),
    "string_unicode": Words("含有不完整的字符", "it holds half a character"),
    "string_type": Words("请填写文字", "a text is needed"),
    "list_type": Words("请填写列表", "a list is needed"),
    "extra_forbidden": Words("没有此项", "nothing of this name is asked"),
}


def words_of(error: Mapping[str, Any]) -> Words:
    """Say one pydantic error in both languages; a kind that is not in the table in pydantic's own words."""
    known = KINDS.get(str(error["type"]))
    return known.fill(**error.get("ctx", {})) if known else Words.same(str(error["msg"]))
