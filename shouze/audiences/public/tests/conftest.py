from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest

from shouze.audiences.public import lookup
from shouze.certification.certificates.models import Certificate, PublicRecord
from shouze.demo.stage import Stage, ThroughTheGate, fees_due, set_stage
from shouze.demo.story import play

Publish = Callable[..., str]


@pytest.fixture(autouse=True)
def nobody_waits(settings: Any) -> Iterator[None]:
    """Each test begins with full buckets and a connection of its own, and leaves none to the next."""
    lookup._buckets.cache_clear()
    lookup._held.pgconn = None
    yield
    lookup._buckets.cache_clear()


@pytest.fixture
def stage(db: None, settings: Any, tmp_path: Any) -> Stage:
    settings.MEDIA_ROOT = tmp_path / "files"
    return set_stage()


@pytest.fixture
def certificate(stage: Stage) -> Certificate:
    """The certificate of the worked example, issued through the gate."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    return Certificate.objects.get()


@pytest.fixture
def publish(db: None) -> Publish:
    """Write a public record with a number and a firm's name."""

    def write(number: str, firm: str, *, product: str = "电磁灶", on: date = date(2024, 5, 20)) -> str:
        names = {"zh": firm, "en": ""}
        party: dict[str, Any] = {"name": names, "address": names, "uscc": ""}
        record: dict[str, Any] = {
            "number": number,
            "status": {"code": "01", "zh": "有效", "en": "valid"},
            "suspended_until": None,
            "issued_on": on.isoformat(),
            "valid_until": "2029-05-19",
            "first_issued_on": on.isoformat(),
            "basis": {"number": "R", "title": names},
            "standards": [],
            "mode": names,
            "product": {
                "code": "0711",
                "name": {"zh": product, "en": ""},
                "series": "",
                "models": [{"name": "M-1", "specification": ""}],
            },
            "applicant": party,
            "producer": party,
            "factory": {**party, "factory_code": "X000001"},
            "body": {"name": names, "approval_number": "", "address": names, "website": "", "phone": ""},
            "history": [],
        }
        text = json.dumps(record, ensure_ascii=False)
        PublicRecord.objects.create(number=number, record=text, names=f"{firm} {product} M-1", issued_on=on)
        return text

    return write
