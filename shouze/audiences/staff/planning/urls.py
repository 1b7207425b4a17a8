"""Addresses of the pages of the yearly plan and of draws."""

from django.urls import path

from . import draw_views, views

urlpatterns = [
    path("", views.plan_list, name="plans"),
    path("new/", views.plan_new, name="plan_new"),
    path("draws/", draw_views.draw_list, name="draws"),
    path("draws/new/", draw_views.draw_new, name="draw_new"),
    path("draws/<uuid:draw>/", draw_views.draw_page, name="draw"),
    path("draws/<uuid:draw>/file.json", draw_views.draw_file, name="draw_file"),
    path("draws/<uuid:draw>/do/<str:act>/", draw_views.draw_act, name="draw_act"),
    path("<uuid:plan>/", views.plan_page, name="plan"),
    path("<uuid:plan>/progress/", views.plan_progress, name="plan_progress"),
    path("<uuid:plan>/lines.<slug:kind>", views.plan_sent, name="plan_sent"),
    path("<uuid:plan>/import/", views.plan_import, name="plan_import"),
    path("<uuid:plan>/do/<str:act>/", views.plan_act, name="plan_act"),
]
