"""Some models of a certificate end by a withdrawal or cancellation; it stays in force for the others.

Called inside those acts. The certificate is issued anew under its number without the models, with the same
last day; a suspension goes on as long as a model that is left is suspended. Order 117 Art. 29; ISO/IEC 17065
7.11.1.
"""

from typing import Final

from shouze.kernel.acts import Doing

from .document.facts import CertificateFacts
from .inputs import Measure
from .models import Certificate
from .queries import suspended_models
from .reissuing import write_anew
from .requests import overtake
from .states import IN_PART

#: the version of a withdrawal or cancellation since which it may be one of some models; before it ended all
SOME: Final = 4


def in_part(doing: Doing, certificate: Certificate, given: Measure) -> bool:
    """Whether the act ends some models of the certificate and leaves others."""
    there = {line["name"] for line in certificate.facts["product"]["models"]}
    return doing.version >= SOME and bool(given.models) and bool(there - set(given.models))


def end_models(doing: Doing, certificate: Certificate, measure: str, given: Measure) -> None:
    """End the models that are named, on the day of the act: ``measure`` is "withdrawn" or "cancelled". What
    the holder asked about a suspension of which no model is left is settled with it.
    """
    rest = {name: day for name, day in suspended_models(certificate).items() if name not in given.models}
    if certificate.state == "suspended" and not rest:
        overtake(doing, certificate, "restoration")
    doing.to = "suspended" if rest else "valid"
    certificate.suspended_until = max(rest.values(), default=None)
    write_anew(
        doing,
        certificate,
        _without(doing, certificate, given),
        reasons=getattr(given, "reasons", ()),
        kind=IN_PART[measure],
        until=certificate.suspended_until,
        models=given.models,
        range_basis=getattr(given, "range_basis", ""),
        state=doing.to,
    )


def _without(doing: Doing, certificate: Certificate, given: Measure) -> CertificateFacts:
    facts = CertificateFacts.model_validate(certificate.facts)
    left = tuple(one for one in facts.product.models if one.name not in given.models)
    product = facts.product.model_copy(update={"models": left})
    return facts.model_copy(update={"product": product, "issued_on": doing.on})
