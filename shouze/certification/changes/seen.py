"""What who signs on a change has before his eyes besides the file: what differs, field by field, and on what
it was ruled.
"""

from collections.abc import Iterator
from typing import Final

from shouze.certification.certificates.seen import unnumbered
from shouze.certification.decisions.seen import case_seen
from shouze.kernel import rulebook
from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, also_shown, rule, shown_to_signers_of, thing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import ChangeRequest
from .queries import covered_differences, find_change, standing_differences, wished
from .states import TURNS

#: what a certificate has only by the approval itself
BY_APPROVAL: Final = ("factory_code",)


@also_shown(Case)
def change_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what was applied for on a certificate, how it was ruled, and each field that would differ."""
    request = find_change(case.pk) if case.kind in TURNS else None
    if request is None:
        return
    yield _request(request, case)
    yield from (rule(ref) for ref in request.ruling["refs"])
    for one in standing_differences(request, doing.on):
        if one.key in BY_APPROVAL:
            continue
        facts = {"before": one.before, "after": one.after}
        # The last day of a renewal moves with the day of the signature; that it is renewed does not.
        shown = facts if one.key != "valid_until" else {"before": one.before}
        yield thing("difference", one.key, shown, one.words, one.sentence)
    yield from _covered(request, doing)


def _covered(request: ChangeRequest, doing: Doing) -> Iterator[Thing]:
    """Each other certificate that the change covers, with what it would say otherwise."""
    for certificate, differences in covered_differences(request, doing.on):
        facts = [one.as_json() for one in differences if one.key not in BY_APPROVAL]
        said = Words.join((one.sentence for one in differences), zh="；", en="; ")
        yield thing("difference", certificate.number, facts, Words.same(certificate.number), said)


@shown_to_signers_of("change.approved", "conversion.approved", "extension.approved", "renewal.approved")
def approval_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what is signed on a case, and the facts of the certificate as it would be issued now."""
    yield from case_seen(doing, case)
    request = find_change(case.pk)
    if request is None or request.result == "separate":
        return
    try:
        found = wished(request, doing.on, doing.actor.name)
    except (rulebook.RuleError, ValueError, LookupError):
        return
    facts = found.facts.model_dump(mode="json")
    if "9" in request.kinds:
        facts["factory"] = {**facts["factory"], "factory_code": ""}
    label = Words("变更后的证书内容", "the content of the certificate after it")
    yield Thing("certificate", str(request.certificate_id), unnumbered(facts), label)


def _request(request: ChangeRequest, case: Case) -> Thing:
    facts = {
        "kinds": request.kinds,
        "particulars": request.particulars,
        "before": request.before,
        "ruling": request.ruling,
        "plan": request.plan,
        "result": request.result,
        "result_basis": request.result_basis,
        "asked": case.asked,
    }
    return thing(
        "change", request.pk, facts, Words("变更类委托及其处理", "what was applied for, and its ruling")
    )
