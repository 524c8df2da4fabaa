"""A map shows every area, hatches what is missing, and says in words what it shows."""

import math
import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from koers_engine.concepts import Bilingual
from koers_engine.maps import Breaks, Choropleth, choropleth
from koers_engine.maps.choropleth import SHADES
from koers_engine.maps.svg import Drawing, standalone
from tests.engine.maps import small_map

CODES = tuple(f"GM000{place}" for place in range(1, 8))
NAMES = dict(
    zip(CODES, ["Assen", "Borne", "Cuijk", "Dalen", "Ede", "Franeker", "Goes"], strict=True)
)
WANTED = Choropleth(
    outlines=small_map(2023, CODES),
    values={code: float(place) for place, code in enumerate(CODES, 1)},
    names=NAMES,
    indicator=Bilingual(nl="Banen", en="Jobs"),
    unit=Bilingual(nl="× 1.000", en="× 1,000"),
    period="2023",
    decimals=0,
    own="GM0001",
)


def fills(drawing: Drawing) -> dict[str, str]:
    """The fill of each area by its title."""
    found = re.findall(r'fill="([^"]+)"><title>([^<]*)</title></path>', drawing.body)
    return {title.split(":")[0]: fill for fill, title in found}


def well_formed(drawing: Drawing, **more: str) -> str:
    svg = standalone(drawing, title="Title", **more)
    ElementTree.fromstring(svg)
    assert not re.search(r"\b(nan|inf|None)\b", svg)
    return svg


def test_higher_figures_are_darker() -> None:
    shown = fills(choropleth(WANTED, language="nl"))

    assert [SHADES.index(shown[name]) for name in NAMES.values()] == [0, 0, 1, 2, 2, 3, 4]


def test_a_missing_figure_is_hatched_and_named() -> None:
    values = {"GM0001": 1.0, "GM0002": math.nan, "GM0003": math.inf}

    drawing = choropleth(replace(WANTED, values=values, key="jobs"), language="nl")

    assert {fills(drawing)[name] for name in ("Borne", "Cuijk", "Goes")} == {"url(#jobs-missing)"}
    assert drawing.rows[-1] == ("Goes", "geen cijfer", "")
    assert "geen cijfer" in well_formed(drawing)
    assert drawing.sentence.endswith("Voor 6 gemeenten ontbreekt het cijfer.")


SENTENCES = [
    pytest.param(
        {}, "en",
        "Jobs, 2023 (× 1,000): from 1 in Assen to 7 in Goes. "
        "With 1, Assen is in class 1 of 5 (1 to 2).",
        id="all have a figure",
    ),
    pytest.param(
        {"GM0001": 3, "GM0002": 3, "GM0003": 3, "GM0004": 1, "GM0005": 1}, "nl",
        "Banen, 2023 (× 1.000): van 1 in Dalen en 1 andere gemeente tot 3 in Assen en 2 andere "
        "gemeenten. Assen valt met 3 in klasse 2 van 2 (3). "
        "Voor 2 gemeenten ontbreekt het cijfer.",
        id="ties",
    ),
    pytest.param(
        dict.fromkeys(CODES, 4), "nl", "Banen, 2023 (× 1.000): overal 4.", id="all have the same"
    ),
    pytest.param(
        {"GM0002": 1, "GM0003": 2, "GM0004": 3, "GM0005": 4, "GM0006": 5, "GM0007": 6}, "nl",
        "Banen, 2023 (× 1.000): van 1 in Borne tot 6 in Goes. "
        "Voor Assen is geen cijfer vrijgegeven. Voor 1 gemeente ontbreekt het cijfer.",
        id="the own figure is missing",
    ),
    pytest.param(
        {"GM9999": 1}, "en",
        "Jobs, 2023 (× 1,000): no figure was released for any municipality.",
        id="none",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("values", "language", "sentence"), SENTENCES)
def test_the_sentence_says_what_the_map_shows(
    values: dict[str, float], language: str, sentence: str
) -> None:
    wanted = replace(WANTED, values=values or WANTED.values)

    drawing = choropleth(wanted, language=language)

    assert drawing.sentence == sentence
    well_formed(drawing)


def test_the_rows_hold_every_area_highest_first() -> None:
    rows = choropleth(WANTED, language="en").rows

    assert len(rows) == len(CODES)
    assert rows[0] == ("Goes", "7", "5: 7")
    assert rows[-1] == ("Assen", "1", "1: 1 to 2")


def test_round_breaks_say_on_which_side_a_border_falls() -> None:
    drawing = choropleth(replace(WANTED, breaks=Breaks.ROUND), language="nl")

    assert ("Borne", "2", "2: 2 tot 4") in drawing.rows
    assert drawing.rows[0] == ("Goes", "7", "4: 6 t/m 8")


def test_one_area_alone_can_be_drawn() -> None:
    wanted = replace(WANTED, outlines=small_map(2023, ("GM0001",)), values={"GM0001": 3.0})

    drawing = choropleth(wanted, language="nl")

    assert fills(drawing) == {"Assen": SHADES[2]}
    well_formed(drawing)


def test_hostile_texts_stay_texts() -> None:
    hostile = '</title><script>alert("x")</script>\x00\x1b\ud800&\u202e'
    wanted = replace(
        WANTED,
        names=dict.fromkeys(CODES, hostile),
        unit=Bilingual.same(hostile),
        indicator=Bilingual.same(hostile),
    )

    svg = well_formed(choropleth(wanted, language="nl"), attribution=hostile, description=hostile)

    assert "<script" not in svg


def test_a_key_that_could_break_out_of_its_attribute_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot name a drawing"):
        choropleth(replace(WANTED, key='x"><script>'), language="nl")


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_shades_stay_apart_in_grey_print() -> None:
    steps = [luminance(shade) + 0.05 for shade in SHADES]

    assert all(light / dark > 1.35 for light, dark in pairwise(steps))


def test_a_unit_that_the_name_tells_is_not_told_again() -> None:
    wanted = replace(WANTED, unit=Bilingual(nl="banen", en="jobs"))

    assert choropleth(wanted, language="en").sentence.startswith("Jobs, 2023: from 1 in Assen")
