"""Addresses of the laboratory's pages, under /laboratories/."""

from django.urls import path

from . import listing, orders, receiving, reporting, scope

app_name = "laboratories"
urlpatterns = [
    path("", listing.orders, name="home"),
    path("orders.<slug:kind>", listing.export, name="export"),
    path("deliveries/", receiving.deliveries, name="deliveries"),
    path("history/", scope.history, name="history"),
    path("history.<slug:kind>", scope.history_export, name="history_export"),
    path("scope/", scope.scope, name="scope"),
    path("orders/<uuid:order>/", orders.order, name="order"),
    path("orders/<uuid:order>/samples/", receiving.samples, name="samples"),
    path("orders/<uuid:order>/refusal/", receiving.refusal, name="refusal"),
    path("orders/<uuid:order>/failure/", orders.failure, name="failure"),
    path("orders/<uuid:order>/facility/", orders.facility, name="facility"),
    path("orders/<uuid:order>/report/", reporting.report, name="report"),
    path("orders/<uuid:order>/report/discard/", reporting.discard, name="discard"),
    path("orders/<uuid:order>/results.<slug:kind>", reporting.results, name="results"),
]
