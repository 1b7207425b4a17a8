"""The certificate's pages: everything it must show, the facts inside, the same bytes for the same input."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from shouze.certification.certificates.document.facts import CertificateFacts
from shouze.certification.certificates.document.render import (
    ATTACHMENT,
    models_need_annex,
    render,
    render_draft,
    render_preview,
)
from shouze.certification.certificates.document.tests.samples import (
    ABROAD,
    AT,
    PARTY,
    THREE,
    certificate,
    with_models,
)
from shouze.resources.documents.fonts import FontMissing


def pages(pdf: bytes) -> list[str]:
    return [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(pdf)).pages]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def long_party(suffix: str) -> dict[str, Any]:
    return {
        "name": {
            "zh": "示例经济技术开发区超长名称智能家用电器制造" * 3 + suffix,
            "en": "Very Long Name " * 14,
        },
        "address": {"zh": "示例市示例街道示例社区示例大道一千二百八十八号" * 3, "en": "Rooms 301-318 " * 16},
        "uscc": PARTY["uscc"],
    }


def test_it_is_byte_identical_for_the_same_facts_and_moment() -> None:
    assert render(certificate(), at=AT) == render(certificate(), at=AT)
    assert render(certificate(), at=AT) != render(certificate(), at=AT + dt.timedelta(seconds=1))


def test_it_shows_everything_that_the_law_asks_for() -> None:
    facts = certificate()
    (page,) = pages(render(facts, at=AT))
    shown = [
        facts.number,
        facts.applicant.name.zh,
        facts.applicant.address.zh,
        facts.factory.factory_code,
        facts.product.name.zh,
        facts.product.series,
        facts.scheme.number,
        facts.mode.zh,
        "2024年5月20日",
        "2029年5月19日",
        facts.body.name.zh,
        facts.body.website,
        facts.body.phone,
        facts.approver.zh,
        *(f"{it.number}-{it.version}" for it in facts.standards),
        *(it.name for it in facts.product.models),
    ]
    assert [text for text in shown if squeezed(text) not in page] == []
    assert page.count(squeezed(PARTY["name"]["zh"])) == 3


def test_it_carries_its_facts_as_an_attachment() -> None:
    facts = certificate()
    attached = PdfReader(io.BytesIO(render(facts, at=AT))).attachments[ATTACHMENT]
    assert attached == [facts.canonical_json]


def test_it_is_made_for_archives_and_for_all_readers() -> None:
    document = PdfReader(io.BytesIO(render(certificate(), at=AT)))
    metadata = document.xmp_metadata
    assert metadata is not None
    stated = metadata.rdf_root.toxml()
    assert "<pdfaid:part>3</pdfaid:part>" in stated and "<pdfuaid:part>1</pdfuaid:part>" in stated


@pytest.mark.parametrize(("count", "annexed"), [(1, False), (12, False), (13, True), (60, True)])
def test_it_moves_many_models_to_an_annex(count: int, annexed: bool) -> None:
    facts = with_models(count)
    first, *others = pages(render(facts, at=AT))
    assert models_need_annex(facts) is annexed is bool(others)
    assert all(any(it.name in page for page in ([first], others)[annexed]) for it in facts.product.models)


def test_it_puts_the_number_on_every_annex_page() -> None:
    _, *others = pages(render(with_models(120), at=AT))
    assert len(others) > 1
    assert all(THREE["number"] in page and "与证书共同使用" in page for page in others)
    assert f"共{len(others) + 1}页" in others[-1]


def test_it_moves_a_long_model_text_to_an_annex() -> None:
    assert models_need_annex(with_models(3, "特" * 200))


def test_it_keeps_long_names_on_one_page_in_smaller_print() -> None:
    facts = certificate(
        applicant=long_party("甲"),
        producer=long_party("乙"),
        factory={**long_party("丙"), "factory_code": "X000118"},
        first_issued_on="2021-05-20",
        change_note="工厂名称变更。",
    )
    (page,) = pages(render(facts, at=AT))
    assert all(party.name.zh in page for party in (facts.applicant, facts.producer, facts.factory))
    assert "工厂名称变更" in page and "2021年5月20日" in page


def test_it_loses_no_text_even_when_nothing_fits() -> None:
    endless = {**long_party("甲"), "name": {"zh": "示" * 900 + "终"}}
    facts = certificate(applicant=endless, producer=endless, factory={**endless, "factory_code": "X000118"})
    shown = "".join(pages(render(facts, at=AT)))
    assert shown.count("示终") == 3 and squeezed(facts.approver.zh) in shown


def test_it_shows_a_foreign_party_by_its_only_name() -> None:
    facts = certificate(applicant=ABROAD, producer=ABROAD, factory={**ABROAD, "factory_code": "X000733"})
    (page,) = pages(render(facts, at=AT))
    assert page.count(squeezed(ABROAD["name"]["en"])) == 3 and "统一社会信用代码" not in page


def test_it_says_of_a_changed_certificate_when_it_was_first_issued() -> None:
    (first,) = pages(render(certificate(), at=AT))
    (changed,) = pages(render(certificate(first_issued_on="2022-08-01"), at=AT))
    assert "首次发证日期" not in first and "首次发证日期2022年8月1日" in changed


def test_it_crosses_a_draft() -> None:
    (page,) = pages(render_draft(certificate(), at=AT))
    assert "DRAFT" in page and "DRAFT" not in pages(render(certificate(), at=AT))[0]


def test_it_crosses_a_preview_for_who_signs() -> None:
    (page,) = pages(render_preview(certificate(), at=AT))
    assert "PREVIEW" in page and "DRAFT" not in page


def test_it_refuses_to_print_without_a_chinese_font(tmp_path: Path) -> None:
    with pytest.raises(FontMissing) as refusal:
        render(certificate(), at=AT, fonts=tmp_path)
    assert "找不到中文字体" in refusal.value.words.zh and str(tmp_path) in refusal.value.words.en


def test_it_shows_text_as_text_whatever_it_holds() -> None:
    trap = '#panic("x") *bold* $1+1$ <a> \\ // "quoted"'
    facts: CertificateFacts = certificate(change_note=trap)
    (page,) = pages(render(facts, at=AT))
    assert "panic" in page and "*bold*" in page


def test_it_prints_at_any_moment_of_a_running_clock() -> None:
    """A clock has microseconds; the typesetter refuses them."""
    assert render(certificate(), at=AT.replace(microsecond=123456)) == render(certificate(), at=AT)
