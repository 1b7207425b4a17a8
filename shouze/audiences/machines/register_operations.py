"""Certificates as their holders and the body see them, and what is public of the rules: catalogue, schemes,
fees.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field, JsonValue, StringConstraints

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.queries import find_certificate
from shouze.kernel import clock
from shouze.kernel.acts import Objection, Refused, Standing
from shouze.kernel.rulebook import RuleError
from shouze.kernel.words import Words
from shouze.procedure.states import state_words
from shouze.resources.cases.queries import in_office
from shouze.resources.fees import queries as fees
from shouze.resources.products import queries as products
from shouze.resources.schemes import queries as schemes

from .callers import standing_calling
from .file_operations import sent
from .refusals import OPEN_REFUSALS, READ_REFUSALS

certificates = Router(tags=["certificates"])
rules = Router(tags=["rules"])
Number = Annotated[str, StringConstraints(pattern=r"^20[0-9]{14}$")]
CODE = r"^[0-9]{4}$"
CALCULATE = Words("计算收费", "Calculate the fees")


class CertificateShape(BaseModel):
    """A certificate: its state, what it says (``facts``, frozen at issue), and its events."""

    number: str
    state: str
    state_words: Words
    issued_on: date
    valid_until: date
    first_issued_on: date
    suspended_until: date | None
    facts: JsonValue
    events: list[JsonValue]
    has_document: bool


class CatalogueShape(BaseModel):
    """A product of the catalogue on the day asked."""

    code: str
    name: Words
    category: str
    mark: str
    mark_words: Words
    rule: str
    designated: bool


class SchemeShape(BaseModel):
    """A scheme in force on the day asked."""

    number: str
    title: Words
    family: str
    valid_from: date
    valid_to: date | None
    product_codes: list[str]
    test_working_days: int
    validity_years: int
    ref: str


class FeeQuestion(BaseModel):
    """For what the fees are asked."""

    model_config = ConfigDict(extra="forbid")

    product_code: str = Field(pattern=CODE)
    units: int = Field(default=1, ge=1, le=50)
    person_days: Decimal | None = Field(default=None, ge=0, le=99, max_digits=5, decimal_places=1)


class OnDay(BaseModel):
    """On which date of law (today by default)."""

    model_config = ConfigDict(extra="forbid")

    on: date | None = None


@certificates.get(
    "/{number}",
    response={200: CertificateShape, **READ_REFUSALS},
    operation_id="certificate",
    summary="证书内容与状态 · What a certificate says, and how it stands",
)
def read_certificate(request: HttpRequest, number: Number) -> CertificateShape:
    found = _visible(number, standing_calling(request))
    return CertificateShape(
        number=found.number,
        state=found.state,
        state_words=state_words("certificates.certificate", found.state),
        issued_on=found.issued_on,
        valid_until=found.valid_until,
        first_issued_on=found.first_issued_on,
        suspended_until=found.suspended_until,
        facts=found.facts,
        events=[_event(one) for one in found.events.all()],
        has_document=bool(found.document),
    )


@certificates.get(
    "/{number}/document",
    response={200: None, **READ_REFUSALS},
    operation_id="certificate.document",
    summary="证书文件 · The signed certificate (PDF)",
    openapi_extra={
        "responses": {
            200: {"content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
        }
    },
)
def read_document(request: HttpRequest, number: Number) -> HttpResponseBase:
    viewer = standing_calling(request)
    return sent(_visible(number, viewer).document, viewer)


@rules.get(
    "/catalogue",
    auth=None,
    response={200: list[CatalogueShape], **OPEN_REFUSALS},
    operation_id="catalogue",
    summary="目录 · The catalogue of products",
)
def read_catalogue(request: HttpRequest, day: Query[OnDay]) -> list[CatalogueShape]:
    on = day.on or clock.today()
    try:
        return [_product(one, on) for one in products.list_products(on)]
    except RuleError as unknown:
        raise _no_rule(Words("查看目录", "Read the catalogue"), unknown) from unknown


@rules.get(
    "/schemes",
    auth=None,
    response={200: list[SchemeShape], **OPEN_REFUSALS},
    operation_id="schemes",
    summary="实施规则 · The schemes in force",
)
def read_schemes(request: HttpRequest, day: Query[OnDay]) -> list[SchemeShape]:
    found = schemes.schemes_in_force(day.on or clock.today())
    fields = SchemeShape.model_fields
    return [SchemeShape.model_validate({name: getattr(one, name) for name in fields}) for one in found]


@rules.get(
    "/fees",
    auth=None,
    response={200: fees.Bill, **OPEN_REFUSALS},
    operation_id="fees",
    summary="收费计算 · The bill of an application, by the code that bills",
)
def read_fees(request: HttpRequest, asked: Query[FeeQuestion]) -> fees.Bill:
    on = clock.today()
    try:
        scheme = schemes.scheme_for(asked.product_code, on)
        least = schemes.person_days(scheme, "initial")[0]
        days = least if asked.person_days is None else asked.person_days
        return fees.bill(asked.product_code, scheme, asked.units, days, on)
    except RuleError as unknown:
        raise _no_rule(CALCULATE, unknown) from unknown


def _visible(number: str, viewer: Standing) -> Certificate:
    """The certificate for its holder and the body, for those in office. Raises Http404 for everybody else."""
    found = find_certificate(number)
    mine = viewer.kind == "client" and found and str(found.applicant_id) == viewer.organisation
    if found is None or not (mine or viewer.kind == "staff") or not in_office(viewer, clock.today()):
        raise Http404
    return found


def _event(event: Any) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "on": event.on.isoformat(),
        "until": event.until.isoformat() if event.until else None,
        "reasons": event.reasons,
        "models": event.models_affected,
    }


def _product(product: products.Product, on: date) -> CatalogueShape:
    return CatalogueShape(
        code=product.code,
        name=product.name,
        category=product.category,
        mark=product.mark,
        mark_words=product.mark_words,
        rule=product.rule,
        designated=products.designated(product.code, on),
    )


def _no_rule(tried: Words, unknown: RuleError) -> Refused:
    need = Words("核对产品代码和日期", "another product code or date")
    return Refused(tried, [Objection("no_rule", unknown.sentence, need, "guidance.十八")], status=404)
