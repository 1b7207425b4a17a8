"""The pages of key parts: for the body, the holder and the laboratory, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from shouze.audiences.parts.tests.browsing import log_in, text
from shouze.demo.stage import Stage
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.resources.parts.naming import Line, Named
from shouze.resources.parts.tests.holding import CORD, ROW, apply_for, approve, doing_of, issued
from shouze.resources.parts.writing import Basis, add

pytestmark = pytest.mark.django_db


@pytest.fixture
def way(stage: Stage) -> Iterator[Way]:
    """A certificate whose holder has an approved technical person."""
    way = Way(stage).reach("certificate.approved").go("certificate.approved")
    approve(way, apply_for(way))
    with clock.moved(way.now + timedelta(hours=1)):
        yield way


def test_it_answers_who_uses_a_part_and_brings_in_a_list_row_by_row(way: Way) -> None:
    officer, found = log_in(way.stage, "E015"), issued(way)
    assert found.number in text(officer.get("/staff/parts/?text=IGBT"))
    assert found.number in text(officer.get("/staff/parts/?maker=示例半导体有限公司"))
    assert found.number not in text(officer.get("/staff/parts/?text=IGBT&on=2020-01-01"))
    exported = officer.get(f"/staff/parts/{found.pk}.csv").content
    page = f"/staff/parts/{found.pk}/"
    again = officer.post(page, {"list": SimpleUploadedFile("list.csv", exported)})
    assert "与登记一致" in text(again)
    head = "部位（功能）\t关键件名称\t规格型号\t制造商\t主要参数"
    other = f"{head}\nIGBT\tIGBT\tH20\t示例半导体\t20 A\nX\tY\tZ\tW\t"
    brought = text(officer.post(page, {"pasted": other}))
    assert "已接收 1 行" in brought and "暂不接收" in brought
    assert "20 A" in text(officer.get(page))
    assert b"20 A" in officer.get("/staff/parts.csv?text=IGBT").content
    assert officer.get("/staff/parts.xlsx?text=IGBT").status_code == 200


def test_the_holder_completes_his_list_and_files_what_his_technical_person_approved(way: Way) -> None:
    holder, found = log_in(way.stage, "C001"), issued(way)
    page = f"/clients/certificates/{found.number}/parts/"
    rows = "\n".join("\t".join(row[key] for key in row) for row in (ROW,))
    head = "function\tname\tmodel\tmaker\trating\tcertificate\n"
    assert "已接收 1 行" in text(holder.post(page, {"pasted": head + rows}))
    add(doing_of(way), found.pk, Line("电源线", Named(*(CORD[key] for key in (
        "name", "model", "maker", "rating", "certificate")))), Basis("import"))  # fmt: skip
    assert "电源线: 电源线 3G1.0" in text(holder.get(f"{page}file/"))
    assert holder.get(f"/clients/certificates/{found.number}/parts.xlsx").status_code == 200
    assert "认证技术负责人" in text(holder.get("/clients/own/"))
    assert holder.get("/clients/own/new/facility.registered/").status_code == 200
    assert holder.get("/clients/own/new/case.withdrawn/").status_code == 404


def test_it_asks_as_often_for_many_parts_as_for_one(way: Way) -> None:
    officer, found = log_in(way.stage, "E015"), issued(way)

    def asked(address: str) -> int:
        officer.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert officer.get(address).status_code == 200
        return len(queries)

    addresses = ("/staff/parts/?text=IGBT", f"/staff/parts/{found.pk}/", "/staff/desk/part-changes/")
    before = [asked(one) for one in addresses]
    for place in range(12):
        part = Named("IGBT", f"H{place}", f"示例半导体{place}")
        add(doing_of(way), found.pk, Line(f"IGBT {place}", part), Basis("import"))
    assert [asked(one) for one in addresses] == before
