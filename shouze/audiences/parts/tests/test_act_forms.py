"""Forms are made from the acts alone."""

import uuid
from collections.abc import Mapping

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from shouze.audiences.parts.act_forms import Option, build, read
from shouze.kernel import clock
from shouze.kernel.acts import Refused, all_acts, get_act
from shouze.kernel.acts.gate import parse

ON = clock.moment("2024-03-08").date()


def posted(**fields: object) -> HttpRequest:
    return RequestFactory().post("/", fields)


def refusal(act: str, given: Mapping[str, object]) -> Refused:
    with pytest.raises(Refused) as caught:
        parse(get_act(act), given)
    return caught.value


@pytest.mark.parametrize("name", sorted(all_acts()))
def test_it_shows_a_form_for_every_act(name: str) -> None:
    act = get_act(name)
    form = build(act, {}, on=ON)
    html = render_to_string("parts/act_form.html", {"act": act, "form": form})
    nothing_to_tick = {one.path for one in form.questions if one.shape.kind == "ticks" and not one.options}
    for field in set(act.input.model_fields) - nothing_to_tick:
        assert f'name="{field}' in html


def test_it_reads_rows_drops_blank_lines_and_keeps_what_was_typed() -> None:
    act = get_act("samples.received")
    order = uuid.uuid4()
    sent = {
        "order": str(order), "method": "sent", "received_on": "2024-03-08",
        "samples-0-number": "", "samples-0-model": "", "samples-0-purpose": "main",
        "samples-3-number": "S-1", "samples-3-model": "KD-1", "samples-3-purpose": "spare",
    }  # fmt: skip
    given = read(act, posted(**sent)).given
    assert given["samples"] == [{"number": "S-1", "model": "KD-1", "purpose": "spare"}]
    parsed = parse(act, given)
    assert parsed.model_dump(mode="json")["order"] == str(order)


def test_more_blank_lines_cost_no_line_whose_file_is_still_to_come() -> None:
    act = get_act("application.submitted")
    typed = {"documents-0-kind": "licence", "documents-2-kind": "manual"}
    asked = read(act, posted(**typed, _more="documents")).given
    assert asked["documents"] == [{"kind": "licence"}, {"kind": "manual"}]
    form = build(act, asked, on=ON, more="documents")
    rows = next(one for one in form.questions if one.path == "documents").rows
    assert [row[0].value for row in rows[:3]] == ["licence", "manual", None]
    # sent for good, a line that was proposed and got no file says nothing
    assert "documents" not in read(act, posted(**typed)).given


def test_it_says_what_is_wrong_at_the_question_in_both_languages() -> None:
    act = get_act("samples.received")
    given = {"method": "sent", "received_on": "no day", "samples": [{"number": "S-1"}]}
    form = build(act, given, on=ON, refused=refusal("samples.received", given))
    questions = {one.path: one for one in form.questions}
    assert questions["received_on"].errors[0].zh == "请填写日期（年-月-日）"
    assert questions["received_on"].errors[0].en == "a date is needed (year-month-day)"
    assert questions["received_on"].text == "no day"
    cell = next(one for one in questions["samples"].rows[0] if one.shape.name == "model")
    assert cell.path == "samples.0.model"
    assert cell.errors[0].zh == "请填写"
    # The hidden question cannot show its error: it stands on top.
    assert len(form.sentences) == 1


def test_it_shows_codes_in_the_readers_language() -> None:
    act = get_act("review.concluded")
    form = build(act, {}, on=ON)
    shown = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            shown[language] = render_to_string("parts/act_form.html", {"act": act, "form": form})
    assert "复核意见" in shown["zh-hans"]
    assert "Opinion" in shown["en"]


def test_it_offers_the_options_it_is_given_and_asks_for_text_without_any() -> None:
    act = get_act("inspection.planned")
    person = str(uuid.uuid4())
    form = build(
        act, {"team": [{"person": person}]}, on=ON, options={"team.person": [Option(person, "沈检")]}
    )
    html = render_to_string("parts/act_form.html", {"act": act, "form": form})
    assert f'<option value="{person}" selected>沈检</option>' in html


@pytest.mark.django_db
def test_it_stores_a_file_and_keeps_it_when_the_form_comes_back() -> None:
    act = get_act("agreement.concluded")
    reading = read(act, posted(contract=SimpleUploadedFile("合同.txt", "已签".encode())))
    assert reading.given["contract"].startswith("sha256:")
    form = build(act, reading.given, on=ON, refused=refusal("agreement.concluded", reading.given))
    html = render_to_string("parts/act_form.html", {"act": act, "form": form})
    assert "合同.txt" in html
    again = read(act, posted(contract=reading.given["contract"], agreed="true"))
    assert again.given == {"agreed": True, "contract": reading.given["contract"]}


@pytest.mark.django_db
def test_it_rejects_a_file_of_another_kind_with_a_sentence_and_keeps_the_rest() -> None:
    act = get_act("rework.submitted")
    order = str(uuid.uuid4())
    sent = {"order": order, "words": "已整改", "files": SimpleUploadedFile("a.exe", b"MZ")}
    reading = read(act, posted(**sent))
    assert reading.given == {"order": order, "words": "已整改"}
    form = build(act, reading.given, on=ON, rejected=reading.rejected)
    html = render_to_string("parts/act_form.html", {"act": act, "form": form})
    assert "不接受此类文件" in html
    assert "已整改" in html
