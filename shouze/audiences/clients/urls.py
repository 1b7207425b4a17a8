"""Addresses of the client's pages, under /clients/."""

from django.urls import path

from . import bills, case_pages, draft_files, draft_sides, drafting, home, mark_codes, marks, shelf, watch

app_name = "clients"
urlpatterns = [
    path("", home.home, name="home"),
    path("applications/new/", draft_sides.new, name="new"),
    path("applications/<uuid:draft>/", drafting.draft, name="draft"),
    path("applications/<uuid:draft>/products/", draft_sides.products, name="draft-products"),
    path("applications/<uuid:draft>/files/<slug:kind>/", draft_sides.upload, name="draft-upload"),
    path("applications/<uuid:draft>/steps/<slug:step>/", drafting.step, name="draft-step"),
    path("applications/<uuid:draft>/rows/<slug:part>.<slug:kind>", draft_files.rows, name="draft-rows"),
    path("applications/<uuid:draft>/rows/<slug:part>/", draft_files.upload, name="draft-sheet"),
    path("applications/<uuid:draft>/waiting/<slug:part>.xlsx", draft_files.report, name="draft-waiting"),
    path("applications/<uuid:draft>/organisation/", draft_sides.organisation, name="draft-organisation"),
    path("applications/<uuid:draft>/factory/", draft_sides.factory, name="draft-factory"),
    path("applications/<uuid:draft>/discard/", draft_sides.discard, name="draft-discard"),
    path("cases/<uuid:case>/", case_pages.case, name="case"),
    path("cases/<uuid:case>/acts/<str:act>/", case_pages.act, name="act"),
    path("cases/<uuid:case>/appeal/", case_pages.appeal, name="appeal"),
    path("bills/", bills.listed, name="bills"),
    path("bills.<slug:form>", bills.sent, name="bills-sent"),
    path("bills/<uuid:case>/", bills.bill, name="bill"),
    path("bills/<uuid:case>/lines.<slug:form>", bills.lines, name="bill-lines"),
    path("letters/", shelf.letters, name="letters"),
    path("papers/", shelf.papers, name="papers"),
    path("certificates/", home.certificates, name="certificates"),
    path("certificates/<str:number>/", home.certificate, name="certificate"),
    path("certificates/<str:number>/never-asked/", watch.never_asked, name="never-asked"),
    path("certificates/<str:number>/marks/", marks.kinds, name="marks"),
    path("certificates/<str:number>/marks/<slug:kind>/", marks.order, name="marks-order"),
    path("certificates/<str:number>/codes/", mark_codes.assign, name="codes-assign"),
    path("certificates/<str:number>/codes/sheet.pdf", mark_codes.sheet, name="codes-sheet"),
    path("certificates/<str:number>/codes/<slug:code>.<slug:form>", mark_codes.picture, name="codes-picture"),
    path("marks/", marks.listed, name="marks-orders"),
    path("marks/orders.<slug:form>", marks.sent, name="marks-sent"),
    path("marks/<uuid:order>/", marks.shown, name="marks-shown"),
    path("marks/<uuid:order>/do/<str:act>/", marks.act, name="marks-act"),
    path("marks/<uuid:order>/drawing/", marks.drawing, name="marks-drawing"),
]
