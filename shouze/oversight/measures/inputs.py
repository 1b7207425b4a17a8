"""What the acts on reactions ask."""

from datetime import date
from uuid import UUID

from shouze.kernel.acts import Evidence, Input, ask


class ReactionOpening(Input):
    """What asks for a reaction: its cause, the certificate or the source, and its key."""

    cause: str = ask("事由", "Cause", min_length=1, max_length=24, choices="reaction_causes")
    certificate: UUID | None = ask("证书", "Certificate", None, widget="hidden")
    source: UUID | None = ask("来源记录", "Source", None, widget="hidden")
    key: str = ask("唯一标识", "Key", min_length=1, max_length=120, widget="hidden")
    words: str = ask("说明", "Explanation", "", max_length=2000, widget="textarea")


class Beginning(Input):
    """The first reaction: what was looked at and what comes next."""

    words: str = ask("首次反应（已核实什么、下一步）", "First reaction: what was looked at, what comes next",
                     min_length=1, max_length=2000, widget="textarea")  # fmt: skip


class MeasureWarning(Input):
    """That the holder is warned so many days before the last day."""

    cause: str = ask("事由", "Cause", min_length=1, max_length=24)
    level: int = ask("提前天数", "Days before", ge=0, le=365)
    last_day: date = ask("截止日", "Last day")


class ReactionAnswer(Input):
    """What was done: the entries of the measures; or why none was needed, and on what ground."""

    result: str = ask("处理结果", "Result", min_length=1, max_length=16, choices="reaction_results")
    measures: list[UUID] = ask("措施的记录编号", "Entries of the measures", [], max_length=50, widget="rows")
    words: str = ask("处理说明和依据", "What was done, or why not, and on what ground", min_length=1,
                     max_length=4000, widget="textarea")  # fmt: skip
    files: list[Evidence] = ask("材料", "Files", [], max_length=20, widget="files")
