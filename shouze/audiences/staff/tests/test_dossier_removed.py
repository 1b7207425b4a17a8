"""Who would fetch a dossier whose content was erased reads why it is gone; others are fetched as before."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from shouze.audiences.parts.tests.cast import client_of
from shouze.demo.stage import Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.kernel import clock
from shouze.kernel.acts import perform
from shouze.kernel.ledger import queries as ledger
from shouze.kernel.ledger.canonical import canonical
from shouze.oversight.tracing.jobs import forget_erased, place_of
from shouze.oversight.tracing.models import Dossier
from shouze.resources.people.queries import MACHINE

AT = clock.moment("2024-06-03", "09:00")
ASKED = {
    "kind": "certificate",
    "key": "2024990711000118",
    "on": "2024-06-01",
    "recipient": "court",
    "recipient_name": "示例市中级人民法院",
    "ground": "调证函（2024）示民初18号",
}


def _sealed(stage: Stage, entry: UUID) -> Dossier:
    """A dossier that is sealed and holds an entry, as far as the page asks."""
    made = perform("dossier.made", by=stage.people["E025"], given=ASKED).subject
    given = {"digest": "sha256-" + "0" * 64, "size": 1}
    perform("dossier.filed", by=MACHINE, subject=made, given=given)
    found = Dossier.objects.get(pk=made)
    place_of(found).parent.mkdir(exist_ok=True)
    manifest = {"made_at": AT.isoformat(), "entries": [{"uid": str(entry)}], "files": []}
    with zipfile.ZipFile(place_of(found), "w") as zipped:
        zipped.writestr("manifest.json", canonical(manifest))
    return found


@pytest.mark.django_db
def test_it_is_no_longer_sent_and_the_page_names_the_erasure(
    stage: Stage, settings: Settings, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    with clock.moved(AT):
        one, another, *_ = ledger.entries(limit=2)
        gone, stays = _sealed(stage, one.uid), _sealed(stage, another.uid)
        reader, stranger = client_of(stage.people["E025"]), client_of(stage.people["E003"])
        assert reader.get(f"/staff/trace/dossiers/{gone.pk}/download").status_code == 200
        given = {
            "entry": one.uid, "section": "who", "pointers": ["/name"], "ground": "ordered",
            "requested_on": date(2024, 6, 3), "reason": "监管部门要求删除",
        }  # fmt: skip
        uid = perform("content.erased", by=stage.people["E025"], given=given).uid
        assert ProcrastinateJob.objects.filter(task_name="tracing.forget", args={"entry": str(uid)}).exists()
        forget_erased(str(uid))
        refused = reader.get(f"/staff/trace/dossiers/{gone.pk}/download")
        assert refused.status_code == 410
        for page in (refused, reader.get(f"/staff/trace/dossiers/{gone.pk}/")):
            told = page.content.decode()
            assert f"卷宗所含内容已由删除行为 {uid} 依法删除" in told and "下载卷宗" not in told
        assert stranger.get(f"/staff/trace/dossiers/{gone.pk}/download").status_code == 404
        assert reader.get(f"/staff/trace/dossiers/{stays.pk}/download").status_code == 200
        assert "下载卷宗" in reader.get(f"/staff/trace/dossiers/{stays.pk}/").content.decode()
