"""A certificate is issued anew under its number: what it said before is kept, as the revision that it was.

Called inside an approving act on a case about the certificate, which locked it first. Order 117 Art. 22, 24,
25; domain invariant 6: changes keep the last day, a renewal has a new one.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from shouze.kernel.acts import Doing
from shouze.resources.cases.models import Case

from .composing import compose_facts
from .document.facts import CertificateFacts
from .models import Certificate, Credential, Version
from .queries import digest_of_facts
from .recording import record
from .states import REISSUE


def new_facts(
    doing: Doing, certificate: Certificate, case: Case, *, note: str = "", valid_until: date | None = None
) -> CertificateFacts:
    """Compose what the certificate will say by a case about it: the content of the case, under the same
    number, mode and first day of issue, until the same last day unless ``valid_until`` names another.
    """
    facts = compose_facts(
        doing,
        case,
        number=certificate.number,
        valid_until=valid_until or certificate.valid_until,
        first_issued_on=certificate.first_issued_on,
    )
    mode = CertificateFacts.model_validate(certificate.facts).mode
    return facts.model_copy(update={"mode": mode, "change_note": note})


def reissue(
    doing: Doing,
    certificate: Certificate,
    facts: CertificateFacts,
    *,
    reasons: Sequence[str],
    kind: str = "changed",
) -> None:
    """Let the certificate say ``facts`` from the day of the act on, as its next revision; its paper and its
    credential are made anew. ``reasons`` are codes of ``change_reasons`` or of ``reissue_kinds``. The state
    stays as it is.
    """
    write_anew(doing, certificate, facts, reasons=reasons, kind=kind)
    doing.change(certificate, REISSUE)


def write_anew(
    doing: Doing,
    certificate: Certificate,
    facts: CertificateFacts,
    *,
    reasons: Sequence[str],
    kind: str = "changed",
    **said: Any,
) -> None:
    """Do the same to a certificate that is the act's own subject: the gate writes it. ``said`` is what
    else the event says, as `recording.record` takes it.
    """
    _keep(doing, certificate)
    certificate.facts = facts.model_dump(mode="json")
    certificate.valid_until, certificate.issued_on = facts.valid_until, facts.issued_on
    certificate.revision += 1
    certificate.document = ""
    Credential.objects.filter(certificate=certificate).update(token="")
    doing.consider("certificate", id=str(certificate.pk), number=certificate.number)
    doing.outcome |= {
        "certificate": certificate.number,
        "revision": certificate.revision,
        "valid_until": facts.valid_until.isoformat(),
        "facts": digest_of_facts(certificate),
    }
    record(doing, certificate, kind, reasons=reasons, **said)


def _keep(doing: Doing, certificate: Certificate) -> None:
    """Keep what it said until the day before; what was changed twice on one day stood on that day."""
    doing.create(
        Version,
        certificate=certificate,
        revision=certificate.revision,
        facts=certificate.facts,
        document=certificate.document,
        from_on=certificate.issued_on,
        until_on=max(certificate.issued_on, doing.on - timedelta(days=1)),
    )
