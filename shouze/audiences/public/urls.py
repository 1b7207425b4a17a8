"""Addresses of the public pages. The look-up for programs is answered before Django (see ``lookup``)."""

from django.urls import path

from . import (
    checking,
    complaining,
    credentials,
    draws,
    explaining,
    letter_check,
    log_page,
    offline,
    on_day,
    telling,
    views,
)

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("scan", views.scan, name="scan"),
    path("c/worker.js", offline.worker, name="worker"),
    path("c/offline", offline.offline, name="offline"),
    path("c/<str:number>", views.certificate, name="certificate"),
    path("c/<str:number>/credential", credentials.credential, name="credential"),
    path("c/<str:number>/day", on_day.proof, name="day_proof"),
    path("status/<str:purpose>/<int:number>", credentials.status, name="status"),
    path("days/<str:day>/<str:name>", credentials.day, name="day_file"),
    path(".well-known/did.json", credentials.did, name="did"),
    path("t/<str:code>", views.traced, name="traced"),
    path("check", checking.page, name="check"),
    path("check/keys.json", checking.keys, name="check_keys"),
    path("check-worker.js", checking.worker, name="check_worker"),
    path("notices", telling.notices, name="notices"),
    path("notices/feed.xml", telling.feed, name="feed"),
    path("notices/<str:number>", telling.notice, name="notice"),
    path("complaints", complaining.form, name="complaint"),
    path("complaints/status", complaining.status, name="complaint_status"),
    path("letters/<str:number>/<str:code>/", letter_check.letter, name="letter"),
    path("log/", log_page.page, name="log"),
    path("draws", draws.draw_list, name="draws"),
    path("draws.json", draws.draw_list_file, name="draws_file"),
    path("draws/<str:number>.json", draws.draw_file, name="draw_file"),
    path("draws/<str:number>", draws.draw, name="draw"),
    path("fees", explaining.fees, name="fees"),
    path("guide", explaining.guide, name="guide"),
    path("transitions", explaining.transition_plans, name="transitions"),
    path("transitions/<slug:plan>", explaining.transition_plan, name="transition"),
    path("about-mark", explaining.about_mark, name="about_mark"),
    path("language/<str:code>", views.language, name="language"),
]
