"""Addresses of the pages for the body's people."""

from django.urls import include, path
from django.views.generic import RedirectView

from . import (
    assigning,
    case_views,
    desks,
    doubt_views,
    impact_views,
    integrity_views,
    registers,
    search_views,
    trace_views,
    worklist_views,
)
from .absence_views import absence_act, absence_page
from .board import views as board_views
from .board.record import process_record

app_name = "staff"
urlpatterns = [
    path("", worklist_views.worklist_page, name="worklist"),
    path("cases.csv", worklist_views.worklist_csv, name="worklist_csv"),
    path("cases.xlsx", worklist_views.worklist_xlsx, name="worklist_xlsx"),
    path("filters/", worklist_views.save_filter, name="save_filter"),
    path("filters/<int:key>/", worklist_views.change_filter, name="change_filter"),
    path("assign/", assigning.assign, name="assign"),
    path("search/", search_views.search_page, name="search"),
    path("palette/", search_views.palette, name="palette"),
    path("cases/<uuid:case>/", case_views.case_page, name="case"),
    path("cases/<uuid:case>/history/", case_views.case_history, name="case_history"),
    path("cases/<uuid:case>/signed/<uuid:entry>/", case_views.signed, name="signed"),
    path("cases/<uuid:case>/certificate-preview.pdf", case_views.certificate_preview, name="preview"),
    path("cases/<uuid:case>/do/<str:act>/", case_views.case_act, name="case_act"),
    path("certificates/<uuid:certificate>/do/<str:act>/", case_views.certificate_act, name="certificate_act"),
    path("visits/", include("shouze.audiences.staff.visits.urls")),
    path("integrity/", integrity_views.integrity_page, name="integrity"),
    path("integrity/<uuid:alarm>/do/<str:act>/", integrity_views.alarm_act, name="alarm_act"),
    path("absence/", absence_page, name="absence"),
    path("absence/do/<str:act>/", absence_act, name="absence_act"),
    path("trace/", trace_views.trace_search, name="trace_search"),
    path("board/", board_views.board_page, name="board"),
    path("board/process.<slug:kind>", process_record, name="process_record"),
    path("board/<slug:table>.<slug:kind>", board_views.board_table, name="board_table"),
    path("trace/<str:number>/", trace_views.trace_page, name="trace"),
    path("trace/<slug:kind>/<path:key>/as/<str:form>", trace_views.trace_sent, name="trace_sent"),
    path("trace/<slug:kind>/<path:key>/", trace_views.trace_of, name="trace_of"),
    path("impact/", impact_views.impact_page, name="impact"),
    path("impact/figures/", impact_views.impact_figures, name="impact_figures"),
    path("impact/freeze/", impact_views.impact_freeze, name="impact_freeze"),
    path("impact/affected.<slug:kind>", impact_views.impact_sent, name="impact_sent"),
    path("impact/doubts/", doubt_views.doubt_list, name="doubts"),
    path("impact/doubts/new/", doubt_views.doubt_new, name="doubt_new"),
    path("impact/doubts/<uuid:doubt>/", doubt_views.doubt_page, name="doubt"),
    path("impact/doubts/<uuid:doubt>/do/<str:act>/", doubt_views.doubt_act, name="doubt_act"),
    path("impact/reevaluations/", doubt_views.reevaluation_list, name="reevaluations"),
    path("impact/reevaluations/<uuid:reevaluation>/", doubt_views.reevaluation_page, name="reevaluation"),
    path(
        "impact/reevaluations/<uuid:reevaluation>/do/<str:act>/",
        doubt_views.reevaluation_act,
        name="reevaluation_act",
    ),
    path("rules/", RedirectView.as_view(pattern_name="parts:rules", query_string=True), name="rules"),
    path("desk/<str:desk>.<slug:kind>", desks.sent, name="desk_sent"),
    path("desk/<str:desk>/", desks.listed, name="desk"),
    path("desk/<str:desk>/new/<str:act>/", desks.new, name="desk_new"),
    path("desk/<str:desk>/<uuid:row>/", desks.row, name="desk_row"),
    path("desk/<str:desk>/<uuid:row>/do/<str:act>/", desks.act, name="desk_act"),
    path("desk/complaints/<uuid:row>/files/<str:digest>/", desks.complaint_file, name="complaint_file"),
    path("<slug:register>.<slug:kind>", registers.register_sent, name="register_sent"),
    path("<str:register>/", registers.register_list, name="register"),
    path("<str:register>/new/<str:act>/", registers.register_new, name="register_new"),
    path("<str:register>/<uuid:row>/", registers.register_row, name="register_row"),
    path("<str:register>/<uuid:row>/do/<str:act>/", registers.register_act, name="register_act"),
]
