"""A file on a certificate goes out as signed JSON or as a workbook, and comes back as it was."""

from __future__ import annotations

import base64
import io
import json
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from shouze.certification.transfers.envelope import public
from shouze.certification.transfers.files.content import LISTS, Content, Facts, from_json, gathered, written
from shouze.certification.transfers.files.sheets import from_workbook, workbook
from shouze.certification.transfers.files.signing import beside
from shouze.certification.transfers.models import Transfer
from shouze.demo import transfer_story as story
from shouze.demo.at_the_gate import AtTheGate, Worker
from shouze.demo.papers import paper
from shouze.demo.stage import Stage
from shouze.demo.tale import tell
from shouze.kernel import clock
from shouze.kernel.acts import Refused, perform
from shouze.kernel.acts.signing import shown_to
from shouze.kernel.files import store
from shouze_verify import transferred

KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
PINNED = base64.b64encode(public(KEY)).decode()
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), max_size=20)
NAME = TEXT.filter(bool)
DAY = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(date.isoformat)
FACTS = st.fixed_dictionaries({
    "certificate": st.just(story.OLD), "body": st.just("01"), "on": DAY, "first_issued_on": DAY,
    "state": st.sampled_from(["valid", "suspended"]), "valid_until": DAY,
    "enterprise_class": st.sampled_from(["", "A", "D"]), "last_inspected_on": st.none() | DAY,
    "inspection_conclusion": st.sampled_from(["", "01", "04"]), "pending_sampling": st.booleans(),
    "pending_complaints": TEXT, "under_investigation": st.booleans(),
})  # fmt: skip
ROWS = {
    "nonconformities": st.fixed_dictionaries(
        {"number": NAME, "grade": TEXT, "clause": TEXT, "state": st.sampled_from(["open", "closed"]),
         "description": TEXT}),
    "failures": st.fixed_dictionaries(
        {"happened_on": DAY, "source": TEXT, "items": TEXT, "dealt_with": st.booleans()}),
    "models": st.fixed_dictionaries({"model": NAME, "specification": TEXT}),
    "parts": st.fixed_dictionaries({"name": NAME, "model": TEXT, "maker": TEXT}),
    "documents": st.fixed_dictionaries({"kind": NAME, "name": TEXT, "digest": TEXT}),
}  # fmt: skip


@st.composite
def contents(draw: st.DrawFn) -> Content:
    lists = {name: list(enumerate(draw(st.lists(rows, max_size=3)), 1)) for name, rows in ROWS.items()}
    return gathered(draw(FACTS), lists)


@settings(max_examples=60)
@given(contents())
def test_it_takes_back_what_it_gave(content: Content) -> None:
    assert not content.quarantined
    assert from_workbook(workbook(content)) == content
    packed = written(content)
    assert from_json(transferred.check(packed, beside(packed, KEY), [PINNED])) == content


@settings(max_examples=60)
@given(contents(), st.data())
def test_a_signature_fits_one_file_alone(content: Content, data: st.DataObject) -> None:
    packed = written(content)
    signature, at = beside(packed, KEY), data.draw(st.integers(0, len(packed) - 1))
    changed = packed[:at] + bytes([packed[at] ^ 1]) + packed[at + 1 :]
    with pytest.raises(transferred.Unfitting):
        transferred.check(changed, signature, [PINNED])
    with pytest.raises(transferred.Unfitting):
        transferred.check(packed, signature, [])


def test_it_is_checked_from_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    packed = written(example())
    file, signature = tmp_path / "file.json", tmp_path / "file.sig.json"
    file.write_bytes(packed)
    signature.write_bytes(beside(packed, KEY))
    given_ = [str(file), str(signature), "--key", PINNED]
    assert transferred.main(given_) == 0 and story.OLD in capsys.readouterr().out
    file.write_bytes(packed.replace(b"valid", b"value"))
    assert transferred.main(given_) == 1 and "签名与文件不符" in capsys.readouterr().out
    assert transferred.main([str(tmp_path / "none"), *given_[1:]]) == 2


def example(**lists: list[dict[str, object]]) -> Content:
    """What body 01 says of the certificate of the worked example."""
    facts = Facts(
        certificate=story.OLD, body="01", on=date(2025, 3, 11), state="valid",
        first_issued_on=date(2022, 8, 1), valid_until=date(2027, 7, 31), enterprise_class="C",
        last_inspected_on=date(2024, 6, 18), inspection_conclusion="03",
    )  # fmt: skip
    rows = {name: list(enumerate(lists.get(name, []), 1)) for name in LISTS}
    return gathered(facts.model_dump(mode="json"), rows)


@pytest.mark.django_db
def test_it_is_entered_signed_or_vouched_for_and_bad_rows_are_put_aside(stage: Stage) -> None:
    tale = story.scene_of(stage)
    actor = AtTheGate(tale.people, Worker())
    at = clock.moment("2025-03-12", "10:00")
    with clock.moved(clock.moment("2025-03-02", "09:00")):
        keys = {"name": "示例认证机构", "keys": [PINNED]}
        perform("body.changed", by=tale.people["E001"], subject=tale.named["body"], given=keys)
        confirmed = ("body.confirmed", tale.people["E029"], tale.named["body"])
        shown = shown_to(*confirmed, clock.now())
        perform(confirmed[0], by=confirmed[1], subject=confirmed[2], signing=shown)
    tell(actor, tale, story.EVALUATION[:4])
    row = Transfer.objects.get()

    def enter(packed: bytes, name: str, **more: object) -> None:
        with clock.moved(at):
            perform(
                "answer.entered", by=tale.people["E015"], subject=row.pk,
                given={"file": stored(packed, name), **more},
            )  # fmt: skip

    def stored(packed: bytes, name: str) -> str:
        return store.put(io.BytesIO(packed), name, at=at, person=tale.people["E015"]).digest

    content = example(failures=[{"happened_on": "2023-05-09", "items": "结构", "dealt_with": True}])
    packed = written(content)
    with pytest.raises(Refused, match="须附签名文件"):
        enter(packed, "a.json")
    strange = beside(packed, Ed25519PrivateKey.generate())
    with pytest.raises(Refused, match="未登记"):
        enter(packed, "a.json", signature=stored(strange, "s.json"))
    changed = packed.replace(b'"C"', b'"A"')
    with pytest.raises(Refused, match="签名与文件不符"):
        enter(changed, "b.json", signature=stored(beside(packed, KEY), "s.json"))
    enter(packed, "a.json", signature=stored(beside(packed, KEY), "s.json"))
    row.refresh_from_db()
    assert (row.answer["enterprise_class"], row.answer["quarantined"]) == ("C", [])
    assert row.answer["signed_by"] and row.answer["failed_samples"] == "2023-05-09  结构"
    sheet = workbook(example(nonconformities=[{"number": "1", "state": "closed"}]))
    with pytest.raises(Refused, match="XLSX没有签名"):
        enter(sheet, "a.xlsx")
    bad = json.loads(packed)
    bad["nonconformities"] = [{"number": "1", "state": "closed"}, {"number": "2", "state": "?"}]
    again = json.dumps(bad, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    enter(again, "c.json", signature=stored(beside(again, KEY), "t.json"))
    row.refresh_from_db()
    assert row.answer["quarantined"] == ["“不符合项”第2行“状态”不能接受，该行未导入"]
    assert row.answer["open_nonconformities"] == 1
    enter(sheet, "a.xlsx", letter=stored(paper("来函"), "来函.pdf"), vouched=True)
    row.refresh_from_db()
    assert (row.answer["vouched_by"], row.answer["signed_by"]) == ("郑书", "")
