"""Transfers in the demo house: one on its way to us from a body that writes letters, one asked of us by
another.
"""

from __future__ import annotations

import base64
import hashlib
import io
import uuid
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shouze.certification.transfers.envelope import Message, key_id, public, seal
from shouze.certification.transfers.keys import own_code
from shouze.certification.transfers.models import Body, Transfer
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.files import store as files
from shouze.resources.people.queries import MACHINE
from shouze.resources.schemes import queries as schemes

from .papers import paper
from .settling import Town
from .stage import APPLICANT, OWN_FACTORY

Item: TypeAlias = tuple[datetime, Callable[[], object]]
EXAMPLE: Final = "2024990711000118"
OLD_NUMBER: Final = "2022980711004321"
MODELS: Final = ("DT-30A", "DT-30B", "DT-30C", "DT-30D", "DT-30E")
#: working days before the end on which each thing was done
KNOWN, APPLIED, CHECKED, ASKED, ANSWERED, COMPARED, QUESTION = 64, 9, 8, 7, 3, 2, 4


def transfer(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done: two bodies are registered, a certificate is on its way to us, one of ours is
    asked for.
    """
    steps = (
        (KNOWN, "09:10", _know), (APPLIED, "09:30", _apply), (CHECKED, "10:00", _check),
        (ASKED, "10:30", _ask), (ANSWERED, "14:00", _answered), (COMPARED, "15:00", _compare),
        (QUESTION, "11:15", _question),
    )  # fmt: skip
    for back, hour, do in steps:
        yield clock.moment(days[-back], hour), partial(do, town)


def _know(town: Town) -> None:
    key = base64.b64encode(public(_key())).decode()
    for code, name, keys in (("98", "示例认证机构甲", []), ("97", "示例认证机构乙", [key])):
        given = {"code": code, "name": name, "keys": keys}
        done = perform("body.registered", by=town.people["E001"], given=given)
        if keys:
            perform("body.confirmed", by=town.people["E029"], subject=done.subject)


def _key() -> Ed25519PrivateKey:
    """The key of the other body of the demo: made of a word, good for a demo and for nothing else."""
    return Ed25519PrivateKey.from_private_bytes(hashlib.sha256(b"demo body 97").digest())


def file_of(town: Town, title: str, who: str = "C001") -> str:
    person = town.people[who]
    return files.put(io.BytesIO(paper(title)), f"{title}.pdf", at=clock.now(), person=person).digest


def _apply(town: Town) -> None:
    today = clock.today()
    application(
        town, OLD_NUMBER, MODELS,
        old_first_issued_on="2022-08-01",
        old_valid_until="2027-07-31",
        last_inspected_on=(today - timedelta(days=200)).isoformat(),
        class_at_old="C",
    )  # fmt: skip


def application(town: Town, old_number: str, models: Sequence[str], **days: str) -> uuid.UUID:
    """The first enterprise applies for the transfer of a certificate of body 98; return its case. ``days``:
    what the old certificate and its last inspection say of themselves.
    """
    scheme = schemes.scheme_for("0711", clock.today())
    wanted = [one.key for one in schemes.documents_for(scheme, "0711") if one.required_when in OWN_FACTORY]
    given: dict[str, Any] = {
        "applicant": str(town.organisations[0]),
        "producer": str(town.organisations[0]),
        "factory": str(town.factories[0]),
        "product_code": "0711",
        "product_name": "台式电磁灶",
        "relation": "same",
        "trademark": "示例",
        "promise": True,
        "free_will": True,
        "models": [{"model": name, "specification": "220 V 50 Hz 2100 W"} for name in models],
        "key_parts": [{"name": "IGBT", "model": "H20R1353", "maker": "示例半导体"}],
        "documents": [{"kind": kind, "digest": file_of(town, "转换资料")} for kind in wanted],
        "body": str(Body.objects.get(code="98").pk),
        "old_number": old_number,
        "old_models": list(models),
        "old_certificate": file_of(town, "原证书"),
        "inspection_report": file_of(town, "原机构检查报告"),
        "test_report": file_of(town, "型式试验报告"),
        **days,
    }
    return perform("transfer.applied", by=town.people["C001"], given=given, via="page").subject


def _coming() -> uuid.UUID:
    return Transfer.objects.values_list("pk", flat=True).get(old_number=OLD_NUMBER)


def _check(town: Town) -> None:
    given = {
        "state": "valid",
        "valid_until": "2027-07-31",
        "source": "全国认证认可信息公共服务平台",
        "printout": file_of(town, "平台查询记录", "E002"),
    }
    perform("transfer.status_checked", by=town.people["E002"], subject=_coming(), given=given, via="page")


def _ask(town: Town) -> None:
    perform("transfer.asked", by=town.people["E015"], subject=_coming(), via="page")


def _answered(town: Town) -> None:
    given = {
        "enterprise_class": "C",
        "last_inspected_on": (clock.today() - timedelta(days=200)).isoformat(),
        "inspection_conclusion": "03",
        "failed_samples": "上年度市场抽样 1 批次不合格，已整改。",
        "letter": file_of(town, "原机构复函", "E015"),
    }
    perform("transfer.answered", by=town.people["E015"], subject=_coming(), given=given, via="page")


def _compare(town: Town) -> None:
    given = {
        "scheme": "CNCA-C07-01:2024 实施细则（示例机构甲）",
        "models_per_unit": 5,
        "elements": ["XS", "GZ"],
        "interval_months": 12,
        "standards": ["GB 4706.1-2005"],
        "opinion": "单元划分和抽样间隔不同，按本机构细则执行。",
    }
    perform("transfer.compared", by=town.people["E003"], subject=_coming(), given=given, via="page")


def _question(town: Town) -> None:
    said = Message(
        transfer=uuid.uuid5(uuid.NAMESPACE_URL, "demo transfer"),
        sender="97",
        receiver=own_code(clock.today()),
        kind="ask",
        seq=1,
        at=clock.now().isoformat(),
        certificate=EXAMPLE,
        content={
            "asked": ["state", "class", "inspections"],
            "answer_by": None,
            "holder": {"name": APPLICANT["name"], "uscc": APPLICANT["uscc"]},
            "consent": {"on": clock.today().isoformat(), "by": APPLICANT["contact"]},
        },
    )
    envelope = seal(said.text, _key())
    given = {"text": said.text, "key": key_id(public(_key())), "signature": envelope["signature"]}
    perform("ask.received", by=MACHINE, given=given, via="message")
