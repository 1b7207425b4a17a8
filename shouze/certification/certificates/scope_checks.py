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


def own_suspension_over(look: Look) -> Iterator[Objection]:
    """Where a withdrawal names models, ground 0201 holds for each of them: its own suspension ran out."""
    if not look.given.models or not set(look.given.reasons) & look.facts["suspension_over"]:
        return
    days, grace = look.facts["last_days"], timedelta(days=look.facts["grace"])
    runs = [name for name in look.given.models if name not in days or look.on <= days[name] + grace]
    if days and runs:
        listed = "、".join(runs)
        yield Objection(
            "suspension_runs",
            Words(f"型号{listed}没有暂停期届满", f"{listed}: no suspension of it ran out"),
            Words("只选择暂停期已届满的型号", "the models alone whose suspension ran out"),
            "00c001.7",
            field="models",
        )


def some_while_valid(look: Look) -> Iterator[Objection]:
    """After its last valid day nothing is issued anew: what ends then ends as a whole."""
    there = {line["name"] for line in look.subject.facts["product"]["models"]}
    if look.given.models and there - set(look.given.models) and look.on > look.subject.valid_until:
        last = look.subject.valid_until
        yield Objection(
            "over_as_a_whole",
            Words(
                f"证书有效期已于{last}届满，不能只处理部分型号", f"it ran out on {last}, for all its models"
            ),
            Words("对整张证书办理", "the whole certificate"),
            "order117.22",
            field="models",
        )


def models_as_asked(look: Look) -> Iterator[Objection]:
    """What is cancelled at the holder's wish is what he asked for: those models, or the whole certificate."""
    request = look.facts["asked"]
    if request is None or not set(look.given.reasons) & look.facts["asked_by_holder"]:
        return
    there = {line["name"] for line in look.subject.facts["product"]["models"]}
    asked = set(request.told.get("models") or there)
    if asked != set(look.given.models or there):
        listed = "、".join(sorted(asked)) if asked != there else ""
        yield Objection(
            "other_models_asked",
            Words(
                f"持证人申请注销的是{f'型号{listed}' if listed else '整张证书'}",
                f"the holder asked for {listed or 'the whole certificate'}",
            ),
            Words("按申请的范围办理", "the range that he asked for"),
            "order117.26",
            field="models",
        )
