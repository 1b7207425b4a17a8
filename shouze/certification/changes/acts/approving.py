"""The second signature lets the certificate say what was applied for: in one transaction, as it was seen."""

from collections.abc import Callable, Sequence

from shouze.certification.certificates import ending, issuing, locking, recording, reissuing
from shouze.certification.certificates.models import Certificate
from shouze.certification.decisions.acts import sign
from shouze.certification.decisions.checks import approves, nothing_differs, second_person, still_ours
from shouze.certification.decisions.inputs import Approval
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.checks import is_of, not_paused
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import COMPLETE

from .. import covering, entering, gathering, seen
from ..checks import not_handed_over
from ..differences import Difference
from ..models import ChangeRequest, Covered
from ..queries import get_change, wished

#: importing it tells the gate what who signs on such a case signs
SIGNERS_SEE = seen.change_seen
#: the result of a renewal that ends the certificate and issues another one
NEW_NUMBER = "new"
#: report reasons where no kind of change gives one: a content change
RENEWED, CANCELLED_OTHERWISE = ("0299",), ("0299",)


def _act(name: str, words: Words, kind: str, *clauses: str) -> Callable[..., Callable[..., None]]:
    """Declare the approval of a kind of case; each has the same checks."""
    return act(
        name,
        words,
        on=Case,
        input=Approval,
        moves=COMPLETE,
        looks=gathering.approving(kind),
        checks=(
            is_of(kind),
            not_paused,
            not_handed_over,
            approves("grant"),
            second_person,
            nothing_differs,
            still_ours,
        ),
        clauses=("regulations.22", *clauses),
    )


@_act("change.approved", Words("批准变更", "Approve the change"), "change", "order117.24", "iso17065.7.10")
def approve_change(doing: Doing, case: Case, given: Approval) -> None:
    _approve(doing, case, "changed")


@_act(
    "conversion.approved",
    Words("批准标准换版", "Approve the conversion"),
    "conversion",
    "order117.27",
    "cnca2012.4",
)
def approve_conversion(doing: Doing, case: Case, given: Approval) -> None:
    _approve(doing, case, "changed")


@_act("extension.approved", Words("批准扩展", "Approve the extension"), "extension", "order117.25")
def approve_extension(doing: Doing, case: Case, given: Approval) -> None:
    if get_change(case.pk).result == "same":
        _approve(doing, case, "changed")
        return
    request, certificate = _signed(doing, case)
    found = wished(request, doing.on, doing.actor.name, certificate=certificate)
    issuing.issue(doing, case)
    _approved(request, doing, found.differences)


@_act(
    "renewal.approved", Words("批准到期换证", "Approve the renewal"), "renewal", "order117.22", "order117.26"
)
def approve_renewal(doing: Doing, case: Case, given: Approval) -> None:
    doing.rule("changes/renewal_validity_from")
    doing.rule("deadlines/validity_years")
    if get_change(case.pk).result == NEW_NUMBER:
        _replace(doing, case)
    else:
        _approve(doing, case, "renewed")


def _replace(doing: Doing, case: Case) -> None:
    """Renew a certificate under a new number that takes the old one's place in the same transaction, so that
    no two are valid and none is missing. It says what was signed; the first day of issue stays.
    """
    request, certificate = _signed(doing, case)
    found = wished(request, doing.on, doing.actor.name, certificate=certificate)
    terms = issuing.Terms(
        first_issued_on=certificate.first_issued_on,
        valid_until=found.facts.valid_until,
        hands=[(function, persons) for function, persons in certificate.hands.items()],
        facts=found.facts,
    )
    ending.end(doing, certificate, "cancelled", CANCELLED_OTHERWISE)
    issuing.issue(doing, case, terms)
    _approved(request, doing, found.differences)


def _approve(doing: Doing, case: Case, event: str) -> None:
    """Let the certificate say what was signed, and the register with it; a change that no word of the
    certificate tells of leaves its paper as it is.
    """
    request, certificate = _signed(doing, case)
    code = entering.new_code(doing, request, certificate)
    found = wished(request, doing.on, doing.actor.name, code, certificate)
    entering.enter(doing, request, certificate, code)
    entering.enter_parts(doing, request, certificate)
    reasons = request.ruling["reasons"] or list(RENEWED)
    others = covering.standing(request, doing.on, doing.actor.name, found.facts.change_note, code)
    if found.on_certificate:
        reissuing.reissue(doing, certificate, found.facts, reasons=reasons, kind=event)
    else:
        recording.record(doing, certificate, event, reasons=reasons)
    for one in others:
        reissuing.reissue(doing, one.certificate, one.facts, reasons=reasons, kind=event)
        signed = [difference.as_json() for difference in one.differences]
        Covered.objects.filter(pk=one.covered.pk).update(signed=signed)
    if others:
        numbers = [certificate.number, *(one.certificate.number for one in others)]
        doing.outcome |= {"certificate": certificate.number, "certificates": numbers}
    _approved(request, doing, found.differences)


def _signed(doing: Doing, case: Case) -> tuple[ChangeRequest, Certificate]:
    sign(case, doing)
    case.closed_on = doing.on
    request = get_change(case.pk)
    return request, locking.lock(request.certificate_id)


def _approved(request: ChangeRequest, doing: Doing, found: Sequence[Difference]) -> None:
    signed = [one.as_json() for one in found]
    ChangeRequest.objects.filter(pk=request.pk).update(approved_on=doing.on, signed=signed)
