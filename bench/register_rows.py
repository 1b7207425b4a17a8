"""A scratch register as large as a nation's: believable records of fictional firms, written by COPY."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import psycopg

PRODUCTS = (
    ("0701", "电冰箱", "Refrigerator", "CNCA-C07-01:2024", "GB 4706.13"),
    ("0703", "房间空调器", "Room air conditioner", "CNCA-C07-01:2024", "GB 4706.32"),
    ("0712", "电饭锅", "Rice cooker", "CNCA-C07-01:2024", "GB 4706.19"),
    ("0807", "电源适配器", "Power adapter", "CNCA-C09-01:2023", "GB 4943.1"),
    ("0905", "液晶电视机", "Television set", "CNCA-C08-01:2014", "GB 8898"),
)
PER_PRODUCT = 1_000_000
CITIES = ("杭州", "深圳", "宁波", "苏州", "佛山", "青岛", "合肥", "中山", "厦门", "长沙")
TRADES = ("电器", "电子", "科技", "家电", "智能")
FIRST_DAY = date(2022, 1, 4)
CHUNK = 2_000
PLACES = ("<number>", "<firm>", "<model>", "<issued>", "<until>")

TABLE = """
CREATE UNLOGGED TABLE certificates_public
  (number varchar(16) NOT NULL, record text NOT NULL, names text NOT NULL, issued_on date NOT NULL)
"""


def number_at(place: int) -> str:
    """Return the certificate number of the row at a place, counted from 0."""
    code = PRODUCTS[place // PER_PRODUCT][0]
    return f"202699{code}{place % PER_PRODUCT:06d}"


def fill(dsn: str, rows: int) -> None:
    """Make the table and write ``rows`` records (at most 1,000,000 per product)."""
    with psycopg.connect(dsn) as connection:
        connection.execute(TABLE)
        with connection.cursor().copy("COPY certificates_public FROM STDIN") as copy:
            for lines in _chunks(rows):
                copy.write(lines)
        connection.execute("ALTER TABLE certificates_public ADD PRIMARY KEY (number)")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("VACUUM (ANALYZE) certificates_public")


def _chunks(rows: int) -> Iterator[str]:
    patterns = [_pattern(*product) for product in PRODUCTS]
    days = [FIRST_DAY + timedelta(days=n) for n in range(1500)]
    dates = [(day.isoformat(), (day + timedelta(days=1825)).isoformat()) for day in days]
    lines: list[str] = []
    for place in range(rows):
        firm = f"{CITIES[place % 10]}示例{TRADES[place // 10 % 5]}{place // 25 % 4000:04d}有限公司"
        issued, until = dates[place % 1500]
        lines.append(
            patterns[place // PER_PRODUCT]
            % {
                "number": number_at(place),
                "firm": firm,
                "model": f"SZ-{place % 97:02d}{place % 9973:04d}",
                "issued": issued,
                "until": until,
            }
        )
        if len(lines) == CHUNK:
            yield "".join(lines)
            lines.clear()
    yield "".join(lines)


def _pattern(code: str, zh: str, en: str, rule: str, standard: str) -> str:
    """One line of COPY with the places of what differs; the record has the fields of the true one."""
    party: dict[str, Any] = {
        "name": {"zh": "<firm>", "en": ""},
        "address": {"zh": "示例省示例市首责路1号", "en": ""},
        "uscc": "",
    }
    record: dict[str, Any] = {
        "number": "<number>",
        "status": {"code": "01", "zh": "有效", "en": "valid"},
        "suspended_until": None,
        "issued_on": "<issued>",
        "valid_until": "<until>",
        "first_issued_on": "<issued>",
        "basis": {"number": rule, "title": {"zh": f"强制性产品认证实施规则 {zh}", "en": ""}},
        "standards": [{"number": standard, "version": "2024", "title": {"zh": f"{zh}的特殊要求", "en": ""}}],
        "mode": {"zh": "型式试验+获证后监督", "en": "Type test and follow-up"},
        "product": {
            "code": code,
            "name": {"zh": zh, "en": en},
            "series": "",
            "models": [{"name": "<model>", "specification": "220 V~ 50 Hz I 类"}],
        },
        "applicant": party,
        "producer": party,
        "factory": {**party, "factory_code": "X000118"},
        "body": {
            "name": {"zh": "首责示例认证中心", "en": "Shouze Example Certification Centre"},
            "approval_number": "CNCA-R-2099-999",
            "website": "https://shouze.example",
        },
        "history": [{"kind": "issued", "on": "<issued>", "until": None, "reasons": [], "models": []}],
    }
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    line = f"<number>\t{text}\t<firm> {zh} <model>\t<issued>\n".replace("%", "%%")
    for place in PLACES:
        line = line.replace(place, f"%({place[1:-1]})s")
    return line
