"""How figures come about: the method pages of the manual."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from koers.core.bilingual import current_language
from koers.portal import methods as manual


def methods(request: HttpRequest) -> HttpResponse:
    return render(
        request, "portal/methods.html", {"methods": manual.methods(), "lang": manual.LANGUAGE}
    )


def method(request: HttpRequest, name: str) -> HttpResponse:
    page = manual.method(name)
    if page is None:
        raise Http404(_("There is no such method page."))
    is_foreign = current_language() != manual.LANGUAGE
    context = {"method": page, "lang": manual.LANGUAGE, "is_foreign": is_foreign}
    return render(request, "portal/method.html", context)
