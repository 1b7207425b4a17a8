"""What tests of supervisions need: the certificate of the worked example, and a way along its supervision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from shouze.certification.certificates.models import Certificate
from shouze.certification.evidence.models import SealedSample, TestOrder
from shouze.certification.surveillance import programme
from shouze.certification.surveillance.models import Covered, Task
from shouze.demo import cast
from shouze.demo.parties import credit_code
from shouze.demo.stage import APPLICANT, Stage, ThroughTheGate, fees_due
from shouze.demo.story import play
from shouze.demo.tests.way import Way
from shouze.kernel import clock
from shouze.kernel.acts import Doing, Done, Standing, new_uid, perform
from shouze.kernel.acts.signing import shown_to
from shouze.resources.enterprise_classes.entering import Entered, enter
from shouze.resources.people.queries import MACHINE

WHO = {
    "surveillance.opened": "E027", "surveillance.triggered": "E027", "surveillance.refused": "E027",
    "surveillance.joined": "E007", "surveillance.concluded": "E004",
    "sample.sealed": "E008", "custody.handed": "E008",
    "sample.refused": "L001", "counterfeit.claimed": "C001", "counterfeit.judged": "E025",
}  # fmt: skip


def certified(stage: Stage) -> Certificate:
    """Play the worked example up to its certificate of 2024-05-20, class B, and put it on the programme."""
    play(ThroughTheGate(stage.people), stage.scene, fees_due)
    found = Certificate.objects.get()
    with clock.moved(clock.moment("2024-05-20", "17:00")):
        perform("surveillance.programmed", by=MACHINE, subject=found.pk)
    return found


class Supervision(Way):
    """A way along one supervision; acts of surveillance have plausible authors too."""

    def do(
        self, act: str, *, who: str = "", days: int = 0, subject: UUID | None = None, **changed: Any
    ) -> Done:
        if act not in WHO:
            return super().do(act, who=who, days=days, subject=subject, **changed)
        self.now += timedelta(days=days, minutes=1)
        creating = act in ("surveillance.opened", "surveillance.triggered")
        on = None if creating else subject or self.case
        with clock.moved(self.now):
            person = self.stage.people[who or WHO[act]]
            signing = shown_to(act, person, on, clock.now())
            return perform(act, by=person, subject=on, given={**self.plain(act), **changed}, signing=signing)

    def plain(self, act: str) -> dict[str, Any]:
        """A plausible input of an act of surveillance."""
        today = clock.today().isoformat()
        if act == "sample.sealed":
            seal = f"F{SealedSample.objects.count() + 1:04d}"
            return {
                "element": "SC", "seal": seal, "model": "DC-20B", "batch": "2025-05", "quantity": 3,
                "sealed_on": today, "place": "成品库", "present": "何申",
                "photos": [self.file("photo")],
            }  # fmt: skip
        if act == "surveillance.concluded":
            covered = Covered.objects.filter(case=self.case).values_list("certificate_id", flat=True)
            lines = [{"certificate": str(one), "decision": "keep"} for one in covered]
            return {"certificates": lines, "summary": "检查和抽样结果均符合。"}
        if act == "surveillance.refused":
            return {"kind": "refused", "happened_on": today, "words": "门卫不予放行。"}
        return {}

    def at(self, day: str, hour: str = "09:00") -> Supervision:
        """Go to a day."""
        self.now = clock.moment(day, hour)
        return self

    def receive(self, sample: SealedSample, **changed: Any) -> Done:
        """Receive a sealed sample at the laboratory, its seal whole."""
        order = TestOrder.objects.get(case=self.case, element=sample.element, state="ordered")
        lines = [{"number": f"{sample.seal}-{n}", "model": sample.model} for n in range(order.samples_asked)]
        given = {
            "order": str(order.pk),
            "method": "sealed",
            "samples": lines,
            "seals": [{"seal": sample.seal, "intact": True}],
        }
        return self.do("samples.received", **{**given, **changed})


def opened(stage: Stage, day: str, kind: str = "follow_up", **given: Any) -> Supervision:
    """Open the supervision of the line of a kind on a day."""
    task = Task.objects.get(kind=kind, state__in=("open", "planned"))
    way = Supervision(stage, now=_at(day))
    way.case = way.do("surveillance.opened", task=str(task.pk), **given).subject
    return way


def under_d(stage: Stage) -> Supervision:
    """A supervision under class D: the visit, a sample at the factory and one from the market."""
    certificate = certified(stage)
    day = date(2024, 9, 12)
    nobody = Standing(MACHINE, "", "machine", None, None, (), (), ())
    act = Doing(uid=new_uid(), at=clock.moment(day), actor=nobody)
    key = (certificate.factory_id, certificate.product_code)
    with transaction.atomic():
        enter(act, Entered(*key, "D", day, "test"))
        programme.reschedule(act, *key, "D")
    return opened(stage, "2024-10-14")


def _at(day: str) -> datetime:
    return clock.moment(day, "09:00")


BRAND = {**APPLICANT, "name": "杭州样本品牌有限公司", "name_en": "Hangzhou Sample Brand Co., Ltd.",
         "uscc": credit_code(77, "330106")}  # fmt: skip


def _brand(stage: Stage) -> Stage:
    """The stage as another holder has it, whose products the same factory makes."""
    personnel, at = stage.people["E001"], clock.moment("2024-01-03", "09:00")
    with clock.moved(at):
        firm = perform("organisation.registered", by=stage.people["E002"], given=BRAND).subject
    person = cast.register("C077", "白铭", "client", by=personnel, at=at, organisation=firm)
    cast.appoint(person, "client", by=personnel, at=at)
    return replace(
        stage,
        people={**stage.people, "C001": person, "C077": person},
        scene=replace(stage.scene, applicant=firm),
    )


def of_two_holders(stage: Stage) -> tuple[Supervision, Supervision]:
    """The supervisions of both holders under one line of the programme, opened on 2025-04-22."""
    first, brand = certified(stage), _brand(stage)
    way = Way(brand, now=clock.moment("2024-06-03", "09:00"))
    asked = way.given("application.submitted")
    papers = [{"kind": kind, "digest": way.file()} for kind in ("factory_licence", "production_agreement")]
    with_maker = {"relation": "oem", "documents": [*asked["documents"], *papers]}
    way.reach("certificate.approved", {"application.submitted": with_maker}).go("certificate.approved")
    second = Certificate.objects.get(case=way.case)
    with clock.moved(way.now):
        perform("surveillance.programmed", by=MACHINE, subject=second.pk)
    line = str(Task.objects.get(kind="follow_up").pk)
    found = []
    for own, certificate in ((stage, first), (brand, second)):
        one = Supervision(own).at("2025-04-22")
        holder = str(certificate.applicant_id)
        one.case = one.do("surveillance.opened", task=line, holder=holder).subject
        found.append(one)
    return found[0], found[1]
