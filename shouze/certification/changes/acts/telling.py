"""Other holders are told of a change in the register that their certificates do not follow by themselves."""

from collections.abc import Iterator

from shouze.certification.certificates.models import Certificate
from shouze.certification.certificates.states import LIVING
from shouze.kernel.acts import Doing, Look, Move, Objection, act
from shouze.kernel.words import Words

from .. import inputs, telling
from ..models import ChangeRequest, Telling
from ..telling import Elsewhere


def _telling(doing: Doing, certificate: Certificate, given: inputs.Told) -> Elsewhere | Words:
    request = ChangeRequest.objects.filter(case_id=given.change, approved_on__isnull=False).first()
    if request is None:
        return Words("该变更未获批准", "that change was not approved")
    found = next(
        (one for one in telling.elsewhere(request, doing.on) if one.certificate.pk == certificate.pk), None
    )
    if found is None:
        return Words("证书不载明所变更的名称、地址", "the certificate does not name what changed")
    return Words("已告知过", "the holder was told before") if found.told else found


def _to_be_told(look: Look) -> Iterator[Objection]:
    """A holder is told once of an approved change, and only where his certificate says otherwise."""
    if isinstance(look.facts, Words):
        yield Objection("not_to_tell", look.facts, Words("无需告知", "nothing more"), "order117.24")


@act(
    "renaming.told",
    Words("告知其他持证人登记变更", "Tell another holder of a change in the register"),
    on=Certificate,
    input=inputs.Told,
    moves=Move(LIVING),
    looks=_telling,
    checks=(_to_be_told,),
    clauses=("order117.24", "guidance.十四"),
)
def tell(doing: Doing, certificate: Certificate, given: inputs.Told) -> None:
    """The holder is asked to apply by a day; the certificate stays as it is."""
    found: Elsewhere = doing.facts
    due = doing.last_day("changes/naming_reply")
    doing.create(Telling, certificate=certificate, request=found.request, told_on=doing.on, due_on=due)
    doing.outcome = {"differs": [one.as_json() for one in found.differences]}
