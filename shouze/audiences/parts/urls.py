"""Addresses that every audience shares: files of a case, and the rules."""

from django.urls import path

from . import arrival, files, rule_views

app_name = "parts"
urlpatterns = [
    path("home/", arrival.arrive, name="home"),
    path("files/<uuid:case>/<str:digest>", files.download, name="file"),
    path("rules/", rule_views.rule_list, name="rules"),
    path("rules/authority/matrix", rule_views.authority_matrix, name="authority"),
    path("rules/<path:rule>", rule_views.rule_page, name="rule"),
]
