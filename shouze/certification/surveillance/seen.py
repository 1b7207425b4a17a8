"""What who evaluates a supervision signs: the file of its case, the certificates that it covers, and every
hand of the samples that the body took.
"""

from collections.abc import Iterator

from shouze.certification.decisions.seen import case_seen
from shouze.certification.evidence.models import SealedSample
from shouze.certification.evidence.sealed import sealed_of
from shouze.kernel.acts import Doing
from shouze.kernel.acts.seen import Thing, facts_of, shown_to_signers_of, thing
from shouze.kernel.words import Words
from shouze.resources.cases.models import Case

from .models import Covered


@shown_to_signers_of("surveillance.concluded")
def supervision_seen(doing: Doing, case: Case) -> Iterator[Thing]:
    """Yield what is signed; a fixed number of queries."""
    yield from case_seen(doing, case)
    for one in (
        Covered.objects.filter(case=case).select_related("certificate").order_by("certificate__number")
    ):
        number = one.certificate.number
        facts = {"number": number, "state": one.certificate.state, "says": one.certificate.facts}
        yield thing(
            "certificate", one.certificate_id, facts, Words(f"证书 {number}", f"certificate {number}")
        )
    for sample in sealed_of(case.pk):
        yield _sample(sample)


def _sample(sample: SealedSample) -> Thing:
    facts = facts_of(
        sample, "element", "seal", "model", "batch", "quantity", "sealed_on", "place", "seller", "state",
        "claim", "signed",
    )  # fmt: skip
    hands = [facts_of(hand, "step", "giver", "taker", "at", "seal", "intact") for hand in sample.hands.all()]
    label = Words(f"封样样品 {sample.seal}", f"the sealed sample {sample.seal}")
    return thing("sealed_sample", sample.pk, {**facts, "hands": hands}, label)
