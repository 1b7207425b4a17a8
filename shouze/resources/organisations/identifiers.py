"""The identifiers of parties, places and certificates: read strictly, the wrong character named.

In: text as somebody typed it. Out: a typed value, or `InvalidIdentifier` with a bilingual sentence that
names the character, what is expected and the standard. Pure: no tables, no network. Standards:
GB 32100-2015 (unified social credit code), GB 11714 (organisation code), GB/T 2260 (divisions),
GB/T 2659 (countries), and the national numbering of CCC certificates and factories.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NewType

from shouze.kernel.words import Words

Country = NewType("Country", str)
Division = NewType("Division", str)
FactoryCode = NewType("FactoryCode", str)
OrganisationCode = NewType("OrganisationCode", str)
ZipCode = NewType("ZipCode", str)
Phone = NewType("Phone", str)

CHINA_MAINLAND = Country("156")
DIVIDED_COUNTRIES = frozenset({"156", "344", "446", "158"})  # mainland, Hong Kong, Macao, Taiwan
NATIONAL_DIVISION = "10"  # a code registered with the national registry itself, not with a province

PROVINCES: dict[str, Words] = {
    "11": Words("北京", "Beijing"),
    "12": Words("天津", "Tianjin"),
    "13": Words("河北", "Hebei"),
    "14": Words("山西", "Shanxi"),
    "15": Words("内蒙古", "Inner Mongolia"),
    "21": Words("辽宁", "Liaoning"),
    "22": Words("吉林", "Jilin"),
    "23": Words("黑龙江", "Heilongjiang"),
    "31": Words("上海", "Shanghai"),
    "32": Words("江苏", "Jiangsu"),
    "33": Words("浙江", "Zhejiang"),
    "34": Words("安徽", "Anhui"),
    "35": Words("福建", "Fujian"),
    "36": Words("江西", "Jiangxi"),
    "37": Words("山东", "Shandong"),
    "41": Words("河南", "Henan"),
    "42": Words("湖北", "Hubei"),
    "43": Words("湖南", "Hunan"),
    "44": Words("广东", "Guangdong"),
    "45": Words("广西", "Guangxi"),
    "46": Words("海南", "Hainan"),
    "50": Words("重庆", "Chongqing"),
    "51": Words("四川", "Sichuan"),
    "52": Words("贵州", "Guizhou"),
    "53": Words("云南", "Yunnan"),
    "54": Words("西藏", "Tibet"),
    "61": Words("陕西", "Shaanxi"),
    "62": Words("甘肃", "Gansu"),
    "63": Words("青海", "Qinghai"),
    "64": Words("宁夏", "Ningxia"),
    "65": Words("新疆", "Xinjiang"),
    "71": Words("台湾", "Taiwan"),
    "81": Words("香港", "Hong Kong"),
    "82": Words("澳门", "Macao"),
}
PROVINCE_OF_COUNTRY = {"344": "81", "446": "82", "158": "71"}

_USCC = Words("统一社会信用代码", "unified social credit code")
_ORGANISATION = Words("组织机构代码", "organisation code")
_DIVISION = Words("行政区划代码", "administrative division code")
_COUNTRY = Words("国家地区代码", "country or region code")
_FACTORY = Words("工厂编号", "factory code")
_CERTIFICATE = Words("证书编号", "certificate number")
_ZIP = Words("邮政编码", "postal code")
_PHONE = Words("电话号码", "telephone number")

_GB32100 = Words("GB 32100-2015", "GB 32100-2015")
_GB11714 = Words("GB 11714-1997", "GB 11714-1997")
_GB2260 = Words("GB/T 2260", "GB/T 2260")
_GB2659 = Words("GB/T 2659", "GB/T 2659")
_NUMBERING = Words("强制性产品认证证书编号规则", "the national numbering of CCC certificates")
_REPORTING = Words("CCC认证信息上报数据模版", "the CCC reporting template")

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_USCC_DEPARTMENTS = "123456789ANY"
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_DIGITS = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

_ONE_OF_USCC = Words("数字或除 I、O、S、V、Z 外的大写字母", "a digit or a capital letter but I, O, S, V, Z")
_ONE_OF_ORGANISATION = Words("数字或大写字母", "a digit or a capital letter")
_A_DIGIT = Words("数字", "a digit")
_A_LETTER = Words("大写字母", "a capital letter")


class InvalidIdentifier(ValueError):
    """An identifier that cannot be right: the sentence, and the place of the wrong character (1-based)."""

    def __init__(self, words: Words, *, kind: Words, position: int | None = None) -> None:
        super().__init__(words.en)
        self.words = words
        self.kind = kind
        self.position = position


@dataclass(frozen=True, slots=True, order=True)
class Uscc:
    """A unified social credit code whose layout and check character are right (GB 32100-2015)."""

    text: str

    def __str__(self) -> str:
        return self.text

    @property
    def department(self) -> str:
        """Character 1: the registration department (9 = market regulation)."""
        return self.text[0]

    @property
    def division(self) -> str:
        """Characters 3–8: the division where the party was registered (GB/T 2260, as it was then)."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> OrganisationCode:
        """Characters 9–17: the nine-character organisation code that the upload tables ask for."""
        return OrganisationCode(self.text[8:17])


@dataclass(frozen=True, slots=True, order=True)
class CertificateNumber:
    """A CCC certificate number: year of first issue, body, product code, serial. No check digit."""

    year: int
    body: str
    product: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year:04d}{self.body}{self.product}{self.serial:06d}"


def uscc(text: str) -> Uscc:
    """Read a unified social credit code; raises `InvalidIdentifier` (GB 32100-2015)."""
    code = _fitted(text, 18, _USCC, _GB32100)
    _each(code, [(USCC_ALPHABET, _ONE_OF_USCC)] * 18, _USCC, _GB32100)
    if code[0] not in _USCC_DEPARTMENTS:
        raise _wrong(_USCC, code, 1, Words("登记管理部门代码", "a registration department"), _GB32100)
    _province_in(code, 3, _USCC, _GB32100, also=NATIONAL_DIVISION)
    expected = uscc_check_character(code[:17])
    if code[17] != expected:
        raise _wrong(_USCC, code, 18, _check_character(expected), _GB32100)
    return Uscc(code)


def uscc_check_character(first_17: str) -> str:
    """The 18th character for the first 17, by weights 3^(i−1) mod 31 (GB 32100-2015 clause 4)."""
    total = sum(
        USCC_ALPHABET.index(char) * weight for char, weight in zip(first_17, _USCC_WEIGHTS, strict=True)
    )
    return USCC_ALPHABET[-total % 31]


def organisation_code(text: str) -> OrganisationCode:
    """Read a nine-character organisation code, with or without its hyphen (GB 11714)."""
    code = _fitted(re.sub(r"[-－—]", "", text), 9, _ORGANISATION, _GB11714)
    _each(code, [(_ORGANISATION_ALPHABET, _ONE_OF_ORGANISATION)] * 9, _ORGANISATION, _GB11714)
    expected = organisation_check_character(code[:8])
    if code[8] != expected:
        raise _wrong(_ORGANISATION, code, 9, _check_character(expected), _GB11714)
    return OrganisationCode(code)


def organisation_check_character(first_8: str) -> str:
    """The ninth character for the first eight: 11 − (Σ mod 11), 10 → X, 11 → 0 (GB 11714)."""
    pairs = zip(first_8, _ORGANISATION_WEIGHTS, strict=True)
    total = sum(_ORGANISATION_ALPHABET.index(char) * weight for char, weight in pairs)
    return "0123456789X"[-total % 11]


def country(text: str) -> Country:
    """Read a three-digit country or region code; 999 (unspecified) may not be reported (GB/T 2659)."""
    code = _fitted(text, 3, _COUNTRY, _GB2659)
    _each(code, [(_DIGITS, _A_DIGIT)] * 3, _COUNTRY, _GB2659)
    if code in {"000", "999"}:
        raise _refused(_COUNTRY, code, Words("不得为 000 或 999", "must be neither 000 nor 999"), _GB2659)
    return Country(code)


def division(text: str) -> Division:
    """Read a six-digit division code whose first two digits are a province (GB/T 2260)."""
    code = _fitted(text, 6, _DIVISION, _GB2260)
    _each(code, [(_DIGITS, _A_DIGIT)] * 6, _DIVISION, _GB2260)
    _province_in(code, 1, _DIVISION, _GB2260)
    return Division(code)


def division_in(where: Country, text: str) -> Division | None:
    """The division of a party in `where`: of that place for 156, 344, 446, 158; elsewhere empty, and None.

    Raises `InvalidIdentifier` (upload tables 202010, 204010, 203010).
    """
    if where not in DIVIDED_COUNTRIES:
        if text.strip():
            raise _refused(
                _DIVISION, text, Words("境外主体不得填写", "must be empty for a party abroad"), _REPORTING
            )
        return None
    code = division(text)
    expected = PROVINCE_OF_COUNTRY.get(where)
    belongs = code[:2] == expected if expected else code[:2] not in PROVINCE_OF_COUNTRY.values()
    if not belongs:
        raise _refused(
            _DIVISION, code, Words(f"不属于国家地区 {where}", f"does not lie in country {where}"), _GB2260
        )
    return code


def factory_code(text: str) -> FactoryCode:
    """Read a factory code: one capital letter (it differs per body) and six digits."""
    code = _fitted(text, 7, _FACTORY, _REPORTING)
    _each(code, [(_UPPER, _A_LETTER), *[(_DIGITS, _A_DIGIT)] * 6], _FACTORY, _REPORTING)
    return FactoryCode(code)


def certificate_number(text: str) -> CertificateNumber:
    """Read a sixteen-digit certificate number; spaces and full-width digits are tolerated, nothing else."""
    code = _fitted(re.sub(r"\s", "", text), 16, _CERTIFICATE, _NUMBERING)
    _each(code, [(_DIGITS, _A_DIGIT)] * 16, _CERTIFICATE, _NUMBERING)
    for position, expected in ((1, "2"), (2, "0")):
        if code[position - 1] != expected:
            raise _wrong(
                _CERTIFICATE, code, position, Words(f"年份 {expected}", f"the year's {expected}"), _NUMBERING
            )
    return CertificateNumber(int(code[:4]), code[4:6], code[6:10], int(code[10:]))


def compose_certificate_number(*, year: int, body: str, product: str, serial: int) -> CertificateNumber:
    """Make a number from its parts; raises `InvalidIdentifier` when a part does not fit its place."""
    return certificate_number(f"{year:04d}{body:0>2}{product:0>4}{serial:06d}")


def zip_code(text: str, where: Country = CHINA_MAINLAND) -> ZipCode:
    """Read a postal code: six digits in the mainland, 2 to 12 letters, digits or hyphens elsewhere."""
    code = _narrow(text)
    if where == CHINA_MAINLAND:
        _fitted(code, 6, _ZIP, _REPORTING)
        _each(code, [(_DIGITS, _A_DIGIT)] * 6, _ZIP, _REPORTING)
    elif not re.fullmatch(r"[0-9A-Z][0-9A-Z -]{0,10}[0-9A-Z]", code.upper()):
        raise _refused(
            _ZIP, text, Words("应为 2–12 位字母或数字", "must be 2 to 12 letters or digits"), _REPORTING
        )
    return ZipCode(code)


def phone(text: str) -> Phone:
    """Read a telephone number leniently: 5 to 20 digits with + ( ) - / spaces and an extension (转, x)."""
    plain = _narrow(text)
    number, *_ = re.split(r"(?:转|ext\.?|x)", plain, maxsplit=1, flags=re.IGNORECASE)
    digits = len(re.findall(r"[0-9]", number))
    if digits not in _PHONE_DIGITS or not re.fullmatch(r"\+?[0-9()\-/ ]+", number.strip()):
        raise _refused(_PHONE, text, Words("应含 5–20 位数字", "must hold 5 to 20 digits"), _REPORTING)
    return Phone(plain)


_PHONE_DIGITS = range(5, 21)
_LOOK_ALIKES = str.maketrans("OoQIil|ZzSsB", "000111122558")
_NUMBER_AS_TYPED = re.compile(r"(?=([0-9OoQIil|ZzSsB](?:[\s\-_.·]?[0-9OoQIil|ZzSsB]){15}))")
_LEAST_DIGITS = 8  # a run with fewer real digits is a word, not a number


def nearest_numbers(text: str) -> tuple[CertificateNumber, ...]:
    """The certificate numbers that a typed or pasted text can only mean, in order, without repeats.

    Full-width digits, spaces and hyphens are undone, and look-alikes that stand for one digit only
    (O→0, I, l→1, Z→2, S→5, B→8). Ambiguous ones (G, D, q …) are left: an empty answer is honest.
    Reads the first 400 characters.
    """
    plain = unicodedata.normalize("NFKC", text[:400])
    found: dict[CertificateNumber, None] = {}
    for match in _NUMBER_AS_TYPED.finditer(plain):
        typed = match.group(1)
        if sum(char.isdigit() for char in typed) < _LEAST_DIGITS or _inside_longer(
            plain, match.start(), typed
        ):
            continue
        digits = re.sub(r"[^0-9]", "", typed.translate(_LOOK_ALIKES))
        if digits.startswith("20"):
            found[certificate_number(digits)] = None
    return tuple(found)


def _inside_longer(plain: str, start: int, typed: str) -> bool:
    return bool(re.search(r"[0-9]$", plain[:start]) or re.match(r"[0-9]", plain[start + len(typed) :]))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _fitted(text: str, length: int, kind: Words, standard: Words) -> str:
    code = _narrow(text).upper()
    if len(code) == length:
        return code
    expected = Words(
        f"应为 {length} 位，实为 {len(code)} 位", f"must have {length} characters, has {len(code)}"
    )
    raise _refused(kind, code, expected, standard)


def _each(code: str, places: list[tuple[str, Words]], kind: Words, standard: Words) -> None:
    for position, (char, (alphabet, expected)) in enumerate(zip(code, places, strict=True), start=1):
        if char not in alphabet:
            raise _wrong(kind, code, position, expected, standard)


def _province_in(code: str, position: int, kind: Words, standard: Words, also: str | None = None) -> None:
    first_two = code[position - 1 : position + 1]
    if first_two not in PROVINCES and first_two != also:
        raise _wrong(
            kind,
            code,
            position,
            Words("省级代码（如 33 浙江）", "a province (such as 33 Zhejiang)"),
            standard,
        )


def _check_character(expected: str) -> Words:
    return Words(f"校验码“{expected}”", f"the check character “{expected}”")


def _wrong(kind: Words, code: str, position: int, expected: Words, standard: Words) -> InvalidIdentifier:
    template = Words(
        "{kind}“{code}”第 {position} 位“{char}”有误：应为{expected}（{standard}）。",
        "Character {position} “{char}” of the {kind} “{code}” is wrong: expected {expected} ({standard}).",
    )
    char = code[position - 1]
    words = template.fill(
        kind=kind, code=code, position=position, char=char, expected=expected, standard=standard
    )
    return InvalidIdentifier(words, kind=kind, position=position)


def _refused(kind: Words, code: str, why: Words, standard: Words) -> InvalidIdentifier:
    template = Words(
        "{kind}“{code}”有误：{why}（{standard}）。", "The {kind} “{code}” is wrong: it {why} ({standard})."
    )
    return InvalidIdentifier(template.fill(kind=kind, code=code, why=why, standard=standard), kind=kind)
