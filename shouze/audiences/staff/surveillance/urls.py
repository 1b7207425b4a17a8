"""Addresses of the pages of surveillance."""

from django.urls import path

from . import views

app_name = "surveillance"
urlpatterns = [
    path("", views.programme, name="programme"),
    path("lines.<slug:kind>", views.programme_sent, name="sent"),
    path("new/<str:act>/", views.begin, name="new"),
    path("lines/<uuid:task>/", views.line, name="line"),
    path("certificates/<str:number>/", views.history, name="history"),
    path("cases/<uuid:case>/samples/", views.samples, name="samples"),
]
