"""What became of the things under a signature since it was set: the kept leaves beside what is there now.

Pure: the room that knows the subject gathers what is there now and hands it in. Dates are dates of law.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from shouze.kernel import rulebook
from shouze.kernel.words import Words

from .doing import Standing
from .models import Subject
from .seen import Change, Thing, appointment, interests, label_of, registration

#: kinds of which a new one, come later, bears on a signature; a later judgement does not
COMING: Final = frozenset({"report", "visit", "order", "file", "evaluation", "doubt", "appeal", "complaint"})
#: kinds of which one that went leaves nothing to worry about
GOING: Final = frozenset({"doubt", "appeal", "complaint"})
#: kinds that are compared by themselves: with the rulebook, with the person, with the certificate
APART: Final = frozenset({"rule", "appointment", "registration", "interests", "delegation", "certificate"})


def since(leaves: Sequence[Mapping[str, Any]], now: Iterable[Thing]) -> Iterator[Change]:
    """Yield what was added, changed and gone among evidence, judgements and weak points."""
    then = {(str(one["kind"]), str(one["id"])): one for one in leaves}
    there: set[tuple[str, str]] = set()
    for one in now:
        key = (one.kind, one.id)
        if key in there or one.kind in APART:
            continue
        there.add(key)
        if key not in then:
            if one.kind in COMING:
                yield Change("added", *key, one.shown)
        elif then[key]["digest"] != one.digest:
            yield Change("changed", *key, one.shown)
    for key, leaf in then.items():
        if key not in there and leaf["kind"] not in APART | GOING:
            yield Change("gone", *key, label_of(leaf))


def rules_since(leaves: Sequence[Mapping[str, Any]], signed_on: date, on: date) -> Iterator[Change]:
    """Yield the rules of which a newer version came into force after the day of the signature and up to
    ``on``, and those whose text is not what it was.
    """
    for leaf in leaves:
        if leaf["kind"] != "rule":
            continue
        ref = str(leaf["label"]["zh"])
        try:
            last = rulebook.version(version_of(ref)).valid_to
        except rulebook.UnknownVersion:
            words = Words(f"规则 {ref} 的文本已被改动", f"the text of rule {ref} was altered")
            yield Change("gone", "rule", leaf["id"], words)
            continue
        if last is not None and signed_on <= last < on:
            words = Words(
                f"规则 {ref}（至{last}）已有新版本", f"rule {ref} (until {last}) has a newer version"
            )
            yield Change("changed", "rule", leaf["id"], words)


def version_of(ref: str) -> str:
    """Return the citation of the version in which a cited row stands: "…@2009-09-01#<digest>/row" without the
    row.
    """
    stem, _, dated = ref.partition("@")
    return f"{stem}@{dated.partition('/')[0]}"


def signer_since(
    leaves: Sequence[Mapping[str, Any]], signer: Standing | None, absent: Standing | None, subject: Subject
) -> Iterator[Change]:
    """Yield what changed of the signer's appointment (or that of the person in whose place he signed), of his
    registrations and of his interests. An appointment that runs out on the day that it always named is no
    change.
    """
    if signer is None:
        return
    post = absent or signer
    now = [appointment(post, row) for row in post.appointments]
    now += [registration(signer, row) for row in signer.registrations]
    there = {(one.kind, one.id): one for one in [*now, interests(signer, subject)]}
    for leaf in leaves:
        if leaf["kind"] not in ("appointment", "registration", "interests"):
            continue
        found = there.get((leaf["kind"], leaf["id"]))
        if found is None:
            yield Change("gone", leaf["kind"], leaf["id"], label_of(leaf))
        elif found.digest != leaf["digest"]:
            yield Change("changed", found.kind, found.id, found.shown)
