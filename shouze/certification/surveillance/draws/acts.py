"""Acts on draws: committed to by a person, held by the machine, revealed after the visit, or not followed."""

from shouze.kernel.acts import Doing, Nothing, act
from shouze.kernel.words import Words

from . import checks, inputs, listing
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
    checks=(checks.list_is_frozen, checks.weights_follow_the_rule, checks.size_lies_ahead),
    clauses=("order117.17", "guidance.十二"),
)
def commit(doing: Doing, given: inputs.Commitment) -> Draw:
    serial = doing.next_number(f"draw-{doing.on.year}")
    return Draw(
        id=doing.new_id(),
        state="committed",
        number=f"CQ{doing.on.year}{serial:04d}",
        committed_by=doing.actor.id,
        committed_on=doing.on,
        committed_entry=doing.uid,
        **given.model_dump(exclude={"standing"}),
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


@act(
    "draw.overridden",
    Words("不按抽签执行", "Not follow a draw"),
    on=Draw,
    input=inputs.Overriding,
    moves=OVERRIDE,
    clauses=("order117.17", "guidance.二十"),
)
def override(doing: Doing, row: Draw, given: inputs.Overriding) -> None:
    row.overridden_because = f"{given.reason}（{given.instead}）"
    row.overridden_on = doing.on


@act(
    "draw.revealed",
    Words("公开抽签", "Reveal a draw"),
    on=Draw,
    input=Nothing,
    moves=REVEAL,
    clauses=("order117.17", "guidance.十四"),
)
def reveal(doing: Doing, row: Draw, given: Nothing) -> None:
    row.revealed_on = doing.on
    doing.evidence.append(row.candidates)
