"""Addresses: the workspace and its documents; the public site in Dutch (/) and English (/en)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail.admin import urls as workspace_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("en", RedirectView.as_view(url="/en/", permanent=True)),
    path("workspace", RedirectView.as_view(url="/workspace/", permanent=True)),
    path("workspace/", include(workspace_urls)),
    path("documents/", include(document_urls)),
    *i18n_patterns(path("", include("koers.portal.urls")), prefix_default_language=False),
]
