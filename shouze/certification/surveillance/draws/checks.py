"""May the draw be committed, held, not followed? Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze_verify.proofs import check_consistency
from shouze_verify.wrong import Wrong

from .drawing import commit

RULE: Final = "order117.17"


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """The frozen list (None: the file is none), the weights of the rule by class, and how many entries must
    come between the commitment and the size that is named.
    """

    listed: Any
    weights: Mapping[str, int]
    margin: int


def list_is_frozen(look: Look) -> Iterator[Objection]:
    """The file is a list of the digest that is committed to, with enough candidates, each once."""
    listed = look.facts.listed
    if listed is None or listed.digest != look.given.listed:
        yield _objection(
            "no_list",
            ("所附文件不是该摘要的候选名单", "the file is no list of candidates with that digest"),
            ("重新固定候选名单", "the list frozen anew"),
            "candidates",
        )
    elif len({one.key for one in listed.candidates}) < max(look.given.count, len(listed.candidates)):
        yield _objection(
            "too_few",
            (
                "候选少于抽取数，或有重复",
                "there are fewer candidates than are drawn, or one stands there twice",
            ),
            ("减少抽取数或补足名单", "fewer to draw, or a longer list"),
            "count",
        )


def weights_follow_the_rule(look: Look) -> Iterator[Objection]:
    """Each candidate weighs what the rule of the day gives its class."""
    wrong = [one.name for one in getattr(look.facts.listed, "candidates", ()) if not _weighs(one, look.facts)]
    if wrong:
        yield _objection(
            "weight",
            (
                f"{len(wrong)}个候选的权重与规则不符，例如{wrong[0]}",
                f"{len(wrong)} weights do not follow the rule",
            ),
            ("按当日规则的权重固定名单", "the weights of the rule of the day"),
            "candidates",
        )


def _weighs(one: Any, facts: CommitmentFacts) -> bool:
    return bool(facts.weights.get(one.letter) == one.weight)


def size_lies_ahead(look: Look) -> Iterator[Objection]:
    """The size that is named is not reached yet, by the margin of the rule."""
    if look.given.size < look.given.standing + look.facts.margin:
        yield _objection(
            "size_known",
            (
                f"约定条数须比现有{look.given.standing}条至少多{look.facts.margin}条",
                f"the size must be {look.facts.margin} beyond the {look.given.standing} entries there are",
            ),
            ("约定更大的条数", "a larger size"),
            "size",
        )


def opens_the_commitment(look: Look) -> Iterator[Objection]:
    """The secret is the one that was committed to."""
    if commit(bytes.fromhex(look.given.secret)).hex() != look.subject.commitment:
        yield _objection(
            "other_secret",
            ("秘密值与承诺不符", "the secret is not the one that was committed to"),
            ("使用承诺时的秘密值", "the secret of the commitment"),
            "secret",
        )


def root_is_proven(look: Look) -> Iterator[Objection]:
    """The checkpoint's tree begins with the tree of the size that was named, and has the root that is
    given.
    """
    given = look.given
    try:
        proof = [bytes.fromhex(one) for one in given.consistency]
        roots = bytes.fromhex(given.root), bytes.fromhex(given.checkpoint_root)
        if given.checkpoint_size != look.subject.size:
            check_consistency(look.subject.size, given.checkpoint_size, *roots, proof)
        proven = roots[0] == roots[1] or given.checkpoint_size != look.subject.size
    except (Wrong, ValueError):
        proven = False
    if not proven:
        yield _objection(
            "root",
            (
                "没有证明给出的根是约定条数时的根",
                "the root is not proven to be that of the size that was named",
            ),
            ("取自已公布日志的一致性证明", "the proof of the published log"),
            "root",
        )


def _objection(code: str, why: tuple[str, str], need: tuple[str, str], field: str) -> Objection:
    return Objection(code, Words(*why), Words(*need), RULE, field=field)
