"""A refusal is a sentence: what was tried, why not, what is needed, which rule."""

from dataclasses import dataclass

from shouze.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why an act may not be done.

    ``why`` and ``need`` are sentences; ``rule`` is a clause id of the rulebook ("order117.12"); ``act``
    names the act that would resolve it, when there is one; ``code`` is stable for machines; ``field``
    points into the input.
    """

    code: str
    why: Words
    need: Words
    rule: str
    act: str | None = None
    field: str | None = None


def objection(
    code: str,
    why_zh: str,
    why_en: str,
    need_zh: str,
    need_en: str,
    rule: str,
    *,
    act: str | None = None,
    field: str | None = None,
) -> Objection:
    """Return an objection from its plain texts."""
    return Objection(code, Words(why_zh, why_en), Words(need_zh, need_en), rule, act=act, field=field)


class Refused(Exception):
    """Raised by the gate: nothing was done. Carries every objection, so that all can be resolved at once."""

    def __init__(self, tried: Words, objections: list[Objection], *, status: int = 409) -> None:
        self.tried = tried
        self.objections = objections
        self.status = status
        super().__init__(str(self))

    def __str__(self) -> str:
        return " ".join(str(sentence) for sentence in self.sentences())

    def sentences(self) -> list[Words]:
        """Return one sentence per objection, in both languages."""
        return [sentence(self.tried, objection) for objection in self.objections]


def sentence(tried: Words, objection: Objection) -> Words:
    """Put one objection into words: tried, why, need, rule."""
    return Words(
        f"未能“{tried.zh}”：{objection.why.zh}。需要：{objection.need.zh}。依据：{objection.rule}。",
        f"“{tried.en}” was not done: {objection.why.en}. Needed: {objection.need.en}."
        f" Rule: {objection.rule}.",
    )
