"""Lists are completed; changes of the technical person are filed, confirmed, rejected."""

from collections.abc import Sequence

from shouze.kernel.acts import Doing, act
from shouze.kernel.words import Words

from . import inputs, queries, writing
from .checks import by_technical_person, change_is_filable, effect_in_order, list_is_own, rows_are_taken
from .filing import class_of, filing_facts
from .importing import Held, Kept, hold
from .models import PartChange, PartsList
from .states import CONFIRM, FILE, KEEP, REJECT

CLAUSES = ("order117.24", "00c005.3.9")


def held(doing: Doing, found: PartsList, given: inputs.PartsRows) -> Sequence[Held]:
    """Hold the rows against the list as it stands on the day of the act; only the body brings in a whole
    list.
    """
    uses = queries.parts_on(found.pk, doing.on)
    kept = [Kept(one.line, queries.as_line(one)) for one in uses]
    opens = not kept and doing.actor.kind != "client"
    return hold([one.line for one in given.rows], kept, opens=opens)


def _take(doing: Doing, found: PartsList, given: inputs.PartsRows) -> None:
    papers = tuple(given.papers)
    for one in doing.facts:
        if one.standing == "adds":
            writing.add(doing, found.pk, one.line, writing.Basis("import", evidence=papers))
        elif one.standing == "completes":
            basis = writing.Basis("completed", evidence=papers)
            writing.amend(doing, found.pk, one.kept, one.line, basis)


@act(
    "parts_list.imported",
    Words("导入关键件清单", "Import a list of key parts"),
    on=PartsList,
    input=inputs.PartsRows,
    moves=KEEP,
    looks=held,
    checks=(rows_are_taken,),
    clauses=("order117.9", "00c005.3.9"),
)
def bring_in(doing: Doing, found: PartsList, given: inputs.PartsRows) -> None:
    _take(doing, found, given)


@act(
    "parts_list.completed",
    Words("补充关键件清单", "Complete the list of key parts"),
    on=PartsList,
    input=inputs.PartsRows,
    moves=KEEP,
    looks=held,
    checks=(rows_are_taken,),
    clauses=("order117.9", "00c005.3.9"),
)
def complete(doing: Doing, found: PartsList, given: inputs.PartsRows) -> None:
    _take(doing, found, given)


@act(
    "part_change.filed",
    Words("备案自行批准的关键件变更", "File a change of a key part"),
    on=PartChange,
    input=inputs.PartFiling,
    creates=True,
    moves=FILE,
    looks=filing_facts,
    checks=(list_is_own, by_technical_person, change_is_filable, effect_in_order),
    clauses=CLAUSES,
)
def file(doing: Doing, given: inputs.PartFiling) -> PartChange:
    found = PartsList.objects.get(pk=given.parts_list)
    before = queries.find_use(found.pk, given.line)
    basis = writing.Basis("filed", on=given.effective_on, evidence=tuple(given.papers))
    made = writing.replace(doing, found.pk, given.line, given.part, basis)
    series = f"part_change:{doing.on.year}"
    return PartChange(
        id=doing.new_id(),
        parts_list=found,
        number=f"J{doing.on.year}{doing.next_number(series):05d}",
        product_code=found.product_code,
        applicant_id=found.applicant_id,
        producer_id=found.producer_id,
        factory_owner_id=found.factory_owner_id,
        use=made,
        before=before,
        technical_person=doing.actor.id,
        person_name=doing.actor.name,
        reason=given.reason,
        effective_on=given.effective_on,
        filed_on=doing.on,
        enterprise_class=class_of(found, doing.on),
        rule=doing.facts.rule,
    )


@act(
    "part_change.confirmed",
    Words("核查备案变更符合", "Confirm a filed change"),
    on=PartChange,
    input=inputs.Confirmation,
    moves=CONFIRM,
    clauses=CLAUSES,
)
def confirm(doing: Doing, change: PartChange, given: inputs.Confirmation) -> None:
    change.judged_on = doing.on
    change.judgement_words = given.words


@act(
    "part_change.rejected",
    Words("不认可备案变更", "Reject a filed change"),
    on=PartChange,
    input=inputs.Rejection,
    moves=REJECT,
    clauses=CLAUSES,
)
def reject(doing: Doing, change: PartChange, given: inputs.Rejection) -> None:
    """The part before is the one on record from this day; of a line changed again since the later stands."""
    change.judged_on = doing.on
    change.judgement_words = given.words
    change.remedy = given.remedy
    now = queries.find_use(change.parts_list_id, change.use.line)
    if now is not None and now.pk == change.use_id:
        part = queries.named(change.before.part)
        since = max(doing.on, now.from_on)
        basis = writing.Basis("rejected", on=since, evidence=tuple(given.papers))
        writing.replace(doing, change.parts_list_id, now.line, part, basis)
