"""What was handed in before is offered again: nothing is typed or sent twice."""

from datetime import timedelta

from django.test import Client

from shouze.audiences.clients import earlier
from shouze.audiences.parts.tests.browsing import Login, MoveTo, text
from shouze.certification.applications.models import Application, Draft
from shouze.demo.stage import Stage
from shouze.kernel.acts import standing_of
from shouze.kernel.clock import moment
from shouze.resources.cases.models import Case
from shouze.resources.organisations.models import Organisation

from .test_drafts import answers, begun, pdf, send, send_step, whole

DAY = "2024-03-04"
LATER = "2024-06-03"
FILES = ("circuit_diagram", "application_form", "trademark", "applicant_licence")


def handed_in(stage: Stage, applicant: Client) -> Case:
    """An application with a drawing, a form, a trademark paper and a licence."""
    page = begun(applicant)
    files = {f"file-{kind}": pdf(f"{kind}.pdf") for kind in FILES}
    assert send(applicant, page, answers(stage, do="submit", trademark="示例", **files)).status_code == 302
    return Case.objects.get()


def test_it_begins_from_an_earlier_application(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    case = handed_in(stage, applicant)
    now(LATER)
    offered = text(applicant.get("/clients/applications/new/?code=0711"))
    assert case.number in offered
    begun = applicant.post("/clients/applications/new/", {"from": str(case.pk)})
    page = begun.headers["Location"].removesuffix("steps/product/")
    given = Draft.objects.get().content["given"]
    before = Application.objects.get(case=case)
    assert (given["models"], given["key_parts"]) == (before.models_list, before.key_parts)
    assert (given["producer"], given["factory"]) == (str(case.producer_id), str(case.factory_id))
    # The form is made anew each time; the others are the same files, by digest.
    files = Draft.objects.get().content["files"]
    assert set(files) == {"circuit_diagram", "trademark", "applicant_licence"}
    assert {one["digest"] for kept in files.values() for one in kept} < {
        one["digest"] for one in before.documents
    }
    assert send_step(applicant, page, {"promise": "true", "do": "submit"}, "submit").status_code == 302
    assert Case.objects.count() == 2


def test_it_takes_over_only_what_is_asked_for(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    case = handed_in(stage, applicant)
    applicant.post("/clients/applications/new/", {"from": str(case.pk), "take": ["key_parts"]})
    content = Draft.objects.get().content
    assert content["given"]["key_parts"]
    assert "models" not in content["given"]
    assert not content.get("files")


def test_it_offers_each_document_again_where_it_fits(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    handed_in(stage, applicant)
    now(LATER)
    page = begun(applicant)
    shown = whole(applicant, page)
    assert "沿用 2024年3月4日 交过的“applicant_licence.pdf”" in shown
    send_step(applicant, page, {"do": "reuse:all"}, "documents")
    assert set(Draft.objects.get().content["files"]) == {"circuit_diagram", "trademark", "applicant_licence"}
    # A drawing belongs to the product: for another one it is not offered, the licence is.
    other = begun(applicant, "0712")
    send_step(applicant, other, {"do": "reuse:all"}, "documents")
    newest = Draft.objects.get(pk=other.split("/")[3])
    assert set(newest.content["files"]) == {"trademark", "applicant_licence"}


def test_it_offers_nothing_that_grew_too_old(stage: Stage, now: MoveTo, applicant: Client) -> None:
    now(DAY)
    handed_in(stage, applicant)
    person = standing_of(stage.people["C001"])
    assert person is not None
    on = moment(DAY).date()
    parties = {"producer": str(stage.scene.applicant), "factory": str(stage.scene.factory)}
    given = {**parties, "product_code": "0711"}
    for days, kinds in ((700, 3), (800, 1), (2000, 0)):
        then = on + timedelta(days=days)
        offered = earlier.offers(earlier.papers(person, then), given, str(stage.scene.applicant), then)
        assert len(offered) == kinds, days


def test_it_uses_nothing_of_another_client(
    stage: Stage, now: MoveTo, applicant: Client, login: Login
) -> None:
    now(DAY)
    case = handed_in(stage, applicant)
    other = Organisation.objects.exclude(pk=case.applicant_id).first()
    Case.objects.filter(pk=case.pk).update(applicant_id=other.pk if other else case.pk)
    digest = Application.objects.get(case=case).documents[0]["digest"]
    applicant.post("/clients/applications/new/", {"from": str(case.pk)})
    assert "models" not in Draft.objects.get().content["given"]
    page = f"/clients/applications/{Draft.objects.get().pk}/"
    send_step(applicant, page, {"do": f"reuse:circuit_diagram:{digest}"}, "documents")
    assert not Draft.objects.get().content.get("files")
