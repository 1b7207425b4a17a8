"""Organisations and factories enter the register; their codes are checked before they do."""

from decimal import Decimal
from uuid import UUID

from shouze.kernel.acts import Doing, Input, act, ask
from shouze.kernel.words import Words

from .checks import codes_are_valid, credit_code_is_valid, not_registered_before, owner_known
from .models import Factory, Organisation


class Place(Input):
    """Where somebody is, and who answers there."""

    country: str = ask("国家（地区）代码", "Country code", "156", pattern=r"^\d{3}$", choices="countries")
    division: str = ask("行政区划代码", "Division code", "", max_length=6)
    address: str = ask("地址", "Address", min_length=1, max_length=500)
    address_en: str = ask("英文地址", "Address in English", "", max_length=500)
    postcode: str = ask("邮政编码", "Postcode", "", max_length=20)
    contact: str = ask("联系人", "Contact person", min_length=1, max_length=100)
    phone: str = ask("联系电话", "Phone", min_length=1, max_length=100)


class NewOrganisation(Place):
    """An organisation as its licence names it."""

    name: str = ask("名称", "Name", min_length=1, max_length=300)
    name_en: str = ask("英文名称", "Name in English", "", max_length=300)
    uscc: str = ask("统一社会信用代码", "Unified social credit code", "", max_length=18)
    kind_code: str = ask("机构类型", "Kind of organisation", "", max_length=6, choices="organisation_kinds")
    economic_type: str = ask("经济类型", "Economic type", "", max_length=3, choices="economic_types")
    industry: str = ask("国民经济行业", "Industry (GB/T 4754)", "", max_length=4)
    business_scope: str = ask("经营范围", "Business scope", "", max_length=2000)


class NewFactory(Place):
    """A production site: the place where the product is really made."""

    organisation: UUID = ask("所属企业", "Organisation")
    name: str = ask("生产企业名称", "Name of the production enterprise", min_length=1, max_length=300)
    name_en: str = ask("英文名称", "Name in English", "", max_length=300)
    headcount: int | None = ask("人数", "Headcount", None, ge=0, le=10_000_000)
    longitude: Decimal | None = ask(
        "经度", "Longitude", None, ge=-180, le=180, max_digits=11, decimal_places=7
    )
    latitude: Decimal | None = ask("纬度", "Latitude", None, ge=-90, le=90, max_digits=11, decimal_places=7)


def _known_as(doing: Doing, subject: None, given: NewOrganisation) -> str | None:
    if not given.uscc:
        return None
    return Organisation.objects.filter(uscc=given.uscc).values_list("name", flat=True).first()


def _owner(doing: Doing, subject: None, given: NewFactory) -> bool:
    return Organisation.objects.filter(pk=given.organisation).exists()


@act(
    "organisation.registered",
    Words("登记企业", "Register an organisation"),
    on=Organisation,
    input=NewOrganisation,
    creates=True,
    looks=_known_as,
    checks=(codes_are_valid, credit_code_is_valid, not_registered_before),
    clauses=("order117.10", "order117.21"),
)
def register_organisation(doing: Doing, given: NewOrganisation) -> Organisation:
    return Organisation(id=doing.new_id(), state="registered", **given.model_dump())


@act(
    "factory.registered",
    Words("登记生产企业", "Register a production enterprise"),
    on=Factory,
    input=NewFactory,
    creates=True,
    looks=_owner,
    checks=(codes_are_valid, owner_known),
    clauses=("order117.10", "order117.21"),
)
def register_factory(doing: Doing, given: NewFactory) -> Factory:
    fields = given.model_dump(exclude={"organisation"})
    return Factory(id=doing.new_id(), state="registered", organisation_id=given.organisation, **fields)
