"""Addresses in the workspace below /workspace/figures/."""

from django.urls import path

from koers.monitor import views

app_name = "figures"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("ask/", views.ask, name="ask"),
    path("upload/", views.upload, name="upload"),
    path("renew/", views.renew, name="renew"),
    path("renew-all/", views.renew_all, name="renew_all"),
    path("runs/<int:run_id>/", views.run, name="run"),
    path("runs/<int:run_id>/now/", views.run_now, name="run_now"),
    path("runs/<int:run_id>/layout/", views.layout, name="layout"),
    path("runs/<int:run_id>/accept/", views.accept, name="accept"),
    path("runs/<int:run_id>/take-up/", views.take_up, name="take_up"),
    path("runs/<int:run_id>/stop/", views.stop, name="stop"),
]
