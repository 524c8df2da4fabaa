"""Scores on one goal, against a calculation in plain Python from the file of CBS' figures."""

import csv
import math
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, load_panel
from koers_engine.observations import VintageStore
from koers_engine.references import Characteristics
from koers_engine.scores import GoalSet, score_all

BENEFITS, INHABITANTS = "BijstandTotDeAOWLeeftijd_162", "TotaleBevolking_1"


def published(figures: Path, measure: str) -> dict[str, float]:
    with (figures / "70072ned" / "observations.csv").open(encoding="utf-8", newline="") as lines:
        return {
            row["area"]: float(row["value"])
            for row in csv.DictReader(lines)
            if row["measure"] == measure and row["value"]
        }


def percentile(ordered: list[float], percent: float) -> float:
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def test_scores_on_poverty_are_what_one_works_out_from_the_file(
    demo_figures: Path, demo_store: VintageStore, catalogue: Catalogue, register: AreaRegister
) -> None:
    benefits, inhabitants = (published(demo_figures, name) for name in (BENEFITS, INHABITANTS))
    rates = {
        area: 1000 * benefits[area] / inhabitants[area] for area in benefits if inhabitants[area]
    }
    ordered = sorted(rate for area, rate in rates.items() if area.startswith("GM"))
    best, worst = sum(ordered[:5]) / 5, percentile(ordered, 97.5)

    goal_set = GoalSet.load(catalogue=catalogue)
    panels = {
        code: load_panel(code, store=demo_store, catalogue=catalogue)
        for code in ("welfare-per-1000", "population")
    }
    table = score_all(
        goal_set,
        panels=panels,
        register=register,
        characteristics=Characteristics(panels.__getitem__),
        period=Period(2015),
    )

    scores = {
        place.code: float(score)
        for place, score in zip(table.places, table.goals[:, 0], strict=True)
        if not math.isnan(score)
    }
    expected = {
        area: max(0.0, min(100.0, 100 * (worst - rate) / (worst - best)))
        for area, rate in rates.items()
    }
    assert len(scores) > 390
    assert scores == pytest.approx({area: expected[area] for area in scores})
