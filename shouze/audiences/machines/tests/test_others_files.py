"""The digest of another's file is no key to it: who did not send a file cannot rest an act on it, and is told
nothing of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from shouze.audiences.parts.act_forms import build
from shouze.certification.applications.models import Application
from shouze.demo import cast
from shouze.demo.papers import paper
from shouze.demo.stage import APPLICANT, Stage, fees_due
from shouze.demo.story import STORY, play
from shouze.kernel import clock
from shouze.kernel.acts import get_act, perform

from .conftest import Api

AT = clock.moment("2024-03-14", "10:00")
PATENT = "只有本企业知道的图纸"


@pytest.fixture
def rival(api: Api, stage: Stage) -> uuid.UUID:
    """The story has begun; somebody of another organisation stands beside it as C900."""
    play(api, stage.scene, fees_due, STORY[:1])
    with clock.moved(AT):
        other = {**APPLICANT, "name": "温州示例电器有限公司", "uscc": "91110000MA01C0038W"}
        organisation = perform("organisation.registered", by=stage.people["E002"], given=other).subject
        personnel = stage.people["E001"]
        person = cast.register("C900", "旁人", "client", by=personnel, at=AT, organisation=organisation)
        cast.appoint(person, "client", by=personnel, at=AT)
    api.people = {**api.people, "C900": person}
    return organisation


def application(organisation: uuid.UUID, stage: Stage, digest: str) -> dict[str, Any]:
    """An application of the rival's with one document."""
    return {
        "applicant": organisation,
        "producer": organisation,
        "factory": stage.scene.factory,
        "product_code": "0711",
        "product_name": "室内加热器",
        "relation": "oem",
        "models": [{"model": "X-1"}],
        "documents": [{"kind": stage.scene.documents[0], "digest": digest}],
        "promise": True,
    }


def test_it_refuses_a_document_that_somebody_else_sent_as_one_that_is_not_stored(
    api: Api, stage: Stage, rival: uuid.UUID
) -> None:
    with clock.moved(AT):
        theirs = api.store("C001", f"{PATENT}.pdf", paper(PATENT))
        refused = api.act("C900", "application.submitted", given=application(rival, stage, theirs))
        unknown = api.act(
            "C900", "application.submitted", given=application(rival, stage, "sha256:" + "0" * 64)
        )
        codes = [[one["code"] for one in answer.json()["objections"]] for answer in (refused, unknown)]
        assert codes == [["no_file"], ["no_file"]]
        # The same document, sent by himself, is his.
        api.store("C900", "own.pdf", paper(PATENT))
        done = api.act("C900", "application.submitted", given=application(rival, stage, theirs))
        assert done.status_code == 201


def test_it_tells_nobody_under_which_name_another_sent_the_same_content(
    api: Api, stage: Stage, rival: uuid.UUID
) -> None:
    with clock.moved(AT):
        theirs = api.store("C001", f"{PATENT}.pdf", paper(PATENT))
        act = get_act("agreement.concluded")
        shown = {
            who: build(act, {"contract": theirs}, on=AT.date(), person=api.people[who]).questions
            for who in ("C001", "C900")
        }
        named = {who: [file.name for one in asked for file in one.stored] for who, asked in shown.items()}
        assert named == {"C001": [f"{PATENT}.pdf"], "C900": []}
        assert api.store("C900", "own.pdf", paper(PATENT)) == theirs
        sent = api.act("C900", "application.submitted", given=application(rival, stage, theirs)).json()
        fetched = api.get("C900", f"/files/{sent['subject']}/{theirs}")
    assert "own.pdf" in fetched.headers["Content-Disposition"]
    assert Application.objects.count() == 2
