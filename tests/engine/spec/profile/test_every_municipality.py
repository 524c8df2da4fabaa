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
ENGLISH = {
    "the", "than", "municipalities", "municipality", "which", "would", "highest", "lowest", "and",
    "inhabitants", "more", "fewer", "with", "figure", "there", "other", "place",
}  # fmt: skip
DUTCH = {
    "de", "het", "dan", "gemeenten", "gemeente", "van", "een", "heeft", "met", "cijfer", "hoger",
    "lager", "meer", "minder", "en", "naar", "andere", "plaats", "er",
}  # fmt: skip
ILL_FORMED = re.compile(
    r"  |%%|\.\.|\b1 (andere )?(gemeenten|municipalities|other municipalities)\b"
    r"|\b(nan|NaN|inf)\b|[{}]|\bNone(?! of)|\(\)|\b(de|the) (0|1) "
)


@pytest.fixture(scope="module")
def profiles(known: Known, outline: ProfileOutline, catalogue: Catalogue) -> list[Profile]:
    choice = Choice(indicators=tuple(indicator.code for indicator in catalogue))
    return list(build_all(choice, known=known, outline=outline))


def sentences_of(profile: Profile) -> Iterator[Bilingual]:
    yield from profile.notes
    for figure in profile.figures:
        yield from filter(None, (figure.headline, figure.why_missing))
        for held in figure.held:
            yield from held.sentences


def test_every_municipality_has_a_profile_of_every_indicator(
    profiles: list[Profile], known: Known, catalogue: Catalogue
) -> None:
    assert len(profiles) == len(known.register.municipalities()) == 342
    for profile in profiles:
        assert len(profile.figures) == len(catalogue)
        for figure in profile.figures:
            assert (figure.position is None) == (figure.why_missing is not None)
            assert figure.position is None or figure.headline is not None


def test_no_number_of_any_profile_is_anything_but_finite(profiles: list[Profile]) -> None:
    for profile in profiles:
        cells = (cell for row in profile_rows(profile, "nl") for cell in row)
        assert all(math.isfinite(cell) for cell in cells if isinstance(cell, float))
        for figure in profile.figures:
            values = (value for line in figure.lines for _, value in line.points)
            assert all(value is None or math.isfinite(value) for value in values)


def test_every_sentence_is_whole_and_of_one_language(profiles: list[Profile]) -> None:
    for profile in profiles:
        names = [area.name for area in (profile.area, profile.province) if area]
        for said in sentences_of(profile):
            for text, strange in ((said.nl, ENGLISH), (said.en, DUTCH)):
                assert text.endswith("."), text
                assert not ILL_FORMED.search(text), text
                for name in names:
                    text = text.replace(name, "")  # noqa: PLW2901 - De Bilt is no word of Dutch
                if said not in profile.notes:  # these name neighbours
                    assert not strange & set(re.findall(r"[a-z]+", text)), text


def test_places_that_differ_most_are_all_told_of(profiles: list[Profile]) -> None:
    by_name = {profile.area.name: profile for profile in profiles}

    for name in ("Schiermonnikoog", "Amsterdam", "Eemsdelta", "Groningen", "Maashorst"):
        tiles = {figure.indicator.code: figure for figure in by_name[name].tiles}
        assert tiles["population"].headline is not None
        assert by_name[name].scores is not None
