"""Figures: held to the raw tables, and honest where there is none."""

import csv
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest

from koers.core.models import Municipality
from koers.monitor.figure import Figure, NoFigure
from koers.monitor.figures import (
    baseline,
    figure,
    goal_figure,
    latest_figure,
    measure_of,
    register_trouble,
)
from koers_engine.concepts import Period
from koers_engine.observations import VintageStore

pytestmark = pytest.mark.usefixtures("in_english")


@dataclass
class ATarget:
    indicator_code: str = "dwellings"
    baseline_value: Decimal | None = Decimal("33215.0000")
    baseline_period: str = "2024JJ00"
    value: Decimal | None = Decimal("43215.0000")
    year: int | None = None
    references: list[str] = field(default_factory=lambda: ["nl"])


def raw(table: Path, measure: str, area: str) -> dict[int, float]:
    """The released values of an area, read from the file without the engine."""
    with (table / "observations.csv").open(encoding="utf-8", newline="") as file:
        return {
            int(row["period"][:4]): float(row["value"])
            for row in csv.DictReader(file)
            if row["measure"] == measure and row["area"] == area and row["value"]
        }


def known(found: Figure | NoFigure) -> Figure:
    assert isinstance(found, Figure), found
    return found


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize("area", ["GM0106", "GM0344", "NL01"])
def test_the_population_of_a_place_is_the_one_in_the_table(demo_figures: Path, area: str) -> None:
    found = known(figure("population", area))

    shown = {p.period.year: p.value for p in found.own.released if p.period.year >= 2019}
    assert shown == raw(demo_figures / "03759ned", "M000352", area)


@pytest.mark.usefixtures("official_figures")
def test_given_a_count_when_held_against_a_place_then_its_line_has_that_places_pace(
    demo_figures: Path,
) -> None:
    own, nation = (raw(demo_figures / "03759ned", "M000352", code) for code in ("GM0106", "NL01"))

    found = known(figure("population", "GM0106", ["nl"]))

    assert found.paced_from == Period(2019)
    line = {p.period.year: p.value for p in found.references[0].released}
    expected = {year: own[2019] * nation[year] / nation[2019] for year in nation}
    assert line == pytest.approx(expected)


@pytest.mark.usefixtures("official_figures")
def test_given_a_rate_when_held_against_a_place_then_its_line_is_that_places_own_figure(
    demo_figures: Path,
) -> None:
    table = demo_figures / "70072ned"
    jobs = raw(table, "TotaalAantalBanen_112", "NL01")[2015] * 1000
    inhabitants = raw(table, "TotaleBevolking_1", "NL01")[2015]

    found = known(figure("jobs-per-1000", "GM0106", ["nl"]))

    assert found.paced_from is None
    assert found.references[0].released[-1].value == pytest.approx(1000 * jobs / inhabitants)


@pytest.mark.usefixtures("official_figures")
def test_given_a_series_that_breaks_at_its_end_when_shown_then_no_change_is_claimed() -> None:
    found = known(figure("jobs", "GM0106", ["nl"]))

    assert [p.period.year for p in found.own.points if p.breaks] == [2015]
    assert found.references == ()
    assert "than in" not in found.sentence


@pytest.mark.usefixtures("official_figures")
def test_a_figure_names_its_table_vintage_and_formula() -> None:
    found = known(figure("dwellings-per-1000", "GM0106"))

    assert {source.dataset for source in found.sources} >= {"statline:81955NED", "cbs:03759ned"}
    assert all(len(source.digest) == 64 and source.licence for source in found.sources)
    assert "1,000" in found.formula


def test_given_an_empty_store_when_a_figure_is_asked_then_it_says_how_to_bring_it_in(
    empty_store: Path,
) -> None:
    found = figure("population", "GM0106", ["nl"])

    assert isinstance(found, NoFigure)
    assert "koers data add cbs:03759ned" in found.remedy
    assert register_trouble() is not None
    assert latest_figure("population", "GM0106").value == "–"


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize(
    ("indicator", "area", "references"),
    [
        ("populaton", "GM0106", ()),
        ("population", "GM9999", ()),
        ("population", "GM0106", ("the moon",)),
    ],
)
def test_given_a_name_nobody_knows_when_a_figure_is_asked_then_there_is_none(
    indicator: str, area: str, references: tuple[str, ...]
) -> None:
    assert isinstance(figure(indicator, area, references), NoFigure)


@pytest.mark.usefixtures("official_figures")
def test_a_baseline_comes_with_the_vintage_it_was_read_from(official_figures: object) -> None:
    from_2024 = baseline("dwellings", "GM0106", "2024JJ00")
    from_2015 = baseline("jobs", "GM0106", "2015JJ00")

    newest = {v.dataset_id: v.digest for v in official_figures.datasets()}
    assert from_2024 == (Decimal(33215), newest["statline:81955NED"])
    assert from_2015 == (Decimal(39800), newest["cbs-v3:70072ned"])


@pytest.mark.parametrize(
    ("indicator", "area", "period", "tables"),
    [
        ("population", "GM0106", "2015JJ00", {"cbs-v3:70072ned"}),
        ("population", "GM0106", "2024JJ00", {"cbs:03759ned"}),
        ("dwellings-per-1000", "GM0106", "2024JJ00", {"statline:81955NED", "cbs:03759ned"}),
        ("jobs-per-1000", "GM0106", "2015JJ00", {"cbs-v3:70072ned"}),
    ],
)
def test_given_several_tables_then_a_baseline_names_each_that_its_figure_was_read_from(
    official_figures: VintageStore, indicator: str, area: str, period: str, tables: set[str]
) -> None:
    digests = {v.digest: v.dataset_id for v in official_figures.datasets()}

    found = baseline(indicator, area, period)

    assert found is not None
    assert {digests[digest] for digest in found[1].split()} == tables


@pytest.mark.usefixtures("official_figures")
def test_given_a_period_without_a_figure_when_a_baseline_is_read_then_there_is_none() -> None:
    assert baseline("dwellings", "GM0106", "2013JJ00") is None


@pytest.mark.usefixtures("official_figures", "assen")
def test_given_a_target_without_a_year_when_its_figure_is_shown_then_the_sentence_says_so() -> None:
    found = known(goal_figure(ATarget()))

    assert found.target is not None
    assert (found.target.value, found.target.year) == (43215.0, None)
    assert found.baseline is not None
    assert found.baseline.period == Period(2024)
    assert "43,215" in found.sentence
    assert "no year has been set" in found.sentence


@pytest.mark.usefixtures("official_figures", "assen")
def test_given_a_target_with_a_year_when_its_figure_is_shown_then_the_sentence_names_it() -> None:
    found = known(goal_figure(ATarget(year=2040)))

    assert "2040" in found.sentence


@pytest.mark.django_db
@pytest.mark.usefixtures("official_figures")
def test_given_a_site_of_no_municipality_when_a_goal_is_shown_then_it_says_what_to_set() -> None:
    assert Municipality.load().area_code == ""

    found = goal_figure(ATarget())

    assert isinstance(found, NoFigure)
    assert found.remedy


@pytest.mark.usefixtures("empty_store")
def test_an_indicators_unit_and_direction_are_known_before_any_figure_is() -> None:
    dwellings = measure_of("dwellings")

    assert dwellings is not None
    assert (dwellings.unit, dwellings.direction) == ("dwellings", "higher")
    assert measure_of("no-such-indicator") is None
