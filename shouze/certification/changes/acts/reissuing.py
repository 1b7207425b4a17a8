"""A certificate is issued anew with what it says already: after a supervision, or for a new paper."""

from collections.abc import Iterator

from shouze.certification.certificates.checks import not_handed_over
from shouze.certification.certificates.document.facts import CertificateFacts, TwoNames
from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.reissuing import write_anew
from shouze.certification.certificates.states import REISSUE
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing, Look, Objection, act
from shouze.kernel.words import Words

from .. import inputs

#: kind of re-issue that has a way of its own -> the act with which that begins
OWN_WAY = {"03": "transfer.applied", "04": "change.applied"}


def _has_no_way_of_its_own(look: Look) -> Iterator[Objection]:
    """What changes the content, or comes from another body, is applied for and decided."""
    if look.given.kind in OWN_WAY:
        yield Objection(
            "own_way",
            Words(
                "该类换证须经申请、评价和批准", "this kind of re-issue is applied for, evaluated and approved"
            ),
            Words("按变更或转机构办理", "an application for a change or for a transfer"),
            "order117.24",
            act=OWN_WAY[look.given.kind],
            field="kind",
        )


@act(
    "certificate.reissued",
    Words("换发证书", "Issue the certificate anew"),
    on=Certificate,
    input=inputs.Reissue,
    moves=REISSUE,
    checks=(_has_no_way_of_its_own, not_handed_over),
    clauses=("order117.21", "order117.22"),
)
def reissue(doing: Doing, certificate: Certificate, given: inputs.Reissue) -> None:
    words = rulebook.code("reissue_kinds", given.kind, on=doing.on).words
    facts = CertificateFacts.model_validate(certificate.facts)
    anew = {"issued_on": doing.on, "change_note": words.zh, "approver": TwoNames(zh=doing.actor.name)}
    write_anew(doing, certificate, facts.model_copy(update=anew), reasons=["0299"])
