"""Whether the record is whole: the logs, their witnesses, the alarms, the last full verification."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from shouze.audiences.parts.act_views import Page, do_act
from shouze.audiences.parts.person import PersonRequest, has_post_for, may_read, of_kind
from shouze.certification.surveillance.draws.queries import counted
from shouze.oversight.integrity import overview

ACKNOWLEDGE: Final = "alarm.acknowledged"


@of_kind("staff")
@require_safe
def integrity_page(request: PersonRequest) -> HttpResponse:
    """Show it; everybody of the body may see whether the record is whole."""
    alarms = overview.alarm_lines()
    verification = overview.last_verification()
    logs = overview.log_lines()
    context = {
        "logs": logs,
        "whole": bool(verification and verification.agreed)
        and all(log.witnesses and not log.lacking for log in logs),
        "open": [one for one in alarms if one.alarm.healed_at is None],
        "healed": [one for one in alarms if one.alarm.healed_at is not None],
        "verification": verification,
        "share": round(100 * verification.done / verification.size)
        if verification and verification.size
        else 0,
        "reads_erasures": may_read(request, "erasures"),
        "draws": counted(),
        "acknowledges": has_post_for(request, ACKNOWLEDGE),
    }
    return render(request, "staff/integrity.html", context)


@of_kind("staff")
def alarm_act(request: PersonRequest, alarm: UUID, act: str) -> HttpResponseBase:
    """Acknowledge an alarm."""
    found = overview.find_alarm(alarm)
    if act != ACKNOWLEDGE or found is None:
        raise Http404
    url = reverse("staff:integrity")
    return do_act(request, act, found, url, Page(base="staff/base.html", template="staff/act.html", back=url))
