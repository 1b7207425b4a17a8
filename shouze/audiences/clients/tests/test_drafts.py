"""An application is written on a page, survives a closed browser, and becomes one case."""

import re
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouze.audiences.clients import draft_steps
from shouze.audiences.clients.draft_steps import STEPS
from shouze.audiences.parts.tests.browsing import Login, MoveTo, PlayUntil, text
from shouze.certification.applications.models import Application, Draft
from shouze.demo.papers import paper
from shouze.demo.stage import APPLICANT, FACTORY, Stage
from shouze.kernel import rulebook
from shouze.kernel.clock import moment
from shouze.kernel.files.store import SIZE_RULE
from shouze.resources.cases.models import Case
from shouze.resources.organisations.identifiers import uscc_check_character
from shouze.resources.organisations.models import Factory, Organisation

DAY = "2024-03-04"
NEW = "91330206MA7CD0077"
#: what a step sends besides the answers to its questions
ALSO = {"documents": ("file",), "parties": ("uscc",)}


def begun(applicant: Client, code: str = "0711") -> str:
    """Begin a draft for a product; returns the address under which it is found again."""
    response = applicant.post("/clients/applications/new/", {"code": code})
    assert response.status_code == 302
    return str(response.headers["Location"]).removesuffix("steps/product/")


def send(applicant: Client, page: str, sent: dict[str, Any], last: str = "submit") -> Any:
    """Send each step up to the ``last`` one as a browser would; returns the last answer."""
    answered: Any = None
    for step in STEPS[: STEPS.index(draft_steps.BY_KEY[last]) + 1]:
        answered = send_step(applicant, page, sent, step.key, last)
    return answered


def send_step(
    applicant: Client, page: str, sent: dict[str, Any], key: str, last: str = "", **headers: str
) -> Any:
    """Send one step; the button that ``sent`` names is pressed on the ``last`` one."""
    asked = {*draft_steps.BY_KEY[key].asks, f"paste-{key}", f"{key}-kept", *ALSO.get(key, ())}
    own = {name: one for name, one in sent.items() if name in asked or name.split("-")[0] in asked}
    pressed = sent.get("do", "save") if key == (last or key) else "save"
    return applicant.post(f"{page}steps/{key}/", {**own, "do": pressed}, headers=headers)


def send_sheet(
    applicant: Client, page: str, part: str, name: str, content: bytes, how: str = "append"
) -> Any:
    """Upload a file of rows; returns the page that is shown then."""
    sent = {f"sheet-{part}": SimpleUploadedFile(name, content), "how": how}
    return applicant.post(f"{page}rows/{part}/", sent, follow=True)


def whole(applicant: Client, page: str) -> str:
    """Every step of a draft as its writer sees it, one after the other."""
    return "".join(text(applicant.get(f"{page}steps/{step.key}/")) for step in STEPS)


def answers(stage: Stage, **others: Any) -> dict[str, Any]:
    """What a browser sends of the steps, filled in."""
    return {
        "product_code": "0711", "product_name": "电磁灶", "product_name_en": "Induction cooker",
        "series": "DC-20",
        "producer": str(stage.scene.applicant), "factory": str(stage.scene.factory), "relation": "same",
        "models-0-model": "DC-20A", "models-0-specification": "220 V~ 50 Hz 2000 W",
        "key_parts-0-name": "IGBT", "key_parts-0-model": "H20R1203", "key_parts-0-maker": "示例半导体",
        "promise": "true", **others,
    }  # fmt: skip


def pdf(name: str = "电气原理图.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, paper(name))


def test_it_keeps_a_draft_over_logout_and_another_browser(stage: Stage, now: MoveTo, login: Login) -> None:
    now(DAY)
    first = login("C001")
    page = begun(first)
    typed = answers(stage, promise="", **{"models-1-model": "DC-20B", "file-circuit_diagram": pdf()})
    assert send(first, page, typed).status_code == 302
    first.logout()
    assert first.get(page).status_code == 302

    second = login("C001")
    assert page in text(second.get("/clients/"))
    shown = whole(second, page)
    for kept in ("DC-20A", "DC-20B", "H20R1203", "Induction cooker", "电气原理图.pdf"):
        assert kept in shown
    assert second.get(page).headers["Location"] == f"{page}steps/submit/"


def test_it_saves_every_change_by_itself_without_taking_anything_out(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    send(applicant, page, answers(stage, **{"file-circuit_diagram": pdf()}))
    htmx = {"HX-Request": "true"}
    saved = send_step(applicant, page, answers(stage, trademark="示例"), "product", **htmx)
    assert saved.status_code == 200
    assert "已保存" in text(saved)
    assert "<html" not in text(saved)
    content = Draft.objects.get().content
    assert content["given"]["trademark"] == "示例"
    assert content["given"]["models"][0]["model"] == "DC-20A"
    assert list(content["files"]) == ["circuit_diagram"]


def test_it_submits_once_however_often_the_button_is_pressed(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    sent = answers(stage, do="submit", **{"file-circuit_diagram": pdf(), "file-manual": pdf("说明书.pdf")})
    first = send(applicant, page, sent)
    assert first.status_code == 302
    again = send_step(applicant, page, answers(stage, do="submit"), "submit")
    back = applicant.get(page)
    assert [one.headers["Location"] for one in (again, back)] == [first.headers["Location"]] * 2
    case = Case.objects.get()
    assert (case.state, case.number) == ("submitted", "A2024000001")
    application = Application.objects.get(case=case)
    assert {one["kind"] for one in application.documents} == {"circuit_diagram", "manual"}
    assert application.models_list == [{"model": "DC-20A", "specification": "220 V~ 50 Hz 2000 W"}]
    assert not Draft.objects.exists()


def test_it_says_what_is_missing_where_and_loses_nothing(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    refused = send(applicant, page, answers(stage, promise="", factory="", do="submit"))
    assert refused.status_code == 422
    shown = text(refused)
    assert "请填写" in shown
    assert "提交前还需填写" in shown
    assert f"{page}steps/parties/?check=1#id-factory" in shown
    assert "DC-20A" in shown
    assert "请填写" in text(applicant.get(f"{page}steps/parties/?check=1"))
    assert not Case.objects.exists()
    twice = answers(stage, do="submit", **{"models-1-model": "DC-20A"})
    refused = send(applicant, page, twice)
    assert refused.status_code == 409
    assert "规格型号重复" in text(refused)
    assert send(applicant, page, answers(stage, do="submit")).status_code == 302


def test_it_goes_on_from_a_step_only_when_its_own_answers_are_right(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    stays = send_step(applicant, page, answers(stage, do="next", factory=""), "parties")
    assert stays.status_code == 422
    assert 'href="#id-factory"' in text(stays).replace(f"{page}steps/parties/", "")
    goes = send_step(applicant, page, answers(stage, do="next"), "parties")
    assert goes.headers["Location"] == f"{page}steps/models/"
    assert applicant.get(f"{page}steps/nothing/").status_code == 404


def test_it_refuses_bad_files_with_a_sentence_and_keeps_the_rest(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    mislabelled = SimpleUploadedFile("说明书.pdf", b"MZ\x90\x00 this is a program")
    files = {"file-manual": mislabelled, "file-nameplate": pdf("铭牌.pdf")}
    refused = send(applicant, page, answers(stage, **files), "documents")
    assert refused.status_code == 422
    assert "未接收“说明书.pdf”" in text(refused)
    assert "铭牌.pdf" in text(refused)
    content = Draft.objects.get().content
    assert list(content["files"]) == ["nameplate"]
    assert content["given"]["models"][0]["model"] == "DC-20A"
    mislabelled.seek(0)
    htmx, upload = {"HX-Request": "true"}, f"{page}files/manual/"
    alone = applicant.post(upload, {"file-manual": mislabelled}, headers=htmx)
    assert alone.status_code == 422
    assert "未接收" in text(alone)
    taken = applicant.post(upload, {"file-manual": pdf("手册.pdf")}, headers=htmx)
    assert taken.status_code == 200
    assert "手册.pdf" in text(taken)
    digest = Draft.objects.get().content["files"]["manual"][0]["digest"]
    send_step(applicant, page, answers(stage, do=f"detach:manual:{digest}"), "documents")
    assert list(Draft.objects.get().content["files"]) == ["nameplate"]


def test_it_refuses_a_file_that_is_too_large_and_keeps_the_rest(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    limit = rulebook.value(SIZE_RULE, on=moment(DAY).date()).whole
    large = SimpleUploadedFile("总装图.pdf", paper("总装图").ljust(limit + 1, b"0"))
    refused = send(applicant, page, answers(stage, **{"file-assembly_drawing": large}), "documents")
    assert refused.status_code == 422
    assert f"文件超过 {limit // (1 << 20)} MB" in text(refused)
    assert 'value="DC-20A"' in whole(applicant, page)
    assert not any(folder.name.startswith("in-") for folder in Path(settings.MEDIA_ROOT).iterdir())


def test_it_takes_every_document_of_the_longest_list_at_once(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now("2026-11-20")
    page = begun(applicant, "1119")
    kinds = re.findall(r'name="file-(\w+)"', whole(applicant, page))
    assert len(kinds) > 20
    sent = {f"file-{kind}": SimpleUploadedFile(f"{kind}.txt", kind.encode()) for kind in kinds}
    assert send(applicant, page, answers(stage, product_code="1119", **sent)).status_code == 302
    assert set(Draft.objects.get().content["files"]) == set(kinds)


def test_it_takes_pasted_lines_and_says_which_row_is_wrong(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    send(applicant, page, answers(stage))
    pasted = answers(stage, **{"paste-models": "DC-20B\t220 V\nDC-20C\t220 V"})
    assert send_step(applicant, page, pasted, "models").status_code == 302
    rows = Draft.objects.get().content["given"]["models"]
    assert [row["model"] for row in rows] == ["DC-20A", "DC-20B", "DC-20C"]

    wrong = answers(stage, **{"paste-key_parts": "电源线\t\t示例线缆"})
    refused = send_step(applicant, page, wrong, "key_parts")
    assert refused.status_code == 422
    assert "第1行“规格型号”" in text(refused)
    assert "电源线\t\t示例线缆" in text(refused)
    assert len(Draft.objects.get().content["given"]["key_parts"]) == 1


def test_it_finds_or_registers_the_factory_of_another_organisation(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)
    asked = send_step(applicant, page, answers(stage, do="register:organisation"), "parties")
    assert asked.headers["Location"] == f"{page}organisation/"
    known = applicant.post(f"{page}organisation/", APPLICANT)
    assert known.status_code == 409
    assert "已登记为" in text(known)
    maker = {**APPLICANT, "name": "宁波示例代工有限公司", "uscc": f"{NEW}{uscc_check_character(NEW)}"}
    assert applicant.post(f"{page}organisation/", maker).status_code == 302
    registered = Organisation.objects.get(uscc=maker["uscc"])
    works = {**FACTORY, "name": "示例代工一厂", "organisation": str(registered.pk)}
    assert applicant.post(f"{page}factory/", works).status_code == 302
    factory = Factory.objects.get(name="示例代工一厂")
    shown = whole(applicant, page)
    assert re.search(rf'value="{factory.pk}" selected', shown)
    assert str(registered.pk) in shown

    # In another draft the organisation is not offered until its code is given.
    page = begun(applicant)
    assert str(registered.pk) not in whole(applicant, page)
    send_step(applicant, page, answers(stage, uscc="91110000MA01C0038W", do="organisation"), "parties")
    assert "没有登记统一社会信用代码" in whole(applicant, page)
    send_step(applicant, page, answers(stage, uscc=maker["uscc"], do="organisation"), "parties")
    assert str(factory.pk) in whole(applicant, page)


def test_it_asks_for_the_documents_that_the_answers_call_for(
    stage: Stage, now: MoveTo, applicant: Client
) -> None:
    now(DAY)
    page = begun(applicant)

    def called_for(**others: str) -> set[str]:
        send(applicant, page, answers(stage, **others), "documents")
        lines = re.split(r"<tr\b", text(applicant.get(f"{page}steps/documents/")))
        found = (re.search(r'name="file-(\w+)"', line) for line in lines if ">需要<" in line)
        return {one[1] for one in found if one}

    plain = called_for()
    assert "circuit_diagram" in plain
    assert "trademark" not in plain
    assert called_for(trademark="示例") - plain == {"trademark"}
    assert called_for(relation="OEM") - plain == {"production_agreement"}


def test_it_says_at_once_when_a_product_cannot_be_certified_here(now: MoveTo, applicant: Client) -> None:
    now("2026-11-20")
    welcome = text(applicant.get("/clients/applications/new/?code=0711"))
    assert "CNCA-C07-01:2024" in welcome
    assert "90 天" in welcome
    assert "¥" in welcome
    for code, reason in (("0207", "自我声明"), ("9999", "目录"), ("1101", "指定业务范围")):
        answer = text(applicant.get(f"/clients/applications/new/?code={code}"))
        assert "不能受理" in answer, code
        assert reason in answer, code
        assert "依据" in answer, code
    assert "0711" in text(applicant.get("/clients/applications/new/?q=电磁灶"))


def test_it_gives_a_draft_to_nobody_else(stage: Stage, now: MoveTo, login: Login) -> None:
    now(DAY)
    mine, page = login("C001"), ""
    page = begun(mine)
    send(mine, page, answers(stage))
    other = login("E002")
    assert other.get(page).status_code == 404
    assert mine.get(f"/clients/applications/{uuid.uuid4()}/").status_code == 404
    assert mine.post(f"{page}discard/").status_code == 302
    assert mine.get(page).status_code == 404


def test_it_writes_nothing_when_a_page_is_only_read(now: MoveTo, applicant: Client, until: PlayUntil) -> None:
    now(DAY)
    applicant.get("/clients/applications/new/?code=0711")
    assert not Draft.objects.exists()


def test_it_stays_readable_whatever_is_sent_to_it(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    page = begun(applicant)
    for name, value in (("producer", "nobody"), ("factory", "nowhere"), ("relation", "\x01")):
        assert send(applicant, page, answers(stage, **{name: value})).status_code == 302
        assert applicant.get(f"{page}steps/submit/").status_code == 200
    for step, sent in (("product", {"series": "\x00"}), ("parties", {"uscc": "\x00", "do": "organisation"})):
        refused = send_step(applicant, page, answers(stage, **sent), step)
        assert (refused.status_code, "无法保存" in text(refused)) == (400, True)
    assert applicant.get(f"{page}steps/submit/").status_code == 200
