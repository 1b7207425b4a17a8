"""The addresses: one prefix for each audience, and the few that belong to nobody."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Final

from django.urls import URLPattern, URLResolver, include, path

from shouze.site.health import healthz

AUDIENCES: Final = (
    ("staff/", "shouze.audiences.staff.urls"),
    ("clients/", "shouze.audiences.clients.urls"),
    ("apply/", "shouze.audiences.clients.open_urls"),
    ("laboratories/", "shouze.audiences.laboratories.urls"),
    ("api/", "shouze.audiences.machines.urls"),
    ("transfers/", "shouze.audiences.machines.transfer_urls"),
    ("", "shouze.audiences.parts.urls"),
    ("", "shouze.audiences.public.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    *(path(prefix, include(module)) for prefix, module in AUDIENCES if find_spec(module)),
]

handler400 = "shouze.site.wrong.bad_request"
handler403 = "shouze.site.wrong.permission_denied"
handler404 = "shouze.site.wrong.page_not_found"
handler429 = "shouze.site.wrong.too_many_requests"
handler500 = "shouze.site.wrong.server_error"
