"""A small set of goals, and twelve municipalities to score on it, for tests that need no file."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import Catalogue, Direction, Indicator, IndicatorKind, Panel
from koers_engine.references import Characteristics
from koers_engine.scores import GoalSet, ScoreCard, score_place
from tests.engine.samples import a_panel, a_register, an_indicator

TWELVE = tuple(f"GM{number:02}" for number in range(1, 13))
REGISTER = a_register(
    {code: "PV22" if place < 6 else "PV20" for place, code in enumerate(TWELVE)},
    "NL01",
    "PV20",
    "PV22",
)
WORK = an_indicator(kind=IndicatorKind.RATE, code="work")
WASTE = an_indicator(kind=IndicatorKind.RATE, direction=Direction.LOWER, code="waste")
HOMES = an_indicator(kind=IndicatorKind.RATE, direction=Direction.NEITHER, code="homes")
PEOPLE = an_indicator(code="people")
CATALOGUE = Catalogue({each.code: each for each in (WORK, WASTE, HOMES, PEOPLE)})

INDICATOR = """
[[goals.indicators]]
indicator = "{code}"
worst = {{ {worst} }}
best = {{ {best} }}
reason = {{ nl = "Zo gekozen.", en = "So chosen." }}
"""
HEAD = """
title = { nl = "Eigen doelen", en = "Own goals" }
description = { nl = "Proef", en = "Specimen" }
"""
WORK_FIXED = INDICATOR.format(code="work", worst="value = 0", best="value = 200")
WASTE_FIXED = INDICATOR.format(code="waste", worst="value = 300", best="value = 100")


def goal(code: str, *indicators: str, more: str = "") -> str:
    note = "" if indicators else 'note = { nl = "Geen cijfer.", en = "No figure." }\n'
    title = f'title = {{ nl = "Doel {code}", en = "Goal {code}" }}\n'
    return "".join([f'[[goals]]\ncode = "{code}"\n', title, note, more, *indicators])


def a_goal_set(folder: Path, *goals: str, head: str = HEAD) -> GoalSet:
    path = folder / "goals.toml"
    path.write_text("\n".join([head, *goals]), encoding="utf-8")
    return GoalSet.load(path, catalogue=CATALOGUE)


def steps(indicator: Indicator, **others: Sequence[float]) -> Panel:
    """Of the municipalities 10, 20 … 120 in 2024, with the figures of others beside or instead."""
    figures: dict[str, Sequence[float]] = {
        code: [10.0 * number] for number, code in enumerate(TWELVE, start=1)
    }
    return a_panel(figures | others, [2024], indicator=indicator)


def scored(
    goal_set: GoalSet,
    panels: Mapping[str, Panel | Refusal],
    area: str = "GM06",
    *,
    population: Panel | None = None,
    register: AreaRegister = REGISTER,
    period: Period | None = None,
) -> ScoreCard:
    people = population or a_panel({code: [1.0] for code in TWELVE}, [2024], indicator=PEOPLE)
    return score_place(
        goal_set,
        area,
        panels=panels,
        register=register,
        characteristics=Characteristics(lambda _: people),
        period=period,
    )
