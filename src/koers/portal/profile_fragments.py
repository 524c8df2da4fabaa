"""The parts of a profile's page that depend on figures alone, rendered once per choice."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from koers.core.bilingual import current_language
from koers.monitor.choices import query_of
from koers.monitor.maps import maps
from koers.monitor.profiles.drawings import profile_drawings
from koers.monitor.profiles.page import ProfilePage, map_for, page_of
from koers.monitor.profiles.profile import Making, NoProfile
from koers.monitor.profiles.profile import profile as profile_of
from koers.monitor.profiles.scores import StatedScore, scores_of
from koers.monitor.topics import topics

# About 0.5 MB each.
KEPT = 128
_OF_MAP = {"period", "boundaries", "as-of"}


@dataclass(frozen=True, slots=True)
class Fragments:
    """Parts of the page in its order; `sections` by their code."""

    page: ProfilePage
    overview: SafeString
    sections: tuple[tuple[str, SafeString], ...]
    rest: SafeString


def fragments(code: str, made: Making, map_code: str, stated: tuple[StatedScore, ...]) -> Fragments:
    """What the page of a place holds that has a profile.

    Args:
        map_code: The indicator to draw a map of.
        stated: The scores that documents state, to stand beside those of official figures.
    """
    return _fragments(code, made, map_code, stated, (current_language(), maps().state()))


@lru_cache(maxsize=KEPT)
def _fragments(
    code: str,
    made: Making,
    map_code: str,
    stated: tuple[StatedScore, ...],
    _rests_on: tuple[str, tuple[tuple[str, int, int], ...]],
) -> Fragments:
    profile = profile_of(code, made)
    if isinstance(profile, NoProfile):
        raise LookupError(code)  # noqa: TRY004 - the view has told so before
    page = page_of(profile)
    pairs = made.chosen.pairs
    common = {
        "page": page,
        "choice": made.chosen,
        "figure_query": query_of([pair for pair in pairs if pair[0] in {"as-of", "boundaries"}]),
    }
    rest = common | {
        "scores": (
            scores_of(profile.scores, made.outline.phrases, stated) if profile.scores else None
        ),
        "map": map_for(code, map_code, made),
        "map_code": map_code,
        "map_query": query_of([*(pair for pair in pairs if pair[0] in _OF_MAP), ("place", code)]),
        "topics": topics(),
        "drawings": profile_drawings(profile),
    }
    return Fragments(
        page=page,
        overview=_rendered("overview", common),
        sections=tuple(
            (section.code, _rendered("section", common | {"section": section}))
            for section in page.sections
        ),
        rest=_rendered("rest", rest),
    )


def _rendered(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"portal/profile_{name}.html", context)
