"""Every municipality with every indicator, in one run; and every sentence they bring."""

import math
import re
from collections.abc import Iterator

import pytest

from koers_engine.concepts import Bilingual
from koers_engine.indicators import Catalogue
from koers_engine.profile import Choice, Known, Profile, ProfileOutline, build_all
from koers_engine.profile.rows import profile_rows

# Words that one language has and the other has not.
ENGLISH = re.compile(
    r"\b(the|than|municipalit(y|ies)|which|would|highest|lowest|and|inhabitants|more|fewer|with|figure"
    r"|there|other|place)\b"
)
DUTCH = re.compile(
    r"\b(de|het|dan|gemeenten?|van|een|heeft|met|cijfer|hoger|lager|meer|minder|en|naar|andere|plaats"
    r"|er)\b"
)
ILL_FORMED = re.compile(
    r"  |%%|\.\.|[^.]$|\b1 (andere |other )?(gemeenten|municipalities)\b"
    r"|\b(nan|NaN|inf)\b|[{}]|\bNone(?! of)|\(\)|\b(de|the) [01] "
)


@pytest.fixture(scope="module")
def profiles(known: Known, outline: ProfileOutline) -> list[Profile]:
    return list(build_all(Choice(), known=known, outline=outline))


@pytest.fixture(scope="module")
def of_the_rest(known: Known, outline: ProfileOutline, catalogue: Catalogue) -> list[Profile]:
    """The indicators that no profile shows unless asked, beside one reference."""
    shown = set(outline.indicators)
    rest = tuple(indicator.code for indicator in catalogue if indicator.code not in shown)
    choice = Choice(indicators=rest, references=("province",))
    return list(build_all(choice, known=known, outline=outline))


def sentences_of(profile: Profile) -> Iterator[Bilingual]:
    for figure in profile.figures:
        yield from filter(None, (figure.headline, figure.why_missing))
        for held in figure.held:
            yield from held.sentences


def test_every_municipality_has_a_profile_of_every_indicator(
    profiles: list[Profile], of_the_rest: list[Profile], known: Known, catalogue: Catalogue
) -> None:
    assert len(profiles) == len(known.register.municipalities()) == 342
    for profile, rest in zip(profiles, of_the_rest, strict=True):
        figures = [*profile.figures, *rest.figures]
        assert len(figures) == len(catalogue)
        for figure in figures:
            assert (figure.position is None) == (figure.why_missing is not None)
            assert figure.position is None or figure.headline is not None


def test_no_number_of_any_profile_is_anything_but_finite(
    profiles: list[Profile], of_the_rest: list[Profile]
) -> None:
    for profile in [*profiles, *of_the_rest]:
        cells = (cell for row in profile_rows(profile, "nl") for cell in row)
        assert all(math.isfinite(cell) for cell in cells if isinstance(cell, float))
        for figure in profile.figures:
            values = (value for line in figure.lines for _, value in line.points)
            assert all(value is None or math.isfinite(value) for value in values)


def test_every_sentence_is_whole_and_of_one_language(
    profiles: list[Profile], of_the_rest: list[Profile]
) -> None:
    forms: dict[str, set[str]] = {"nl": set(), "en": set()}
    for profile in [*profiles, *of_the_rest]:
        # De Bilt is no word of Dutch, nor Bergen op Zoom; and all numbers but 0 and 1 are alike.
        names = "|".join(re.escape(name) for name in names_in(profile))
        alike = re.compile(rf"{names}|(?<![\d.,])(?![01] )\d[\d.,]*\d|(?<![\d.,])[2-9]\b")
        for said in sentences_of(profile):
            forms["nl"].add(alike.sub("#", said.nl))
            forms["en"].add(alike.sub("#", said.en))

    for language, strange in (("nl", ENGLISH), ("en", DUTCH)):
        for form in forms[language]:
            assert not ILL_FORMED.search(form), form
            assert not strange.search(form), form


def names_in(profile: Profile) -> list[str]:
    return [area.name for area in (profile.area, profile.province) if area]


def test_places_that_differ_most_are_all_told_of(profiles: list[Profile]) -> None:
    by_name = {profile.area.name: profile for profile in profiles}

    for name in ("Schiermonnikoog", "Amsterdam", "Eemsdelta", "Groningen", "Maashorst"):
        tiles = {figure.indicator.code: figure for figure in by_name[name].tiles}
        assert tiles["population"].headline is not None
        assert by_name[name].scores is not None
