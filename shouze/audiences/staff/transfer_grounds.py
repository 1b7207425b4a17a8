"""What a transfer rests on, as it is shown: on its own page, and to who signs."""

from typing import Any

from shouze.certification.transfers import requirements, rulesets
from shouze.certification.transfers.models import Transfer


def transfer_grounds(found: Transfer) -> dict[str, Any]:
    """What a transfer rests on, as its page and the page of who approves it show it."""
    topics = [
        (rulesets.TOPICS[line["topic"]], _text(line["ours"]), _text(line["theirs"]), line["missing"])
        for line in found.compared.get("lines", ())
    ]
    given = found.assessed.get("reasons", ())
    reasons = [(requirements.REASONS[one["code"]], one["element"]) for one in given]
    return {"row": found, "topics": topics, "reasons": reasons}


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value)
    return "—" if value is None else str(value)
