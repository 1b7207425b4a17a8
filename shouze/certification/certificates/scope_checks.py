"""A measure on some models of a certificate: are they the suspended ones, in time, inside the rule? Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from shouze.kernel import clock
from shouze.kernel.acts import Look, Objection
from shouze.kernel.words import Words


def chosen(look: Look) -> Mapping[str, date]:
    """The suspended models that a measure is about, with their last days: all when none is named."""
    held: Mapping[str, date] = look.facts.last_days
    return {name: day for name, day in held.items() if not look.given.models or name in look.given.models}


def names_suspended(look: Look) -> Iterator[Objection]:
    """Only a model that is suspended can stay so longer, or be restored (Order 117 Art. 29)."""
    free = [name for name in look.given.models if name not in look.facts.last_days]
    if free:
        listed = "、".join(free)
        yield Objection(
            "model_not_suspended",
            Words(f"型号{listed}不在暂停范围内", f"{listed}: not suspended"),
            Words("选择已暂停的型号", "models that are suspended"),
            "order117.29",
            field="models",
        )


def prolonged_in_rule(look: Look) -> Iterator[Objection]:
    """A prolonged suspension keeps its first day, ends later than before, and not beyond the rule; what ran
    out is not prolonged.
    """
    days = sorted(chosen(look).values())
    if look.facts.first is None or not days:
        return
    until, last = days[-1], clock.last_of_months(look.facts.first, look.facts.longest)
    if look.on > days[0]:
        yield Objection(
            "suspension_over",
            Words(f"暂停期已于{days[0]}届满", f"the suspension ran out on {days[0]}"),
            Words("届满前延长；届满后按规定撤销", "prolonging before its end; now a withdrawal by the rule"),
            "00c001.5",
            act="certificate.withdrawn",
        )
    if not until < look.given.until <= last:
        yield Objection(
            "period",
            Words(
                f"延长后的截止日须晚于{until}且不晚于{last}",
                f"the new last day lies after {until}, and not after {last}",
            ),
            Words("填写规定期限内的日期", "a day inside the period of the rule"),
            "00c001.5",
            field="until",
        )


def applied_for_in_time(look: Look) -> Iterator[Objection]:
    """A model is restored whose own suspension ran when its holder applied."""
    facts = look.facts
    if facts.upheld or facts.request is None:
        return
    days = chosen(look).items()
    late = [name for name, day in days if facts.request.applied_on > day + timedelta(days=facts.grace)]
    if late:
        listed = "、".join(late)
        yield Objection(
            "suspension_over",
            Words(
                f"型号{listed}的暂停期在申请恢复前已届满",
                f"{listed}: its suspension ran out before he applied",
            ),
            Words("只恢复在期内申请的型号", "the models alone whose suspension ran when he applied"),
            "00c001.6",
            act="certificate.withdrawn",
            field="models",
        )
