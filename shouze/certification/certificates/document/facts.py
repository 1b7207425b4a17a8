"""What a certificate says, frozen at the moment of issue (Order 117 Art. 21).

In: the issued certificate's values. Out: `CertificateFacts` and its canonical JSON (RFC 8785), which is
attached to the PDF and digested by the ledger. Dates are dates of law, Asia/Shanghai.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Self

import rfc8785
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from shouze.resources.organisations.identifiers import certificate_number, factory_code, uscc

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Filled = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Number = Annotated[str, AfterValidator(lambda text: str(certificate_number(text)))]
Uscc = Annotated[str, AfterValidator(lambda text: str(uscc(text)) if text else "")]
Factory = Annotated[str, AfterValidator(factory_code)]


class Frozen(BaseModel):
    """A fact: complete, unchangeable, without surplus."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class TwoNames(Frozen):
    """A text in Chinese, in English or in both; the only one is the main one (主), whatever its language."""

    zh: Text = ""
    en: Text = ""

    @model_validator(mode="after")
    def _one_is_needed(self) -> Self:
        if not (self.zh or self.en):
            raise ValueError("a text is needed in Chinese or in English")
        return self

    @property
    def main(self) -> str:
        return self.zh or self.en

    @property
    def second(self) -> str:
        return self.en if self.zh else ""


class Party(Frozen):
    """Applicant or producer: name, address and, in the mainland, the unified social credit code."""

    name: TwoNames
    address: TwoNames
    uscc: Uscc = ""


class FactoryParty(Party):
    """The production enterprise with the code that the body gave it; the address is where production is."""

    factory_code: Factory


class Model(Frozen):
    """One model with the text of its specification (empty when it has none of its own)."""

    name: Filled
    specification: Text = ""


class Product(Frozen):
    """The certification unit: catalogue code, name, series and every model."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
    name: TwoNames
    series: Text = ""
    models: Annotated[tuple[Model, ...], Field(min_length=1)]


class Standard(Frozen):
    """A standard as certification basis, with its title and its version (year; empty where it has none)."""

    number: Filled
    version: Text = ""
    title: TwoNames


class Scheme(Frozen):
    """The implementation rule (实施规则) that the certificate rests on."""

    number: Filled
    title: TwoNames


class Body(Frozen):
    """The issuing body; `website` and `phone` answer on the yearly valid state (Order 117 Art. 22)."""

    name: TwoNames
    approval_number: Filled
    address: TwoNames
    website: Filled
    phone: Filled


class CertificateFacts(Frozen):
    """Everything that a certificate shows. `valid_until` is the last valid day; `approver` signs second."""

    number: Number
    scheme: Scheme
    applicant: Party
    producer: Party
    factory: FactoryParty
    product: Product
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]
    mode: TwoNames
    issued_on: dt.date
    valid_until: dt.date
    first_issued_on: dt.date
    change_note: Text = ""
    body: Body
    status_sentence: TwoNames
    public_url: Filled
    approver: TwoNames

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if not self.first_issued_on <= self.issued_on <= self.valid_until:
            raise ValueError("first issue, issue and expiry must follow one another")
        return self

    @property
    def canonical_json(self) -> bytes:
        """The facts as RFC 8785 bytes: what is attached to the PDF, compared and digested."""
        return rfc8785.dumps(self.model_dump(mode="json"))
