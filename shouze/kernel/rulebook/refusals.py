"""Why the rulebook cannot answer: always a sentence that says what was asked, why not, and what is needed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from difflib import get_close_matches

from shouze.kernel.words import Words

NONE = Words("无", "none")


class RuleError(Exception):
    """The rulebook cannot answer; `sentence` says why in both languages."""

    def __init__(self, sentence: Words) -> None:
        super().__init__(sentence.en)
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


class UnknownRule(RuleError):
    """No rule has this id, at any date."""

    def __init__(self, rule: str, known: Iterable[str]) -> None:
        near = get_close_matches(rule, list(known), n=3, cutoff=0.5)
        sentence = Words(
            "规则库中没有“{rule}”这一条规则。相近的规则：{near}。"
            "请改用已有的编号，或在 rules/ 中增加这条规则。",
            "The rulebook holds no rule “{rule}”. Nearest: {near}."
            " Use an id that exists, or add the rule to rules/.",
        )
        super().__init__(sentence.fill(rule=rule, near="，".join(near) if near else NONE))
        self.rule = rule


class NoRuleInForce(RuleError):
    """The rule is known, but no version of it is in force on the date asked."""

    def __init__(self, rule: str, on: date, periods: Sequence[str]) -> None:
        sentence = Words(
            "{on} 没有生效的规则“{rule}”。已有版本的有效期：{periods}。请核对日期，或补充该日有效的版本。",
            "No version of rule “{rule}” is in force on {on}. Versions run: {periods}."
            " Check the date, or add the version that was in force.",
        )
        super().__init__(sentence.fill(rule=rule, on=on.isoformat(), periods="; ".join(periods) or NONE))
        self.rule, self.on = rule, on


class UnknownVersion(RuleError):
    """A citation names a version that the rulebook does not hold with that content."""

    def __init__(self, ref: str, present: str | None) -> None:
        sentence = Words(
            "规则库中没有引用为“{ref}”的版本（同日版本现为：{present}）。已发布的版本不得修改，请恢复原文。",
            "The rulebook holds no version cited as “{ref}” (of that date it holds: {present})."
            " A published version must not be edited; restore its text.",
        )
        super().__init__(sentence.fill(ref=ref, present=present or NONE))
        self.ref = ref


class NoRowFits(RuleError):
    """A decision table in force has no row for the facts given."""

    def __init__(self, ref: str, facts: Iterable[tuple[str, object]]) -> None:
        listed = ", ".join(f"{name} = {value}" for name, value in facts)
        sentence = Words(
            "决策表“{ref}”中没有符合下列事实的行：{facts}。请核对事实，或在该表中增加一行。",
            "No row of decision table “{ref}” fits the facts: {facts}. Check the facts, or add a row.",
        )
        super().__init__(sentence.fill(ref=ref, facts=listed))


class FactsDoNotFit(RuleError):
    """The facts are not those that the table asks for; a missing fact would silently match nothing."""

    def __init__(self, ref: str, needed: Iterable[str], given: Iterable[str]) -> None:
        sentence = Words(
            "决策表“{ref}”需要事实：{needed}；提供的却是：{given}。请恰好提供所需的事实。",
            "Decision table “{ref}” asks for the facts {needed}; given were {given}."
            " Give exactly those it asks for.",
        )
        super().__init__(
            sentence.fill(ref=ref, needed=", ".join(sorted(needed)), given=", ".join(sorted(given)) or NONE)
        )


class BadRules(RuleError):
    """The files in rules/ cannot be read as rules; nothing is loaded. `problems` lists each, with its
    file.
    """

    def __init__(self, problems: Sequence[str]) -> None:
        sentence = Words(
            "规则库未加载，共有 {count} 处问题：\n{problems}",
            "The rulebook was not loaded, {count} problems:\n{problems}",
        )
        super().__init__(sentence.fill(count=len(problems), problems="\n".join(problems)))
        self.problems = tuple(problems)
