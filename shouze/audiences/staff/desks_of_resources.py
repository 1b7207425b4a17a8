"""The desks of what the body keeps on record of enterprises: filed changes, facilities, technical persons."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from shouze.audiences.parts import sheets
from shouze.audiences.parts.person import PersonRequest
from shouze.kernel.words import Words
from shouze.resources.facilities import queries as facilities
from shouze.resources.facilities import states as facility_states
from shouze.resources.facilities.models import Facility
from shouze.resources.parts import queries as parts
from shouze.resources.parts import states as part_states
from shouze.resources.parts.models import PartChange
from shouze.resources.technical_persons import queries as technical_persons
from shouze.resources.technical_persons import states as technical_states
from shouze.resources.technical_persons.models import TechnicalPerson

from .desk import Desk


def _nothing_more(request: PersonRequest, row: Any) -> Mapping[str, Any]:
    return {}


def _counted(rows: Any) -> Mapping[str, int]:
    return Counter(rows.order_by().values_list("state", flat=True))


DESKS: Final[Mapping[str, Desk]] = {
    "part-changes": Desk(
        PartChange,
        Words("备案变更", "Filed changes of key parts"),
        part_states.CHANGE,
        parts.changes,
        lambda: _counted(parts.changes("")),
        parts.find_change,
        (
            sheets.Column("number", Words("编号", "Number")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("parts_list", Words("证书编号", "Certificate number")),
            sheets.Column("before", Words("原件", "Part before")),
            sheets.Column("use", Words("新件", "New part")),
            sheets.Column("person_name", Words("认证技术负责人", "Technical person")),
            sheets.Column("effective_on", Words("实施日期", "Takes effect on")),
            sheets.Column("filed_on", Words("备案日期", "Filed on")),
        ),
        _nothing_more,
    ),
    "facilities": Desk(
        Facility,
        Words("生产企业检测资源", "Manufacturers' test facilities"),
        facility_states.STATES,
        facilities.facilities,
        lambda: _counted(facilities.facilities()),
        facilities.find_facility,
        (
            sheets.Column("name", Words("检测资源", "Facility")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("organisation_name", Words("所属企业", "Owner")),
            sheets.Column("accreditation", Words("认可证书号", "Accreditation")),
            sheets.Column("accredited_to", Words("认可止", "Accredited to")),
            sheets.Column("audited_until", Words("审核有效期至", "Audit holds until")),
        ),
        _nothing_more,
    ),
    "technical-persons": Desk(
        TechnicalPerson,
        Words("认证技术负责人", "Certified technical persons"),
        technical_states.STATES,
        technical_persons.technical_persons,
        lambda: _counted(technical_persons.technical_persons()),
        technical_persons.find_technical_person,
        (
            sheets.Column("person_name", Words("姓名", "Name")),
            sheets.Column("state", Words("状态", "State")),
            sheets.Column("factory_name", Words("生产企业", "Factory")),
            sheets.Column("products", Words("产品", "Products")),
            sheets.Column("approved_on", Words("批准日期", "Approved on")),
            sheets.Column("until", Words("有效期至", "Until")),
        ),
        _nothing_more,
    ),
}
