"""May the draw be committed, held, not followed? Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words
from shouze_verify.proofs import check_consistency
from shouze_verify.wrong import Wrong

from .drawing import commit

RULE: Final = "order117.17"


@dataclass(frozen=True, slots=True)
class CommitmentFacts:
    """The frozen list (None: the file is none), and what it must be: keys, classes and weights by programme
    and rule, the end of the period, how many are drawn, the least and the greatest size of the log that may
    be named; whether it was drawn before, and whether the house holds a secret for that size.
    """

    listed: Any
    owed: frozenset[tuple[str, str, int]]
    until: date | None
    count: int
    sizes: tuple[int, int]
    before: bool
    secret: bool


def list_is_the_programme(look: Look) -> Iterator[Objection]:
    """The file is the list that programme and rule make, whole, of the digest that is committed to."""
    listed, facts = look.facts.listed, look.facts
    if listed is None or listed.digest != look.given.listed:
        yield _objection(
            "no_list",
            ("所附文件不是该摘要的候选名单", "the file is no list of candidates with that digest"),
            ("重新固定候选名单", "the list frozen anew"),
            "candidates",
        )
        return
    named = [(one.key, one.letter, one.weight) for one in listed.candidates]
    if not named or len(named) != len(facts.owed) or set(named) != facts.owed:
        yield _objection(
            "other_list",
            (
                f"名单与按监督计划和规则应列的{len(facts.owed)}个候选不符",
                f"the list is not that of the {len(facts.owed)} candidates by programme and rule",
            ),
            ("按当日的监督计划固定名单", "the list of the programme of the day"),
            "candidates",
        )


def follows_the_rule(look: Look) -> Iterator[Objection]:
    """Period and number are those of the rule, it is the only draw of its period or supervision, and the
    secret is one that the house holds.
    """
    given, facts = look.given, look.facts
    if (given.until, given.count) != (facts.until, facts.count) and facts.owed:
        yield _objection(
            "other_share",
            (f"按规则应抽{facts.count}个", f"by the rule {facts.count} are drawn"),
            ("按规则的期间和比例", "the period and the share of the rule"),
            "count",
        )
    if facts.before:
        yield _objection(
            "drawn_already",
            ("该期间或该案件已承诺过抽签", "a draw was committed to for this period or supervision before"),
            (
                "执行已有的抽签，或由他人签署不按抽签执行",
                "that draw, or a signed decision of another not to follow it",
            ),
            "purpose",
        )
    if not facts.secret:
        yield _objection(
            "strange_secret",
            ("该承诺的秘密值不是系统产生的", "the secret of this commitment was not drawn by the house"),
            ("由系统产生秘密值", "a secret drawn by the house"),
            "commitment",
        )


def size_lies_ahead(look: Look) -> Iterator[Objection]:
    """The size that is named lies ahead of the ledger as it is, by the margin of the rule, and not far."""
    least, most = look.facts.sizes
    if not least <= look.given.size <= most:
        yield _objection(
            "size_known",
            (f"约定条数须在{least}至{most}之间", f"the size must lie between {least} and {most}"),
            ("按现有台账条数约定", "a size a little ahead of the ledger"),
            "size",
        )


def says_nothing_that_is_not_public(look: Look) -> Iterator[Objection]:
    """No words of one's own: what is committed to is opened to everybody with the reveal."""
    if look.given.words:
        yield _objection(
            "words_become_public",
            ("承诺的内容公开后人人可读，不能写自由文字", "everybody reads a commitment once it is revealed"),
            ("说明留空", "no explanation in it"),
            "words",
        )


def reason_is_of_the_table(look: Look) -> Iterator[Objection]:
    """A reason code is given: it alone is public."""
    if not look.given.code:
        yield _objection(
            "no_reason_code",
            ("没有选择理由", "no reason was chosen"),
            ("从理由表中选择", "a reason of the table"),
            "code",
        )


def by_another(look: Look) -> Iterator[Objection]:
    """Who committed to a draw neither sets it aside nor reveals it."""
    if look.actor.id == look.subject.committed_by:
        yield _objection(
            "same_person",
            (
                "承诺抽签的人不能自己公开或不执行",
                "who committed to the draw neither reveals it nor sets it aside",
            ),
            ("由其他有权人员办理", "somebody else who may"),
            None,
        )


def what_was_drawn_took_place(look: Look) -> Iterator[Objection]:
    """Nothing that was drawn is still to come."""
    if not look.facts:
        yield _objection(
            "to_come",
            ("抽中的检查或抽样尚未实施", "a visit or a sample that was drawn is still to come"),
            ("实施后再公开", "the reveal after it"),
            None,
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


def _objection(code: str, why: tuple[str, str], need: tuple[str, str], field: str | None) -> Objection:
    return Objection(code, Words(*why), Words(*need), RULE, field=field)
