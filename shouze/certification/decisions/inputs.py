"""What the acts of review and decision ask."""

from typing import Literal

from shouze.kernel.acts import Input, ask


class Review(Input):
    """The review's recommendation."""

    recommends: Literal["grant", "refuse"] = ask("复核建议", "Recommendation", choices="outcomes")
    opinion: str = ask("复核意见", "Opinion", min_length=1, max_length=4000, widget="textarea")


class Return(Input):
    """Why the file goes back to the evaluation, and which elements are to be done again."""

    reason: str = ask("退回原因", "Why it goes back", min_length=1, max_length=2000, widget="textarea")
    reopen: list[Literal["XS", "GC", "SJ", "SC", "CY"]] = ask(
        "重做的要素", "Elements to be done again", [], max_length=5, choices="elements"
    )


class Decision(Input):
    """The certification decision: grant, or refuse on grounds of the closed list."""

    outcome: Literal["grant", "refuse"] = ask("认证决定", "Decision", choices="outcomes")
    grounds: list[str] = ask(
        "不予批准的理由", "Grounds of a refusal", [], max_length=10, choices="decision_refusal_reasons"
    )
    words: str = ask("决定意见", "Reasons", min_length=1, max_length=4000, widget="textarea")


class Approval(Input):
    """The second signature, by a responsible person of the body."""

    words: str = ask("批准意见", "Words", "", max_length=2000, widget="textarea")
