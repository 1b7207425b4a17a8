"""Addresses of the laboratory's pages, under /laboratories/."""

from django.urls import path

from . import orders, reporting

app_name = "laboratories"
urlpatterns = [
    path("", orders.orders, name="home"),
    path("orders.<slug:kind>", orders.export, name="export"),
    path("orders/<uuid:order>/", orders.order, name="order"),
    path("orders/<uuid:order>/samples/", orders.samples, name="samples"),
    path("orders/<uuid:order>/failure/", orders.failure, name="failure"),
    path("orders/<uuid:order>/report/", reporting.report, name="report"),
    path("orders/<uuid:order>/results.<slug:kind>", reporting.results, name="results"),
]
