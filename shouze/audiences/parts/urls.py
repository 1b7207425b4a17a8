"""Addresses that every audience shares: files of a case, and the rules."""

from django.urls import path

from . import (
    arrival,
    component_views,
    conversation,
    files,
    letter_previews,
    notice_views,
    reading,
    rule_views,
)

app_name = "parts"
urlpatterns = [
    path("house/components/", component_views.components, name="components"),
    path("home/", arrival.arrive, name="home"),
    path("files/<uuid:case>/<str:digest>", files.download, name="file"),
    path("cases/<uuid:case>/messages/<slug:side>/", conversation.conversation, name="conversation"),
    path("cases/<uuid:case>/messages/<slug:side>/read/", conversation.mark, name="conversation_read"),
    path("letters/preview/<str:act>/<uuid:subject>/", letter_previews.preview, name="letter_preview"),
    path("files/<uuid:case>/<str:digest>/read/", reading.paper, name="paper"),
    path("inbox/", notice_views.notices_page, name="notices"),
    path("inbox/read/", notice_views.notices_read, name="notices_read"),
    path("inbox/bell/", notice_views.bell, name="bell"),
    path("inbox/choices/", notice_views.notice_choices, name="notice_choices"),
    path("inbox/<int:notice>/", notice_views.notice, name="notice"),
    path("rules/", rule_views.rule_list, name="rules"),
    path("rules.<slug:kind>", rule_views.rules_sent, name="rules_sent"),
    path("rules/authority/matrix.<slug:kind>", rule_views.matrix_sent, name="authority_sent"),
    path("rules/authority/matrix", rule_views.authority_matrix, name="authority"),
    path("rules/<path:rule>", rule_views.rule_page, name="rule"),
]
