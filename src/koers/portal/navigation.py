"""Where a reader can go: the sections of the site, and the same page in the other language."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# Name of the address, label, and the names of the pages that lie in it.
SECTIONS = (
    ("agendas", _("Agendas"), {"agendas", "agenda", "work_plan"}),
    ("goals", _("Goals"), {"goals", "goal"}),
    ("projects", _("Projects"), {"projects", "project"}),
    ("partners", _("Partners"), {"partners", "partner"}),
    ("grants", _("Grants"), {"grants"}),
    ("decisions", _("Decisions"), {"decisions"}),
    (
        "profiles",
        _("Figures"),
        {
            "profiles",
            "profile",
            "compare",
            "figure",
            "map",
            "indices",
            "index",
            "sources",
            "source",
            "changes",
            "methods",
            "method",
        },
    ),
)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link of the navigation; `language` is that of its label."""

    address: str
    label: "StrOrPromise"
    is_current: bool = False
    language: str = ""


def sections(request: HttpRequest) -> list[Way]:
    """The sections of the site; the one the page lies in is marked."""
    page = request.resolver_match.url_name if request.resolver_match else None
    return [
        Way(address=reverse(f"portal:{name}"), label=label, is_current=page in pages)
        for name, label, pages in SECTIONS
    ]


def other_languages(request: HttpRequest) -> list[Way]:
    """The same page in each other language; its home page where the page is in none."""
    return [
        Way(
            address=_in_language(request, code),
            label=get_language_info(code)["name_local"].capitalize(),
            language=code,
        )
        for code, _name in settings.LANGUAGES
        if code != get_language()
    ]


def _in_language(request: HttpRequest, code: str) -> str:
    if request.resolver_match:
        return translate_url(request.get_full_path(), code)
    with override(code):
        return reverse("portal:home")
