"""Addresses of the finder, under /apply/: short, to be printed and typed; no login."""

from django.urls import path

from . import finder_pages

app_name = "apply"
urlpatterns = [
    path("", finder_pages.search, name="find"),
    path("<str:code>", finder_pages.product, name="product"),
]
