"""Addresses of the inspection on the spot: everything below /staff/visits/, the scope of its worker."""

from django.urls import path

from . import pages, papers, sending

app_name = "visits"
urlpatterns = [
    path("", pages.visit_list, name="list"),
    path("worker.js", pages.worker, name="worker"),
    path("session", sending.session, name="session"),
    path("<uuid:inspection>/", pages.visit_page, name="visit"),
    path("<uuid:inspection>/package", sending.package, name="package"),
    path("<uuid:inspection>/files", sending.receive_file, name="files"),
    path("<uuid:inspection>/files/<str:digest>", sending.send_file, name="file"),
    path("<uuid:inspection>/acts", sending.receive_act, name="acts"),
    path("<uuid:inspection>/do/<str:act>/", pages.visit_act, name="act"),
    path("<uuid:inspection>/report.pdf", papers.report, name="report"),
    path("<uuid:inspection>/nonconformities.pdf", papers.nonconformities, name="nonconformities"),
    path("<uuid:inspection>/hand-in", papers.hand_in, name="hand_in"),
]
