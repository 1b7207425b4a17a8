"""The rulebook as readers browse it: one list with search, one rule with its versions, the matrix of
authority."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from shouze.kernel import rulebook
from shouze.kernel.acts import UnknownAct, get_act
from shouze.kernel.acts.later import version_of
from shouze.kernel.rulebook import AuthorityRow, RuleEntry, RuleVersion
from shouze.kernel.words import Words, active_language

KINDS: Mapping[str, Words] = {
    "value": Words("数值", "value"),
    "table": Words("决策表", "decision table"),
    "codes": Words("代码表", "code table"),
    "clause": Words("条款", "clause"),
    "authority": Words("权限", "authority"),
    "separation": Words("职责分离", "separation of duties"),
}
CONFIDENCE: Mapping[str, Words] = {
    "stated": Words("原文载明", "stated in the source"),
    "known": Words("业内公认", "known in the trade"),
    "assumed": Words("本机构假定", "assumed by the body"),
}
UNITS: Mapping[str, Words] = {
    "working_days": Words("个工作日", "working days"),
    "calendar_days": Words("日（自然日）", "calendar days"),
    "days": Words("日（自然日）", "calendar days"),
    "months": Words("个月", "months"),
    "years": Words("年", "years"),
    "CNY": Words("元", "CNY"),
    "bytes": Words("字节", "bytes"),
}

CONTENT: Mapping[str, Words] = {
    "value": Words("值", "Value"),
    "unit": Words("单位", "Unit"),
    "note": Words("说明", "Note"),
    "number": Words("条号", "Number"),
    "title": Words("标题", "Title"),
    "text": Words("条文", "Text"),
    "document": Words("文件", "Document"),
    "part": Words("部分", "Part"),
    "verbatim": Words("逐字引用", "Verbatim"),
    "attributes": Words("属性", "Attributes"),
    "act": Words("行为", "Act"),
    "posts": Words("岗位", "Posts"),
    "function": Words("职责", "Function"),
    "functions": Words("职责", "Functions"),
    "relation": Words("与办理对象的关系", "Relation to the subject"),
    "scope": Words("产品范围", "Product scope"),
    "independent": Words("须独立", "Must be independent"),
    "signature": Words("本人签名", "Personal signature"),
    "competence": Words("能力要求", "Competence"),
    "verdict": Words("可否兼任", "May be joined"),
}
#: what a clause's document is called for short, by the part of the id before the first dot
SHORT: Mapping[str, Words] = {
    "order117": Words("117号令", "Order 117"),
    "guidance": Words("指导意见", "Guidance"),
    "regulations": Words("认证认可条例", "Regulations"),
    "iso17065": Words("ISO/IEC 17065", "ISO/IEC 17065"),
    "cnca2012": Words("国家认监委公告2012年第4号", "Announcement 4 of 2012 of the national authority"),
    "order18": Words("监督抽查办法", "Measures on supervision sampling"),
    "pipl": Words("个人信息保护法", "Personal Information Protection Law"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A version of a rule as a page shows it: its content without what stands in its own columns."""

    version: RuleVersion
    id: str
    content: Mapping[str, Any]

    @property
    def confidence(self) -> Words:
        """How sure the house is."""
        return CONFIDENCE[self.version.confidence.value]

    @property
    def assumed(self) -> bool:
        """Whether it is the house's own choice."""
        return self.version.confidence.value == "assumed"


@dataclass(frozen=True, slots=True)
class Listed:
    """A rule in the list."""

    entry: RuleEntry
    words: Words
    kind: Words

    @property
    def last(self) -> RuleVersion:
        """The latest version."""
        return max(self.entry.versions, key=lambda one: one.valid_from)


@dataclass(frozen=True, slots=True)
class Authorised:
    """Who may do one act."""

    row: AuthorityRow
    words: Words
    posts: Words
    function: Words
    relation: Words | None


def search(text: str = "", kind: str = "", assumed: bool = False) -> list[Listed]:
    """List the rules whose id, words, references or content hold every word of ``text``, by id."""
    wanted = text.casefold().split()
    return [
        Listed(entry, words_of(entry), KINDS[entry.kind])
        for entry in rulebook.everything()
        if (not kind or entry.kind == kind)
        and (not assumed or entry.assumed)
        and all(word in _haystack(entry.id) for word in wanted)
    ]


def find(rule: str) -> RuleEntry | None:
    """Return the rule of that id, of one of its codes, or of a citation (``id@date#digest``, with or without
    a row)."""
    return _by_id().get(rule.partition("@")[0])


def shown(entry: RuleEntry) -> list[Shown]:
    """Return the versions of a rule for showing, codes by code, else the latest first."""
    found = [Shown(one, *_content(one)) for one in entry.versions]
    if entry.kind == "codes":
        return found
    return sorted(found, key=lambda one: one.version.valid_from, reverse=True)


def row_words(ref: str) -> Words | None:
    """Return what the row of a decision table that a citation names says, the table first;
    None for a citation of anything else, and for a row that is gone.
    """
    entry, row = find(ref), ref.partition("#")[2].partition("/")[2]
    if entry is None or entry.kind != "table" or not row:
        return None
    for version in entry.versions:
        if version.ref == version_of(ref):
            rows = {one.id: one.words for one in rulebook.table(entry.id, version.valid_from).rows}
            said = rows.get(row) or Words.same(row)
            return Words(f"{entry.words.zh}：{said.zh}", f"{entry.words.en}: {said.en}")
    return None


def words_of(entry: RuleEntry) -> Words:
    """Return what a rule is called; a row of the matrix of authority by its act."""
    if entry.kind == "authority":
        return act_words(entry.id.partition("/")[2])
    if entry.kind == "separation":
        one, _, other = entry.id.partition("/")[2].partition("+")
        return Words.join((rulebook.function(one), rulebook.function(other)), zh=" / ", en=" / ")
    return entry.words


_DIGITS = "〇一二三四五六七八九"
_NUMERAL, _CHINESE = re.compile(f"([{_DIGITS}十]+)"), re.compile(r"[\u4e00-\u9fff]")


def short_clause(name: str) -> str:
    """Return a clause as it is cited for short: 117号令 第十二条, Order 117, art. 12."""
    document, _, number = name.partition(".")
    short = str(SHORT.get(document, f"CNCA-{document.upper()}" if document.startswith("00c") else document))
    found = rulebook.clauses().get(name)
    if found is None:
        return f"{short} {number}".rstrip()
    if found.number == "–":
        return short
    kind = "art. " if found.number.startswith("第") else "item " if found.number.startswith("（") else ""
    return str(Words(f"{short} {found.number}", f"{short}, {kind}{numbered(found.number)}"))


def numbered(number: str) -> str:
    """Return the number of a clause in the reader's language: 第二十一条 is 21 in English, 附表 the annex."""
    if active_language() == "zh":
        return number
    found = _NUMERAL.search(number)
    if not found:
        return "annex" if _CHINESE.search(number) else number
    tens, ten, units = found[1].rpartition("十")
    return str((_DIGITS.index(tens) if tens else 1) * 10 * bool(ten) + (_DIGITS.index(units) if units else 0))


def matrix(on: date) -> list[Authorised]:
    """Return the matrix of authority on a date of law, in the order of the acts' names."""
    return [_authorised(row) for _, row in sorted(rulebook.authority(on).items())]


def act_words(name: str) -> Words:
    """Return what an act is called; its name when no room declares it."""
    try:
        return get_act(name).words
    except UnknownAct:
        return Words.same(name)


def _authorised(row: AuthorityRow) -> Authorised:
    posts = Words.join((rulebook.post(one) for one in row.posts), zh="、", en=", ")
    relation = None if row.relation == "none" else rulebook.relation(row.relation)
    return Authorised(row, act_words(row.act), posts, rulebook.function(row.function), relation)


def _content(version: RuleVersion) -> tuple[str, dict[str, Any]]:
    content: Any = rulebook.thaw(version.content)
    silent = {"id", "from", "to", "reference"}
    return str(content["id"]), {name: value for name, value in content.items() if name not in silent}


@cache
def _by_id() -> dict[str, RuleEntry]:
    return dict(_ids())


def _ids() -> Iterator[tuple[str, RuleEntry]]:
    for entry in rulebook.everything():
        for version in entry.versions:
            yield _content(version)[0], entry
        yield entry.id, entry


@cache
def _haystack(rule: str) -> str:
    entry = _by_id()[rule]
    parts = [entry.id, words_of(entry).zh, words_of(entry).en, entry.file]
    for version in entry.versions:
        parts += [version.reference.title, str(version.reference.clause or ""), str(_content(version)[1])]
    return " ".join(parts).casefold()
