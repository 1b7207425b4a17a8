"""What is before the eyes of who reviews, decides or approves: all of it on the page that he signs.

In: a case, an act of judgement and the person. Out: in which post and by which appointment he signs, who had
a hand in the case and that he had none, every paper with its digest and his own reading marks, the rules in
force for the case, its weak points, open appeals, and the certificate as it would be. The same weak points
are written into the entry (``decisions.queries.note_file``). ISO/IEC 17065 7.5, 7.6; regulations Art. 22.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.core.exceptions import ObjectDoesNotExist

from shouze.audiences.parts.act_views import stands_in_the_way
from shouze.audiences.parts.person import PersonRequest
from shouze.certification.certificates import preview
from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.preview import Field
from shouze.certification.changes.queries import find_change
from shouze.kernel import clock, rulebook
from shouze.kernel.acts import Act, Standing, holds
from shouze.kernel.files import store
from shouze.kernel.files.models import StoredFile
from shouze.kernel.words import Words
from shouze.outreach.complaints.models import Appeal
from shouze.resources.cases.models import Case

from .case_file import CaseFile, Hand, digests_in

#: acts by which somebody answers for what others found: their pages show it above the form
SIGNED: Final = frozenset({
    "review.concluded", "decision.made", "certificate.approved", "refusal.approved", "case.returned",
    "change.approved", "extension.approved", "renewal.approved", "conversion.approved",
    "transfer.approved",
})  # fmt: skip
#: those before which the certificate is looked at as it would be
BEFORE_CERTIFICATE: Final = frozenset(
    {"review.concluded", "decision.made", "certificate.approved", "extension.approved"}
)
OPEN_APPEAL: Final = ("received", "routed")


@dataclass(frozen=True, slots=True)
class Listed:
    """A paper of the file: what is known of it, and when the signer last opened it (None: never)."""

    stored: StoredFile
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Separated:
    """A function that was held on the case, and whether one person may hold it and sign (None: no rule)."""

    hand: Hand
    allowed: bool | None


@dataclass(frozen=True, slots=True)
class Signing:
    """Everything that a signature rests on, as the page shows it."""

    post: Words
    appointment: Mapping[str, Any] | None
    registrations: Sequence[Mapping[str, Any]]
    signature: bool
    separated: tuple[Separated, ...]
    papers: tuple[Listed, ...]
    rules: tuple[str, ...]
    appeals: tuple[Appeal, ...]
    certificate: CertificateFacts | None
    fields: tuple[Field, ...]

    @property
    def unread(self) -> int:
        """How many papers the signer has not opened yet."""
        return sum(one.read_at is None for one in self.papers)

    @property
    def differing(self) -> int:
        """How many fields of the certificate differ from what they rest on."""
        return sum(not one.same for one in self.fields)


def signing(request: PersonRequest, act: Act, file: CaseFile) -> Signing:
    """Gather what a signature rests on; two queries besides the file's."""
    me, on, case = request.standing, request.on, file.case
    post, _ = stands_in_the_way(request, act, case)
    row = rulebook.authority(on)[act.name]
    facts = _certificate(case, me) if act.name in BEFORE_CERTIFICATE else None
    return Signing(
        post=rulebook.post(post) if post else Words("", ""),
        appointment=next((one for one in me.appointments if one["post"] == post and holds(one, on)), None),
        registrations=[one for one in me.registrations if holds(one, on)],
        signature=row.signature,
        separated=tuple(_separated(file, row.function, request)),
        papers=tuple(_papers(file, me)),
        rules=tuple(file.plan.rules) if file.plan else (),
        appeals=tuple(one for one in file.appeals if one.state in OPEN_APPEAL),
        certificate=facts,
        fields=tuple(preview.fields(facts, file.rows, on)) if facts else (),
    )


def _certificate(case: Case, me: Standing) -> CertificateFacts | None:
    """The certificate as it would be; None where it cannot be composed: the gate says why; and where a
    certificate that stands is changed, for the page shows what differs.
    """
    request = find_change(case.pk)
    if request is not None and request.result == "same":
        return None
    try:
        return preview.preview_facts(case, me, clock.now())
    except (rulebook.RuleError, ValueError, LookupError, ObjectDoesNotExist):
        return None


def _separated(file: CaseFile, function: str, request: PersonRequest) -> Iterator[Separated]:
    for hand in file.hands:
        rule = rulebook.separation(function, hand.function, request.on)
        yield Separated(hand, rule.allowed if rule else None)


def _papers(file: CaseFile, me: Standing) -> Iterator[Listed]:
    digests = list(dict.fromkeys(digests_in(file.rows)))
    read = store.read_by(me.id, digests)
    for digest in digests:
        if digest in file.stored:
            yield Listed(file.stored[digest], read.get(digest))
