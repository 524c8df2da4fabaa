"""Addresses: the workspace and its documents; the public site in Dutch (/) and English (/en)."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as workspace_urls
from wagtail.documents import urls as document_urls

urlpatterns = [
    path("workspace/", include(workspace_urls)),
    path("documents/", include(document_urls)),
    *i18n_patterns(path("", include("koers.portal.urls")), prefix_default_language=False),
]
