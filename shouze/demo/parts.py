"""What the holder of the worked example keeps on record: its key parts, a technical person who files
changes, a test facility of its own.
"""

import uuid
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final, TypeAlias

from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.resources.parts.models import PartsList, Use
from shouze.resources.schemes import queries as schemes

from .dossier import Cabinet
from .settling import Town

Item: TypeAlias = tuple[datetime, Callable[[], object]]
PRODUCT: Final = "0711"
#: function, type, maker, rating, number of its own certificate: as the application names them, and more
KNOWN: Final = (
    ("IGBT", "H20R1203", "示例半导体", "1200 V 20 A", ""),
    ("电源线", "3G1.0", "示例线缆", "10 A 250 V", "2021990105000031"),
    ("热熔断体", "TF-152", "示例元件", "10 A 250 V 152 ℃", "2021990110000017"),
)
#: type, maker, number of the certificate: cords that the technical person took in place of the first
CORDS: Final = (
    ("H05VV-F 3G1.0", "示例第二线缆", "2022990105000044"),
    ("H05VV-F 3G1.0", "示例第三线缆", "2023990105000052"),
)
APPROVED_FOR: Final = timedelta(days=1090)
AUDITED_FOR: Final = timedelta(days=730)


def keep_parts(town: Town, days: list[date]) -> Iterator[Item]:
    """Yield what is done, on working days from the beginning of the two years."""
    cabinet = Cabinet()
    yield clock.moment(days[4], "09:11"), partial(_complete, town)
    yield clock.moment(days[5], "10:12"), partial(_apply, town, cabinet)
    yield clock.moment(days[7], "10:13"), partial(_register, town, cabinet)
    yield clock.moment(days[20], "10:14"), partial(_file, town, cabinet, CORDS[0])
    yield clock.moment(days[40], "10:15"), partial(_confirm, town)
    yield clock.moment(days[60], "10:16"), partial(_file, town, cabinet, CORDS[1])


def _list(town: Town) -> uuid.UUID:
    return PartsList.objects.values_list("pk", flat=True).get(
        applicant_id=town.organisations[0], number="2024990711000118"
    )


def _complete(town: Town) -> None:
    columns = ("function", "model", "maker", "rating", "certificate")
    rows = [{**dict(zip(columns, one, strict=True)), "name": one[0]} for one in KNOWN]
    _do("parts_list.completed", town.people["C001"], _list(town), rows=rows)


def _apply(town: Town, cabinet: Cabinet) -> None:
    own = town.people["C001"]
    papers = [cabinet.digest("技术负责人资格证明", own)]
    done = _do(
        "technical_person.applied", own, None,
        factory=str(town.factories[0]), person=str(own), products=[PRODUCT], papers=papers,
        qualification="电气工程师，从事电磁灶设计和认证工作十年，经GB 4706.29培训合格。",
    )  # fmt: skip
    _do(
        "technical_person.approved", town.people["E027"], done, products=[PRODUCT],
        until=(clock.today() + APPROVED_FOR).isoformat(), words="资格材料齐全，了解标准和变更要求。",
    )  # fmt: skip


def _register(town: Town, cabinet: Cabinet) -> None:
    own, officer = town.people["C001"], town.people["E012"]
    plan = schemes.test_plan_for(schemes.scheme_for(PRODUCT, clock.today()), PRODUCT)
    done = _do(
        "facility.registered", own, None, organisation=str(town.organisations[0]),
        name="宁波示例电器检测中心", address="浙江省宁波市北仑区示例路8号3幢", accreditation="CNAS L09018",
        accredited_from="2023-06-01", accredited_to="2029-05-31",
        standards=[one.number for one in plan.standards], papers=[cabinet.digest("认可证书", own)],
    )  # fmt: skip
    today = clock.today()
    _do(
        "facility.qualified", officer, done, audited_on=today.isoformat(),
        until=(today + AUDITED_FOR).isoformat(), report=cabinet.digest("检测资源审核报告", officer),
        words="人员、设备、环境符合要求，可用于TMP和WMT。",
    )  # fmt: skip


def _file(town: Town, cabinet: Cabinet, cord: tuple[str, str, str]) -> None:
    own, found, (model, maker, certificate) = town.people["C001"], _list(town), cord
    use = Use.objects.get(parts_list=found, function="电源线", until_on__isnull=True)
    _do(
        "part_change.filed", own, None, parts_list=str(found), line=str(use.line), name="电源线", model=model,
        maker=maker, rating="10 A 250 V", certificate=certificate,
        effective_on=(clock.today() + timedelta(days=7)).isoformat(),
        reason="增加供应商；同规格、持有CCC证书，已按内部程序验证合格。",
        papers=[cabinet.digest("电源线验证记录", own)],
    )  # fmt: skip


def _confirm(town: Town) -> None:
    use = Use.objects.get(parts_list=_list(town), function="电源线", until_on__isnull=True)
    change = use.changes.get()
    _do("part_change.confirmed", town.people["E008"], change.pk, words="实物和证书与备案一致。")


def _do(act: str, by: uuid.UUID, subject: uuid.UUID | None, **given: Any) -> uuid.UUID:
    return perform(act, by=by, subject=subject, given=given, via="page").subject
