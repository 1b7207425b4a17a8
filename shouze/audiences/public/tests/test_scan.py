"""Scanning in a real browser: from a picture, from a camera that shows a code, and without any."""

from __future__ import annotations

import io
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from shouze.commands import shots

from .conftest import Publish

NUMBER = "2024990711000118"
OTHER = "https://sh0uze.example/c/2024990711000118"
STANDARD = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}

pytestmark = pytest.mark.django_db(transaction=True)


def _picture(text: str, place: Path) -> Path:
    segno.make(text, error="m").save(str(place), scale=6, border=4)
    return place


def _film(text: str, place: Path) -> Path:
    """A film of one frame, as a camera of Chromium's takes it: the code in the middle of a grey field."""
    width, height, scale = 640, 480, 8
    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(scale=scale, border=4)]
    top, left = (height - len(rows)) // 2, (width - len(rows[0])) // 2
    luma = bytearray([200]) * (width * height)
    for y, row in enumerate(rows):
        start = (top + y) * width + left
        luma[start : start + len(row)] = bytes(16 if dark else 235 for dark in row)
    chroma = bytes([128]) * (width * height // 2)
    head = f"YUV4MPEG2 W{width} H{height} F10:1 Ip A1:1 C420jpeg\n".encode()
    place.write_bytes(head + (b"FRAME\n" + bytes(luma) + chroma) * 10)
    return place


def test_it_reads_a_code_from_a_picture_in_two_steps(
    live_server: LiveServer, page: Page, publish: Publish, tmp_path: Path
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    page.goto(live_server.url)
    page.get_by_role("link", name="扫码").last.click()
    page.locator("[data-picture]").set_input_files(
        _picture(f"https://shouze.example/c/{NUMBER}", tmp_path / "a.png")
    )
    expect(page).to_have_url(f"{live_server.url}/c/{NUMBER}")
    expect(page.get_by_role("heading", level=2).first).to_contain_text("证书今天有效")
    assert page.context.cookies() == []


def test_it_does_not_follow_a_code_to_another_site(
    live_server: LiveServer, page: Page, publish: Publish, tmp_path: Path
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url))
    page.goto(f"{live_server.url}/scan")
    page.locator("[data-picture]").set_input_files(_picture(OTHER, tmp_path / "b.png"))
    expect(page.get_by_role("alert")).to_contain_text("sh0uze.example")
    expect(page.get_by_role("link", name=NUMBER)).to_be_visible()
    assert all(one.startswith((live_server.url, "data:", "blob:")) for one in asked)


def test_it_says_so_when_a_picture_holds_no_code(live_server: LiveServer, page: Page, tmp_path: Path) -> None:
    raw = b"".join(b"\0" + b"\xc8" * 64 for _ in range(64))
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(raw)),
        (b"IEND", b""),
    ]
    out = io.BytesIO(b"")
    out.write(b"\x89PNG\r\n\x1a\n")
    for name, data in parts:
        out.write(struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)))
    empty = tmp_path / "empty.png"
    empty.write_bytes(out.getvalue())
    page.goto(f"{live_server.url}/scan")
    page.locator("[data-picture]").set_input_files(empty)
    expect(page.locator("[data-status]")).to_contain_text("没有认出")
    assert Axe().run(page, options=STANDARD).response["violations"] == []


def test_it_explains_itself_where_there_is_no_camera(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/scan")
    page.get_by_role("button", name="打开相机").click()
    expect(page.locator("[data-status]")).to_contain_text(re.compile("没有可用的相机|没有得到使用相机的许可"))
    expect(page.get_by_role("button", name="打开相机")).to_be_visible()


def test_it_reads_a_code_before_the_camera(
    live_server: LiveServer, browser_type: BrowserType, publish: Publish, tmp_path: Path
) -> None:
    publish(NUMBER, "青岛海尔示例有限公司")
    film = _film(f"https://shouze.example/c/{NUMBER}", tmp_path / "camera.y4m")
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    launched = browser_type.launch(executable_path=shots.chromium(), args=[*shots.ARGUMENTS, *camera])
    page = launched.new_page()
    page.goto(f"{live_server.url}/scan")
    page.get_by_role("button", name="打开相机").click()
    expect(page).to_have_url(f"{live_server.url}/c/{NUMBER}", timeout=30_000)
    launched.close()


def test_it_lets_the_camera_in_on_this_page_alone(db: Any) -> None:
    client = Client()
    assert client.get("/scan").headers["Permissions-Policy"].startswith("camera=(self)")
    for path in ("/", "/notices", "/complaints"):
        assert "camera=()" in client.get(path).headers["Permissions-Policy"]
    assert "default-src 'self'" in client.get("/scan").headers["Content-Security-Policy"]
