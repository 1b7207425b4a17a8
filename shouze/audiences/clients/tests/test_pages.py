import pytest
from shouze.certification.applications.models import Draft

def test_it_opens(login, story, now, stage):
    now("2024-03-04","09:00")
    browser = login("C001")
    for url in ("/clients/", "/clients/applications/new/?q=电磁", "/clients/applications/new/?code=0711", "/clients/applications/new/?code=0207", "/clients/certificates/"):
        r = browser.get(url); assert r.status_code == 200, url
    r = browser.post("/clients/applications/new/", {"code":"0711"}); print(r.url)
    r = browser.get(r.url); assert r.status_code==200
    print(r.content.decode()[:200])
@pytest.mark.parametrize("act", ["application.submitted","supplement.requested","plan.made","test.ordered","test.failed","certificate.approved"])
def test_it_shows(login, story, now, stage, act):
    story(act); now("2024-06-04","09:00")
    b = login("C001")
    r = b.get(f"/clients/cases/{stage.scene.case}/"); assert r.status_code==200
    assert b.get("/clients/").status_code == 200
