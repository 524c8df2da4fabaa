"""What a code list says of its own parts and totals."""

import pyarrow as pa
import pytest

from koers_engine.arrival.breakdowns import (
    covers_of,
    extents_of,
    letters_in,
    of_areas,
    of_classes,
    span_in,
)

SECTIONS = {
    "all": "A-U Alle economische activiteiten",
    "farm": "A Landbouw",
    "industry": "B-F Nijverheid en energie",
    "not building": "B-E Nijverheid (geen bouw)",
    "mining": "B Delfstoffenwinning",
    "energy": "C-E Industrie en energie",
    "building": "F Bouwnijverheid",
    "trade and catering": "G+I Handel en horeca",
    "transport": "H Vervoer",
    "services": "J-U Overige dienstverlening",
}


def a_list(rows: list[tuple[str, str, str]]) -> pa.Table:
    code, title, group = zip(*rows, strict=True)
    columns = {"code": code, "title": title, "group": group, "description": [""] * len(rows)}
    return pa.table({name: list(column) for name, column in columns.items()})


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("G+I Handel en horeca", "GI"),
        ("K-N Zakelijke dienstverlening", "KLMN"),
        ("A Landbouw", "A"),
        ("R-U Cultuur", "RSTU"),
        ("Landbouw", ""),
        ("Bouwnijverheid", ""),
    ],
)
def test_sections_stand_before_the_words(title: str, letters: str) -> None:
    assert letters_in(title) == set(letters)


@pytest.mark.parametrize(
    ("title", "span"),
    [
        ("0 jaar", ("jaar", 0, 1)),
        ("45 tot 65 jaar", ("jaar", 45, 65)),
        ("95 jaar of ouder", ("jaar", 95, float("inf"))),
        ("Jonger dan 5 jaar", ("jaar", 0, 5)),
        ("Inkomen: 10 000 tot 20 000 euro", ("euro", 10_000, 20_000)),
        ("Inkomen: minder dan 10 000 euro", ("euro", 0, 10_000)),
        ("Gehuwd", None),
    ],
)
def test_amounts_are_ranges(title: str, span: tuple[str, float, float] | None) -> None:
    assert span_in(title) == span


def test_overlapping_groups_are_never_summed_with_their_members() -> None:
    extents = extents_of(SECTIONS, [])

    covers = covers_of("all", extents)

    coarsest = ["farm", "industry", "trade and catering", "transport", "services"]
    finest = ["farm", "mining", "energy", "building", "trade and catering"]
    assert sorted(covers[0][1]) == sorted(coarsest)
    assert sorted(covers[1][1]) == sorted([*finest, "transport", "services"])


def test_a_group_without_a_whole_set_of_parts_is_no_total() -> None:
    extents = extents_of({"all": "A-C Alles", "one": "A Een", "two": "B Twee"}, [])

    assert covers_of("all", extents) == []


def test_a_total_and_the_rest_is_a_breakdown_that_figures_must_confirm() -> None:
    listed = a_list([("T001038", "Totaal", ""), ("3000", "Mannen", ""), ("4000", "Vrouwen", "")])

    (found,) = of_classes("Geslacht", listed)

    assert dict(found.total_of) == {"3000": "T001038", "4000": "T001038"}
    assert not found.is_certain


def test_groups_of_a_list_are_other_ways_to_divide_the_same_total() -> None:
    listed = a_list(
        [
            ("T001226", "Totaal", "1"),
            ("a", "Eigenaar", "2"),
            ("b", "Huurder", "2"),
            ("c", "Eerste tiende", "3"),
            ("d", "Overige tienden", "3"),
        ]
    )

    assert [sorted(each.total_of) for each in of_classes("Kenmerk", listed)] == [
        ["a", "b"],
        ["c", "d"],
    ]


def test_areas_follow_the_groups_of_the_region_list() -> None:
    listed = a_list(
        [
            ("NL01", "Nederland", "NL"),
            ("PV20", "Groningen (PV)", "PV"),
            ("PV22", "Drenthe (PV)", "PV"),
            ("GM0106", "Assen", "GMPV22"),
            ("GM0014", "Groningen", "GMPV20"),
        ]
    )

    assert [dict(each.total_of) for each in of_areas("area", listed)] == [
        {"PV20": "NL01", "PV22": "NL01"},
        {"GM0106": "PV22", "GM0014": "PV20"},
    ]
