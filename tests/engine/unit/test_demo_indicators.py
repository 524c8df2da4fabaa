"""Koers' own indicators on the demonstration's official figures."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, load_panel
from koers_engine.observations import VintageStore
from koers_engine.position import position
from koers_engine.references import Characteristics, parse_reference

ASSEN = [
    ("population", 2015, 67_165),
    ("population", 2024, 69_701),
    ("dwellings", 2024, 33_215),
    ("new-dwellings", 2020, 369),
    ("jobs", 2010, 41_240),
    ("jobs", 2015, 39_800),
    ("jobs-per-1000", 2015, 1000 * 39_800 / 67_165),
    ("dwellings-per-1000", 2024, 1000 * 33_215 / 69_701),
    ("population-growth", 2024, 100 * (69_701 / 69_414 - 1)),
    ("share-under-20", 2015, 100 * (3_590 + 4_094 + 4_404 + 4_123) / 67_165),
    ("domestic-migration", 2015, 2_443 - 2_607),
    ("one-person-households", 2015, 100 * 10_909 / 29_963),
    ("jobs-public-share", 2015, 100 * 19_300 / 39_800),
    ("jobs-industry", 2010, 4_750),
    ("establishments-per-1000", 2015, 1000 * 4_015 / 67_165),
    ("income-per-household", 2015, 33_400),
    ("distance-hospital", 2015, 4.3),
    ("residual-waste-per-inhabitant", 2015, 1000 * (13_933 + 1_268) / 67_165),
    ("population-density", 2019, 67_963 / 81.89),
    ("address-density", 2015, 1_530),
    ("address-density", 2019, 1_531),
    ("expenditure-per-inhabitant", 2023, 377_564_000 / 69_414),
    ("solvency", 2023, 100 * 194_691 / 497_030),
    ("social-domain-share", 2023, 100 * 198_784 / 377_564),
]


@pytest.mark.parametrize(("indicator", "year", "value"), ASSEN)
def test_assen_has_the_published_figure(
    demo_store: VintageStore, catalogue: Catalogue, indicator: str, year: int, value: float
) -> None:
    panel = load_panel(indicator, store=demo_store, catalogue=catalogue)

    assert panel.value("GM0106", Period(year)) == pytest.approx(value)


def test_jobs_of_2015_do_not_compare_with_those_before(
    demo_store: VintageStore, catalogue: Catalogue
) -> None:
    assert load_panel("jobs", store=demo_store, catalogue=catalogue).breaks == (Period(2015),)


@pytest.mark.parametrize("indicator", ["population", "dwellings", "jobs", "jobs-per-1000"])
def test_every_current_municipality_has_a_position_or_a_reason_why_not(
    demo_store: VintageStore, catalogue: Catalogue, register: AreaRegister, indicator: str
) -> None:
    panel = load_panel(indicator, store=demo_store, catalogue=catalogue)
    population = load_panel("population", store=demo_store, catalogue=catalogue)

    for area in register.municipalities():
        answer = position(
            panel,
            area.code,
            references=[parse_reference("nl"), parse_reference("province")],
            register=register,
            characteristics=Characteristics({"population": population}.__getitem__),
            period=panel.periods[-1],
        )

        assert answer.value is not None or answer.notes
        for held in answer.references:
            assert (held.rank is None) == (answer.value is None)
            assert held.value is not None
            assert not np.isnan(held.value)


def test_the_agenda_states_more_jobs_than_official_figures_and_puts_places_in_the_same_order(
    demo_store: VintageStore, catalogue: Catalogue, demo_figures: Path
) -> None:
    # The agenda counts all jobs of 2018, those of the self-employed too; CBS those of employees.
    statements = demo_figures.with_name("content") / "35-profile-statements.toml"
    stated = {
        each["slug"].removeprefix("jobs-per-1000-inhabitants-"): each["value"]
        for each in tomllib.loads(statements.read_text(encoding="utf-8"))["monitor"]["statement"]
        if each["topic"] == "jobs-per-1000-inhabitants"
    }
    year = Period(2015)
    jobs, population = (
        load_panel(code, store=demo_store, catalogue=catalogue) for code in ("jobs", "population")
    )
    mid_size = [
        area
        for area in population.areas
        if area.startswith("GM") and 50_000 <= (population.value(area, year) or 0) < 100_000
    ]

    def per_1000(*areas: str) -> float:
        """As CBS would count them, as one place."""
        return (
            1000
            * sum(jobs.value(area, year) or 0 for area in areas)
            / sum(population.value(area, year) or 0 for area in areas)
        )

    official = {
        "assen": per_1000("GM0106"),
        "mid-size": per_1000(*mid_size),
        "north": per_1000("LD01"),
    }

    assert stated == {"assen": 816, "mid-size": 643, "north": 612}
    assert official == pytest.approx({"assen": 592.6, "mid-size": 456.0, "north": 401.0}, abs=0.5)
    assert sorted(official, key=official.__getitem__) == sorted(stated, key=stated.__getitem__)
    assert all(official[place] < stated[place] for place in stated)
