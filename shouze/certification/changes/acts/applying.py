"""A holder applies for a change, an extension, a renewal, or a conversion of his certificate."""

from collections.abc import Sequence
from datetime import date

from shouze.certification.certificates.models import Certificate
from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case
from shouze.resources.cases.states import SUBMIT
from shouze.resources.schemes.transitions import find_transition

from .. import gathering, inputs
from ..checks import (
    LIVING,
    content_fits,
    in_window,
    left_out_knowingly,
    living,
    not_handed_over,
    not_open_twice,
    others_fit,
    own_certificate,
    particulars_complete,
    plan_fits,
)
from ..opening import cover, open_request
from ..renewing import rule_renewal
from ..ruling import Ruling, conversion, rule, union

#: the kind of change that follows a transition plan
BY_PLAN = "12"


@act(
    "change.applied",
    Words("申请变更", "Apply for a change"),
    on=Case,
    input=inputs.Change,
    creates=True,
    moves=SUBMIT,
    looks=gathering.applying_change,
    checks=(
        own_certificate,
        not_handed_over,
        living(*LIVING),
        particulars_complete,
        content_fits,
        others_fit,
        left_out_knowingly,
        plan_fits,
        not_open_twice,
    ),
    clauses=("order117.24", "iso17065.7.10"),
)
def apply_for_change(doing: Doing, given: inputs.Change) -> Case:
    case = open_request(doing, given, "change", _ruled(given.kinds, given.plan, doing.on), given.plan)
    cover(doing, case, given.also)
    return case


@act(
    "extension.applied",
    Words("申请扩展", "Apply for an extension"),
    on=Case,
    input=inputs.Extension,
    creates=True,
    moves=SUBMIT,
    looks=gathering.applying_extension,
    checks=(own_certificate, not_handed_over, living("valid"), content_fits, not_open_twice),
    clauses=("order117.25", "iso17065.7.10"),
)
def apply_for_extension(doing: Doing, given: inputs.Extension) -> Case:
    return open_request(doing, given, "extension", rule(["4"], doing.on))


@act(
    "renewal.applied",
    Words("申请到期换证", "Apply for renewal"),
    on=Case,
    input=inputs.Renewal,
    creates=True,
    moves=SUBMIT,
    looks=gathering.applying_renewal,
    checks=(own_certificate, not_handed_over, in_window, living("valid"), not_open_twice),
    clauses=("order117.22",),
)
def apply_for_renewal(doing: Doing, given: inputs.Renewal) -> Case:
    certificate = Certificate.objects.get(pk=given.certificate)
    return open_request(doing, given, "renewal", rule_renewal(certificate, doing.on))


@act(
    "conversion.applied",
    Words("申请标准换版", "Apply for conversion to a revised standard"),
    on=Case,
    input=inputs.Conversion,
    creates=True,
    moves=SUBMIT,
    looks=gathering.applying_conversion,
    checks=(own_certificate, not_handed_over, living(*LIVING), plan_fits, not_open_twice),
    clauses=("order117.27", "cnca2012.4"),
)
def apply_for_conversion(doing: Doing, given: inputs.Conversion) -> Case:
    return open_request(doing, given, "conversion", _ruled([BY_PLAN], given.plan, doing.on), given.plan)


def _ruled(kinds: Sequence[str], plan: str, on: date) -> Ruling:
    """The ruling on some kinds; that on a revision is its transition plan's."""
    found = find_transition(plan) if plan else None
    if found is None:
        return rule(kinds, on)
    others = [one for one in kinds if one != BY_PLAN]
    return union([*([rule(others, on)] if others else []), conversion(found, on)], on)
