"""Addresses in the workspace below /workspace/indices/."""

from django.urls import path

from koers.monitor.indices import views

app_name = "indices"
urlpatterns = [
    path("", views.indices, name="indices"),
    path("choose/", views.choose, name="choose"),
    path("make/", views.make, name="make"),
    path("<slug:slug>/", views.index, name="index"),
    path("<slug:slug>/revise/", views.revise, name="revise"),
    path("<slug:slug>/publish/", views.publish, name="publish"),
    path("<slug:slug>/withdraw/", views.withdraw, name="withdraw"),
    path("<slug:slug>/uncertainty/", views.work_out, name="work_out"),
    path("<slug:slug>/uncertainty/now/", views.uncertainty_now, name="uncertainty_now"),
    path("<slug:slug>/files/<str:name>", views.file, name="file"),
]
