"""The municipality's own look, as a style sheet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control

from koers.core.models import Municipality


@cache_control(max_age=300, public=True)
def theme(request: HttpRequest) -> HttpResponse:
    """The design tokens of the settings; they were checked when they were stored."""
    tokens = Municipality.load(request_or_site=request).design_tokens
    rules = "".join(f"{name}:{value};" for name, value in tokens.items())
    return HttpResponse(f":root{{{rules}}}", content_type="text/css; charset=utf-8")
