from __future__ import annotations

import io
import json
from collections.abc import Iterable
from typing import Any

import psycopg
import pytest
from django.conf import settings as django_settings
from django.db import connection

from shouze.audiences.parts.rate import Buckets
from shouze.audiences.public import lookup
from shouze.certification.certificates.models import PublicRecord
from shouze.site.wsgi import application

from .conftest import Publish

NUMBER, OTHER = "2024990711000118", "2024990711000119"
pytestmark = pytest.mark.django_db(transaction=True)


def call(
    method: str, path: str, body: bytes = b"", address: str = "127.0.0.1"
) -> tuple[str, dict[str, str], bytes]:
    """Ask the server's own callable."""
    said: dict[str, Any] = {}

    def start(status: str, headers: Iterable[tuple[str, str]], *_: Any) -> Any:
        said.update(status=status, headers=dict(headers))

    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "REMOTE_ADDR": address,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    content = b"".join(application(environ, start))
    return said["status"], said["headers"], content


def test_it_sends_exactly_the_bytes_of_the_record(publish: Publish) -> None:
    text = publish(NUMBER, "宁波示例电器有限公司")
    status, headers, body = call("GET", lookup.PREFIX + NUMBER)
    assert (status, body) == ("200 OK", text.encode())
    assert headers["Content-Type"] == "application/json" and headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in headers and headers["Content-Length"] == str(len(body))


def test_it_answers_head_without_a_body(publish: Publish) -> None:
    text = publish(NUMBER, "宁波示例电器有限公司")
    status, headers, body = call("HEAD", lookup.PREFIX + NUMBER)
    assert (status, body, headers["Content-Length"]) == ("200 OK", b"", str(len(text.encode())))


@pytest.mark.parametrize(
    "typed",
    [
        "2O24990711000118",
        "２０２４９９０７１１０００１１８",
        "2024 9907 1100 0118",
        "2024990711001018",
        "2024990711000181",
    ],
)
def test_it_says_which_number_may_be_meant(publish: Publish, typed: str) -> None:
    publish(NUMBER, "宁波示例电器有限公司")
    status, _, body = call("GET", lookup.PREFIX + typed.encode().decode("latin-1"))
    answer = json.loads(body)
    assert status == "404 Not Found" and answer["did_you_mean"] == [NUMBER]
    assert "48" in answer["words"]["zh"] and "48" in answer["words"]["en"]


@pytest.mark.parametrize("typed", [OTHER, "x", "2024'--", "%00", "{}", "９" * 200, "a/b"])
def test_it_finds_nothing_under_what_is_no_number_of_ours(publish: Publish, typed: str) -> None:
    publish(NUMBER, "宁波示例电器有限公司")
    status, _, body = call("GET", lookup.PREFIX + typed.encode().decode("latin-1"))
    assert status == "404 Not Found" and json.loads(body)["did_you_mean"] == []


def test_it_takes_no_other_method(publish: Publish) -> None:
    assert call("DELETE", lookup.PREFIX + NUMBER)[1]["Allow"] == "GET, HEAD"
    status, headers, _ = call("GET", lookup.COLLECTION)
    assert (status, headers["Allow"]) == ("405 Method Not Allowed", "POST")


def test_it_looks_up_many_in_one_query(publish: Publish) -> None:
    texts = [publish(f"20249907110001{n:02d}", "宁波示例电器有限公司") for n in range(3)]
    asked = ["2024990711000102", "2024990711000100", OTHER, "no number", '"},{', "2024990711000100"]
    status, _, body = call("POST", lookup.COLLECTION, json.dumps({"numbers": asked}).encode())
    assert status == "200 OK"
    assert body.startswith(b'{"records":[' + texts[2].encode() + b"," + texts[0].encode() + b"]")
    assert json.loads(body)["missing"] == [OTHER, "no number", '"},{']


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"numbers": []}', b'{"numbers": [1]}', b'{"numbers": "2"}', b"\xff", b"[" * 9000],
)
def test_it_refuses_a_bulk_that_is_none(body: bytes) -> None:
    assert call("POST", lookup.COLLECTION, body)[0] == "422 Unprocessable Content"
    many = json.dumps({"numbers": [NUMBER] * 101}).encode()
    assert call("POST", lookup.COLLECTION, many)[0] == "422 Unprocessable Content"
    assert call("POST", lookup.COLLECTION, json.dumps({"numbers": [NUMBER] * 100}).encode())[0] == "200 OK"


def test_it_connects_again_when_the_connection_is_broken(publish: Publish) -> None:
    text = publish(NUMBER, "宁波示例电器有限公司")
    assert lookup.fetch_one(NUMBER) == text.encode()
    held = lookup._held.pgconn
    assert held is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [held.backend_pid])
    assert lookup.fetch_one(NUMBER) == text.encode()


def test_it_cannot_write() -> None:
    lookup.fetch_one(NUMBER)
    held = lookup._held.pgconn
    assert held is not None
    result = held.exec_(b"DELETE FROM certificates_public")
    assert b"read-only" in result.error_message


def test_it_says_so_when_the_database_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    lookup._held.pgconn = None
    monkeypatch.setitem(connection.settings_dict, "NAME", "nowhere")
    status, headers, _ = call("GET", lookup.PREFIX + NUMBER)
    assert status == "503 Service Unavailable" and headers["Retry-After"]


def test_it_makes_one_address_wait_and_no_other(publish: Publish, settings: Any) -> None:
    publish(NUMBER, "宁波示例电器有限公司")
    settings.LOOKUPS_PER_MINUTE = 3
    lookup._buckets.cache_clear()
    mine = [call("GET", lookup.PREFIX + NUMBER, address="10.0.0.1")[0] for _ in range(5)]
    assert mine == ["200 OK"] * 3 + ["429 Too Many Requests"] * 2
    assert call("GET", lookup.PREFIX + NUMBER, address="10.0.0.2")[0] == "200 OK"


def test_it_fills_the_bucket_evenly() -> None:
    moment = [0.0]
    buckets = Buckets(60, lambda: moment[0])
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    moment[0] = 1.5
    assert buckets.take("a") == 0.0 and buckets.take("a") == pytest.approx(0.5)
    assert Buckets(0).take("a") == 0.0


def test_it_leaves_every_other_path_to_the_pages() -> None:
    assert not lookup.serves("/") and not lookup.serves("/c/" + NUMBER)
    assert PublicRecord._meta.db_table == "certificates_public" and psycopg.__version__
    assert django_settings.LOOKUPS_PER_MINUTE > 0
