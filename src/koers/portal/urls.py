"""Addresses of the public site; each name, view and template share one word."""

from django.urls import path, register_converter
from django.views.decorators.http import require_safe
from wagtail.utils.urlpatterns import decorate_urlpatterns

from koers.portal.files import FormConverter, PictureConverter, TableConverter
from koers.portal.views import (
    agenda,
    compare,
    downloads,
    funding,
    glossary,
    goals,
    home,
    indices,
    maps,
    methods,
    monitor,
    partners,
    profile,
    projects,
    sources,
    theme,
    work_plans,
)
from koers.portal.views import council as council_views

app_name = "portal"
for converter, its_name in (
    (FormConverter, "form"),
    (PictureConverter, "picture"),
    (TableConverter, "table"),
):
    register_converter(converter, its_name)
_pages = [
    path("", home.home, name="home"),
    path("agendas", agenda.agendas, name="agendas"),
    path("agendas/<slug:slug>", agenda.agenda, name="agenda"),
    path("goals", goals.goals, name="goals"),
    path("goals/<slug:slug>", goals.goal, name="goal"),
    path("projects", projects.projects, name="projects"),
    path("projects/<slug:slug>", projects.project, name="project"),
    path("partners", partners.partners, name="partners"),
    path("partners/<slug:slug>", partners.partner, name="partner"),
    path("grants", funding.grants, name="grants"),
    path("decisions", council_views.decisions, name="decisions"),
    path("work-plans/<slug:slug>", work_plans.work_plan, name="work_plan"),
    path("profile", profile.profiles, name="profiles"),
    path("profile/<str:code>.<table:form>", downloads.profile, name="profile_file"),
    path(
        "profile/<str:code>/drawings/<slug:name>.<picture:form>",
        downloads.profile_drawing,
        name="profile_drawing",
    ),
    path("profile/<str:code>", profile.profile, name="profile"),
    path("figures/<slug:indicator>", monitor.indicator, name="indicator"),
    path("figures/<slug:indicator>/<str:code>.csv", monitor.figure_csv, name="figure_csv"),
    path("figures/<slug:indicator>/<str:code>.<form:form>", downloads.figure, name="figure_file"),
    path("figures/<slug:indicator>/<str:code>", monitor.figure, name="figure"),
    path("compare", compare.compare, name="compare"),
    path("compare.<form:form>", downloads.compare, name="compare_file"),
    path("maps", maps.maps, name="maps"),
    path("maps/<slug:indicator>.<form:form>", downloads.map, name="map_file"),
    path("maps/<slug:indicator>", maps.map, name="map"),
    path("indices", indices.indices, name="indices"),
    path("indices/<slug:slug>", indices.index, name="index"),
    path("indices/<slug:slug>/<str:name>", indices.file, name="index_file"),
    path("sources", sources.sources, name="sources"),
    path("sources/<str:dataset>", sources.source, name="source"),
    path("sources/<str:dataset>/changes", sources.changes, name="changes"),
    path("methods", methods.methods, name="methods"),
    path("methods/<slug:name>", methods.method, name="method"),
    path("glossary", glossary.glossary, name="glossary"),
    path("theme.css", theme.theme, name="theme"),
]
urlpatterns = decorate_urlpatterns(_pages, require_safe)  # the public site is read, never changed
