"""What the acts of surveillance ask."""

from datetime import date

from shouze.kernel.acts import Input, ask


class Programming(Input):
    """From which day the first supervision counts: that of the last inspection by another body, or nothing
    for the day of issue.
    """

    counted_from: date | None = ask("起算日（空为发证日期）", "Counted from (day of issue when empty)", None)


class DueWarning(Input):
    """Which level a line of the programme has reached."""

    level: int = ask("预警等级（%）", "Level (%)", ge=1, le=100)
    due_on: date = ask("期限日", "Last day")
