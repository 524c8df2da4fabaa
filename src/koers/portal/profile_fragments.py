"""The parts of a profile's page that depend on figures alone, rendered once per choice."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from koers.monitor.choices import query_of
from koers.monitor.profile import Making, NoProfile
from koers.monitor.profile import profile as profile_of
from koers.monitor.profile_map import choices_of, map_of, usual
from koers.monitor.profile_page import ProfilePage, page_of
from koers.monitor.profile_scores import StatedScore, scores_of

# About 0.5 MB each.
KEPT = 128


@dataclass(frozen=True, slots=True)
class Fragments:
    """Parts of the page in its order; `sections` by their code."""

    page: ProfilePage
    overview: SafeString
    sections: tuple[tuple[str, SafeString], ...]
    rest: SafeString
    map_code: str


@lru_cache(maxsize=KEPT)
def fragments(
    code: str, made: Making, _language: str, map_code: str, stated: tuple[StatedScore, ...]
) -> Fragments:
    """What the page of a place holds that has a profile.

    Args:
        map_code: The indicator to draw a map of; empty for the usual one.
        stated: The scores that documents state, to stand beside those of official figures.
    """
    profile = profile_of(code, made)
    if isinstance(profile, NoProfile):
        raise LookupError(code)
    page = page_of(profile)
    drawn = map_code or usual(profile)
    common = {
        "page": page,
        "choice": made.chosen,
        "figure_query": query_of(
            [pair for pair in made.chosen.pairs if pair[0] in {"as-of", "boundaries"}]
        ),
    }
    scores = scores_of(profile.scores, made.outline.phrases, stated) if profile.scores else None
    return Fragments(
        page=page,
        overview=_rendered("overview", common),
        sections=tuple(
            (section.code, _rendered("section", common | {"section": section}))
            for section in page.sections
        ),
        rest=_rendered(
            "rest",
            common
            | {
                "scores": scores,
                "map": map_of(drawn, profile, made) if drawn else None,
                "map_choices": choices_of(profile),
            },
        ),
        map_code=drawn,
    )


def _rendered(name: str, context: dict[str, Any]) -> SafeString:
    return render_to_string(f"portal/profile_{name}.html", context)
