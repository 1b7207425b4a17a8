"""The laboratories of the demo house, and what is registered of its parties: all invented, with right
codes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shouze.resources.organisations.identifiers import organisation_check_character, uscc_check_character
from shouze.resources.schemes import queries as schemes
from shouze.resources.schemes.transitions import with_successors

from .enterprises import MAINLAND, Enterprise


@dataclass(frozen=True, slots=True)
class InventedLaboratory:
    """An invented laboratory and the products for which it is designated."""

    code: str
    name: str
    name_en: str
    place: str
    division: str
    person: str
    signatory: str
    products: tuple[str, ...]


# The worked example's own laboratory (LAB-R, induction cookers only) is registered by the stage.
LABORATORIES = (
    InventedLaboratory(
        "LAB-S",
        "示例家电检测中心S",
        "Example Appliance Test Centre S",
        "广东省佛山市示例区检测路2号",
        "440604",
        "苏恒",
        "舒签",
        (
            "0701",
            "0702",
            "0703",
            "0705",
            "0706",
            "0707",
            "0709",
            "0710",
            "0711",
            "0712",
            "0713",
            "0714",
            "0716",
            "0717",
            "0718",
        ),
    ),
    InventedLaboratory(
        "LAB-T",
        "虚构电子产品检测研究所T",
        "Fictional Electronics Test Institute T",
        "江苏省苏州市示例区检测路3号",
        "320500",
        "谭电",
        "陶签",
        ("0807", "0808", "0901", "0902", "0903", "0907", "0911", "1606", "1609", "0914", "0915"),
    ),
    InventedLaboratory(
        "LAB-U",
        "演示燃气与车辆检测站U",
        "Demo Gas and Vehicle Test Station U",
        "天津市示例区检测路4号",
        "120000",
        "尤准",
        "俞签",
        ("1119", "2401", "2402"),
    ),
)


def credit_code(serial: int, division: str) -> str:
    """Return a credit code that is right by GB 32100 and GB 11714 and plainly made up (it reads …MADEM…)."""
    organisation = f"MADEM{serial:03d}"
    first = f"91{division}{organisation}{organisation_check_character(organisation)}"
    return first + uscc_check_character(first)


def organisation_given(serial: int, one: Enterprise) -> dict[str, Any]:
    """Return what is registered of an enterprise."""
    mainland = one.country == MAINLAND
    return {
        "name": one.name,
        "name_en": one.name_en,
        "uscc": credit_code(serial, one.division) if mainland else "",
        "kind_code": "040105" if mainland else "040201",
        "economic_type": "150" if mainland else "200",
        "industry": one.industry,
        "business_scope": "示例产品的设计、生产和销售（虚构）",
        **_place(serial, one),
    }


def factory_given(serial: int, one: Enterprise) -> dict[str, Any]:
    """Return what is registered of an enterprise's own factory."""
    return {
        "name": one.name,
        "name_en": one.name_en,
        "headcount": 80 + serial * 37 % 900,
        "longitude": f"{one.longitude:.7f}",
        "latitude": f"{one.latitude:.7f}",
        **_place(serial, one),
    }


def laboratory_given(serial: int, one: InventedLaboratory, from_on: date, to_on: date) -> dict[str, Any]:
    """Return what is registered of a laboratory, contracted from a day to a day (dates of law)."""
    held = {
        f"{period}_{end}": day
        for period in ("designated", "accredited", "contract")
        for end, day in (("from", from_on.isoformat()), ("to", to_on.isoformat()))
    }
    return {
        "code": one.code,
        "name": one.name,
        "name_en": one.name_en,
        "uscc": credit_code(900 + serial, one.division),
        "address": one.place,
        "contact": one.person,
        "phone": f"000-0000{900 + serial:04d}",
        "cma_number": f"CMA-{serial:04d}",
        "cnas_number": f"L{9000 + serial}",
        "products": list(one.products),
        "standards": _standards(one.products),
        **held,
    }


def _place(serial: int, one: Enterprise) -> dict[str, str]:
    return {
        "country": one.country,
        "division": one.division,
        "address": f"{one.place}示例路{serial}号",
        "address_en": f"{serial} Example Road, {one.place_en}",
        "postcode": f"{99:04d}{serial:02d}" if one.country == MAINLAND else "",
        "contact": one.person,
        "phone": f"000-0000{serial:04d}",
    }


def _standards(products: tuple[str, ...]) -> list[str]:
    """The standards of all schemes, past and present, under which the products are tested."""
    lines = [line for scheme in schemes.list_schemes() for line in scheme.products if line.code in products]
    return sorted(with_successors([number for line in lines for number in line.standards]))
