"""A file is dropped on a page, and the page says whether it is genuine and what its state is."""

from __future__ import annotations

import base64
import json
import subprocess
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from shouze.certification.certificates import jobs
from shouze.certification.certificates.credentials import lists
from shouze.certification.certificates.document.code import payload
from shouze.certification.certificates.models import Certificate, Credential
from shouze.demo.stage import ThroughTheGate, fees_due, set_stage
from shouze.demo.story import play
from shouze.demo.tests.houses import dsn
from shouze.kernel import clock
from shouze.kernel.files import store as files
from shouze.kernel.ledger import logs, sequence
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.publishing import Publisher
from shouze_verify.attachments import LEAF, PROOF
from shouze_verify.papers import read_paper

pytestmark = pytest.mark.django_db(transaction=True)
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
NOW = clock.moment("2024-05-20", "10:05")
#: a browser that takes its time with keys, as a slow telephone does
SLOW_KEYS = """
  const own = crypto.subtle.importKey.bind(crypto.subtle);
  crypto.subtle.importKey = async (...given) => {
    await new Promise((later) => setTimeout(later, 300));
    return own(...given);
  };
"""


@dataclass(frozen=True)
class Issued:
    """A certificate with everything that goes out of the house."""

    number: str
    pdf: bytes
    code: str
    token: str


@pytest.fixture
def issued(db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Issued:
    # Django's server of tests sends whatever file lies under MEDIA_ROOT before it asks our views: of lists
    # there it would tell that they have not changed when they are written twice within a second.
    settings.VAR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    monkeypatch.setenv("SHOUZE_VAR", str(tmp_path))
    stage = set_stage()
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    with psycopg.connect(dsn(connection.settings_dict["NAME"]), autocommit=True) as conn:
        for log in logs.LOGS:
            sequence.catch_up(conn, at=NOW, log=log, publisher=Publisher(log))
    entry = next(one for one in ledger.entries() if one.act == "certificate.approved")
    with clock.moved(NOW):
        jobs.document(str(entry.uid))
    lists.write(0, at=clock.now())
    certificate = Certificate.objects.get()
    with files.open_file(certificate.document) as stored:
        pdf = stored.read()
    inside = read_paper(pdf).files
    code = payload(inside[LEAF], inside[PROOF].decode())
    return Issued(certificate.number, pdf, code, Credential.objects.get().token)


def send(pdf: bytes, name: str = "c.pdf") -> tuple[int, str]:
    answer = Client().post("/check", {"file": SimpleUploadedFile(name, pdf)})
    return answer.status_code, answer.content.decode()


def test_it_tells_genuine_altered_and_unknown_without_a_script(issued: Issued) -> None:
    status, page = send(issued.pdf)
    assert status == 200 and "真实且有效" in page and issued.number in page and "现在的状态" in page
    changed = issued.pdf.replace(b"/Type", b"/Tyqe", 1)
    assert "已被改动" in send(changed)[1]
    assert "无法判断真伪" in send(b"%PDF-1.7\n%%EOF\n")[1]
    for content, words in ((b"MZ\x90", "无法核验这种文件"), (b"x" * (3 << 20) + b"y", "文件过大")):
        status, page = send(content, "a.exe")
        assert status == 422 and words in page
    for text in (issued.token, f"https://shouze.example/check#{issued.code}"):
        assert "真实且有效" in Client().post("/check", {"text": text}).content.decode()
    nothing = Client().post("/check", {"text": ""})
    assert nothing.status_code == 422 and "请先选择文件" in nothing.content.decode()
    reader = Client()
    reader.get("/language/en")
    english = reader.post("/check", {"text": issued.token})
    assert "Genuine and valid" in english.content.decode()


def test_it_publishes_its_keys_and_takes_nothing_from_other_sites(issued: Issued) -> None:
    told = Client().get("/check/keys.json").json()
    assert set(told) == {"did", "logs", "signers", "witnesses"} and len(told["logs"]["register"]) == 1
    assert "PRIVATE" not in json.dumps(told)
    foreign = Client(headers={"sec-fetch-site": "cross-site"})
    assert foreign.post("/check", {"text": issued.token}).status_code == 403


def test_it_checks_a_dropped_file_by_itself_and_a_pdf_with_the_house(
    live_server: LiveServer, page: Page, issued: Issued, tmp_path: Path
) -> None:
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.method))
    page.add_init_script(SLOW_KEYS)
    page.goto(f"{live_server.url}/check")
    answer = page.locator("[data-result] h2")
    choose = page.locator("[data-file]")
    choose.set_input_files({"name": "c.jwt", "mimeType": "", "buffer": issued.token.encode()})
    expect(answer).to_have_text("真实且有效")
    head, claims, signature = issued.token.split(".")
    forged = f"{head}.{claims[:-6]}{claims[-6:].swapcase()}.{signature}"
    choose.set_input_files({"name": "d.jwt", "mimeType": "", "buffer": forged.encode()})
    expect(answer).to_contain_text("已被改动")
    choose.set_input_files({"name": "e.exe", "mimeType": "", "buffer": b"MZ"})
    expect(page.locator("[data-result]")).to_contain_text("无法核验这种文件")
    assert "POST" not in sent
    page.evaluate(
        """(held) => {
          const bytes = Uint8Array.from(atob(held), (one) => one.charCodeAt(0));
          const given = new DataTransfer();
          given.items.add(new File([bytes], "c.pdf", { type: "application/pdf" }));
          const zone = document.querySelector("[data-drop]");
          for (const kind of ["dragover", "drop"]) zone.dispatchEvent(
            new DragEvent(kind, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        _base64(issued.pdf),
    )
    expect(page.locator("#answer")).to_have_text("真实且有效")
    assert sent.count("POST") == 1 and page.context.cookies() == []


def test_it_reads_the_printed_code_and_checks_it_without_a_connection(
    live_server: LiveServer, page: Page, issued: Issued, tmp_path: Path
) -> None:
    page.goto(f"{live_server.url}/check#{issued.code}")
    answer = page.locator("[data-result] h2")
    expect(answer).to_have_text("真实且有效")
    page.evaluate(
        """async () => {
          const kept = async () => (await (await caches.open('shouze-check-1')).keys()).length;
          while ((await kept()) < 4) await new Promise((again) => setTimeout(again, 50));
        }"""
    )
    (tmp_path / "c.pdf").write_bytes(issued.pdf)
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", "-f", "2", tmp_path / "c.pdf", tmp_path / "c"], check=True
    )
    page.context.set_offline(True)
    page.reload()
    expect(answer).to_have_text("真实：颁发时有效")
    page.goto(f"{live_server.url}/check")
    page.locator("[data-file]").set_input_files(tmp_path / "c-2.png")
    expect(answer).to_have_text("真实：颁发时有效")
    expect(page.locator("[data-result]")).to_contain_text(issued.number)
    digit = "1" if issued.code[400] == "0" else "0"
    page.goto(f"{live_server.url}/check#{issued.code[:400]}{digit}{issued.code[401:]}")
    expect(answer).to_contain_text("已被改动")


def test_it_tells_the_moment_of_the_list_and_refuses_an_old_one_and_one_for_a_certificate(
    live_server: LiveServer, page: Page, issued: Issued
) -> None:
    now = clock.now()
    page.goto(f"{live_server.url}/check")
    result = page.locator("[data-result]")
    choose = page.locator("[data-file]")

    def drop(token: bytes) -> None:
        page.reload()
        choose.set_input_files({"name": "c.jwt", "mimeType": "", "buffer": token})

    drop(issued.token.encode())
    expect(result).to_contain_text(f"状态列表签发于 {now:%Y-%m-%d}")
    listed = (lists.folder() / "suspension" / "0").read_bytes()
    drop(listed)
    expect(result.locator("h2")).to_have_text("无法判断真伪")
    expect(result).to_contain_text("不是证书 PDF、凭证或核验码")
    assert "无法判断真伪" in Client().post("/check", {"text": listed.decode()}).content.decode()
    old = now - timedelta(hours=49)
    lists.write(0, at=old)
    drop(issued.token.encode())
    expect(result.locator("h2")).to_have_text("真实：颁发时有效")
    expect(result).to_contain_text(f"状态列表签发于 {old:%Y-%m-%d}")
    answer = Client().post("/check", {"text": issued.token}).content.decode()
    assert "真实：颁发时有效" in answer and f"状态列表已过时，签发于 {old:%Y-%m-%d}" in answer


def test_it_answers_what_is_nested_too_deeply(issued: Issued) -> None:
    deep = '{"a":' + "[" * 200_000 + "]" * 200_000 + "}"
    assert Client().post("/check", {"text": deep}).status_code == 422
    head, _, signature = issued.token.split(".")
    claims = base64.urlsafe_b64encode(deep.encode()).decode().rstrip("=")
    answer = Client().post("/check", {"text": f"{head}.{claims}.{signature}"})
    assert answer.status_code == 200 and "已被改动" in answer.content.decode()
    assert "真实且有效" in Client().post("/check", {"text": issued.token}).content.decode()


@pytest.mark.parametrize("width", [1280, 390])
def test_it_is_sound_for_every_reader(
    live_server: LiveServer, page: Page, issued: Issued, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/check#{issued.code}")
    expect(page.locator("[data-result] h2")).to_have_text("真实且有效")
    found = Axe().run(page, options=STANDARD).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode()
