"""Acts on draws: committed to by a person, held by the machine, revealed after the visit, or not followed."""

from django.db.models import QuerySet

from shouze.certification.surveillance.models import Task
from shouze.certification.surveillance.states import WAITING
from shouze.kernel.acts import Doing, Nothing, act, formerly, of_subject
from shouze.kernel.words import Words
from shouze.resources.cases.sampling import sample_only

from . import checks, inputs, listing
from .candidates import SAMPLED, took_place
from .drawing import Ground, draw
from .models import Draw
from .queries import commitment_facts
from .states import HOLD, OVERRIDE, REVEAL


@act(
    "draw.committed",
    Words("承诺抽签", "Commit to a draw"),
    on=Draw,
    input=inputs.Commitment,
    creates=True,
    looks=commitment_facts,
    checks=(
        checks.list_is_the_programme,
        checks.follows_the_rule,
        checks.size_lies_ahead,
        checks.says_nothing_that_is_not_public,
    ),
    clauses=("order117.17", "guidance.十二"),
    version=2,
)
def commit(doing: Doing, given: inputs.Commitment) -> Draw:
    serial = doing.next_number(f"draw-{doing.on.year}")
    row = Draw(
        id=doing.new_id(),
        state="committed",
        number=f"CQ{doing.on.year}{serial:04d}",
        committed_by=doing.actor.id,
        committed_on=doing.on,
        committed_entry=doing.uid,
        **given.model_dump(exclude={"standing"}),
    )
    if row.until:
        keys = [one.key for one in listing.read(row.candidates).candidates]
        _lines(keys, row).update(draw=row.pk)
    return row


formerly(
    "draw.committed",
    until=1,
    checks=(checks.list_is_the_programme, checks.follows_the_rule, checks.size_lies_ahead),
)
formerly("draw.overridden", until=1, checks=(checks.by_another,))


def _lines(keys: list[str], row: Draw) -> "QuerySet[Task]":
    """The lines of the factories that stand on a list, of its period, that are not opened."""
    factories = Task.objects.filter(pk__in=keys).values("factory_id")
    return Task.objects.filter(
        factory_id__in=factories, kind="follow_up", state__in=WAITING, due_on__lte=row.until
    )


@act(
    "draw.held",
    Words("抽签", "Hold the draw"),
    on=Draw,
    input=inputs.Holding,
    moves=HOLD,
    checks=(checks.opens_the_commitment, checks.root_is_proven),
    clauses=("order117.17", "guidance.十二"),
)
def hold(doing: Doing, row: Draw, given: inputs.Holding) -> None:
    ground = Ground(
        bytes.fromhex(row.commitment),
        bytes.fromhex(given.secret),
        bytes.fromhex(given.root),
        bytes.fromhex(row.listed),
        row.size,
        row.count,
    )
    drawn = draw(ground.seed(), listing.read(row.candidates).weighted, row.count)
    row.secret, row.root = given.secret, given.root
    # A signed note ends in a newline, which an input loses.
    row.checkpoint, row.consistency = f"{given.checkpoint}\n", given.consistency
    row.result = [{"key": one.key, "block": one.block, "point": one.point, "of": one.of} for one in drawn]
    row.held_on = doing.on
    doing.evidence.append(row.candidates)
    doing.outcome = {"drawn": [one.key for one in drawn]}
    _follow(row, [one.key for one in drawn])


def _follow(row: Draw, keys: list[str]) -> None:
    """What was drawn is done: visits are not announced, samples are of these models."""
    if row.until:
        of = Task.objects.filter(draw=row.pk, state__in=WAITING)
        factories = list(Task.objects.filter(pk__in=keys).values_list("factory_id", flat=True))
        of.filter(factory_id__in=factories).update(drawn=True, unannounced=True)
        of.exclude(factory_id__in=factories).update(drawn=False)
    elif row.case_id:
        names = listing.read(row.candidates).names
        sample_only(row.case_id, SAMPLED, [names[key] for key in keys])


@act(
    "draw.overridden",
    Words("不按抽签执行", "Not follow a draw"),
    on=Draw,
    input=inputs.Overriding,
    moves=OVERRIDE,
    checks=(checks.by_another, checks.reason_is_of_the_table),
    clauses=("order117.17", "guidance.二十"),
    version=2,
)
def override(doing: Doing, row: Draw, given: inputs.Overriding) -> None:
    row.overridden_code = given.code
    row.overridden_because = f"{given.reason}（{given.instead}）"
    row.overridden_on = doing.on
    # What was drawn binds no more; a visit that is under way stays as it is.
    Task.objects.filter(draw=row.pk, drawn=True, state__in=WAITING).update(unannounced=False)
    Task.objects.filter(draw=row.pk, state__in=WAITING).update(draw=None, drawn=None)
    if row.case_id:
        sample_only(row.case_id, SAMPLED, [])


@of_subject
def _reveal_facts(doing: Doing, row: Draw, given: Nothing) -> bool:
    """Whether all that was drawn took place."""
    return took_place(row)


@act(
    "draw.revealed",
    Words("公开抽签", "Reveal a draw"),
    on=Draw,
    input=Nothing,
    moves=REVEAL,
    looks=_reveal_facts,
    checks=(checks.by_another, checks.what_was_drawn_took_place),
    clauses=("order117.17", "guidance.十四"),
)
def reveal(doing: Doing, row: Draw, given: Nothing) -> None:
    row.revealed_on = doing.on
    doing.evidence.append(row.candidates)
