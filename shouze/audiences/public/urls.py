"""Addresses of the public pages: short, to be printed and typed."""

from django.urls import path

from . import views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("search", views.search, name="search"),
    path("c/<str:number>", views.certificate, name="certificate"),
    path("fees", views.fees, name="fees"),
    path("guide", views.guide, name="guide"),
    path("about-mark", views.about_mark, name="about_mark"),
    path("language/<str:code>", views.language, name="language"),
]
