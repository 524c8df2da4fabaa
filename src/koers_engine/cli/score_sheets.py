"""Scores as JSON and CSV."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from koers_engine.cli.rendering import Cell, Format, as_csv, as_json
from koers_engine.concepts import Bilingual
from koers_engine.scores import (
    GoalScore,
    IndexScore,
    IndicatorScore,
    Mark,
    ScoreCard,
    ScoreTable,
    Trend,
    described,
)


def card_as(form: Format, card: ScoreCard, language: str) -> str:
    """The scores of one place as JSON, or as CSV: a line for the index, each goal and indicator."""
    return _card_as_csv(card, language) if form is Format.CSV else _card_as_json(card, language)


def table_as(form: Format, table: ScoreTable) -> str:
    """The scores of all municipalities, a line each, the best first and those without one last.

    A column per goal, and one per indicator behind it, headed GOAL/INDICATOR.
    """
    rows = in_order(table)
    if form is Format.CSV:
        return as_csv(list(rows[0]) if rows else ["area"], [list(row.values()) for row in rows])
    return as_json(rows)


def in_order(table: ScoreTable) -> list[dict[str, Cell]]:
    """A row per municipality with its scores by name, the best index first."""
    ranks = table.ranks[:, 0]
    by_name: dict[str, list[Cell]] = {}
    for number, goal in enumerate(table.goal_set.goals):
        if table.columns[number]:
            by_name[goal.code] = _cells(table.goals[:, number])
        for column in table.columns[number]:
            by_name[f"{goal.code}/{column.asked.indicator.code}"] = _cells(column.scores)
    index, placed = _cells(table.index), _cells(ranks)
    order = np.lexsort((np.arange(table.n_ranked), ranks[: table.n_ranked]))  # NaN comes last
    return [
        {
            "area": table.places[row].code,
            "name": table.places[row].name,
            "rank": None if (rank := placed[row]) is None else int(rank),
            "index": index[row],
            **{name: cells[row] for name, cells in by_name.items()},
        }
        for row in order.tolist()
    ]


def _cells(values: np.ndarray[Any, np.dtype[np.float64]]) -> list[Cell]:
    return [None if np.isnan(value) else round(float(value), 4) for value in values]


def _card_as_json(card: ScoreCard, language: str) -> str:
    return as_json(
        {
            "area": {"code": card.area.code, "name": card.area.name},
            "goal_set": card.goal_set.title.text(language),
            "description": card.goal_set.description.text(language),
            "period": card.period.label if card.period else None,
            "boundaries": card.boundaries,
            "notes": [note.text(language) for note in card.notes],
            "index": _standing(card.index, language) | {"of": card.index.of},
            "goals": [_goal(each, language) for each in card.goals],
            "sources": [
                {
                    "dataset": vintage.dataset_id,
                    "vintage": vintage.digest,
                    "retrieved_at": vintage.retrieved_at.isoformat(),
                    "attribution": vintage.attribution,
                    "licence": vintage.licence,
                }
                for vintage in card.vintages
            ],
        }
    )


def _standing(each: GoalScore | IndexScore, language: str) -> dict[str, Any]:
    return {
        "score": each.score,
        "used": each.used,
        "rank": each.rank,
        "tied": each.tied if each.rank is not None else None,
        "n": each.n,
        "marks": _marks(each.marks),
        "why_not": _text(each.why_not, language),
    }


def _marks(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [{"area": mark.area.code, "name": mark.area.name, "score": mark.score} for mark in marks]


def _goal(each: GoalScore, language: str) -> dict[str, Any]:
    return {
        "goal": each.goal.code,
        "sdg": each.goal.sdg,
        "title": each.goal.title.text(language),
        "note": _text(each.goal.note, language),
        **_standing(each, language),
        "arrow": each.arrow.value if each.arrow else None,
        "indicators": [_indicator(behind, language) for behind in each.indicators],
    }


def _indicator(each: IndicatorScore, language: str) -> dict[str, Any]:
    goalposts = each.asked.goalposts
    return {
        "indicator": each.indicator.code,
        "name": each.indicator.name.text(language),
        "unit": each.indicator.unit.text(language),
        "direction": each.asked.direction.value,
        "period": each.period.label if each.period else None,
        "value": each.value,
        "status": each.status,
        "is_official": each.is_official,
        "estimated": each.estimated,
        "score": each.score,
        "is_clipped": each.is_clipped,
        "worst": each.worst,
        "worst_is": _text(described(goalposts.worst), language),
        "best": each.best,
        "best_is": _text(described(goalposts.best), language),
        "reason": each.asked.reason.text(language),
        "marks": [
            known | {"value": mark.value, "is_official": mark.is_official}
            for known, mark in zip(_marks(each.marks), each.marks, strict=True)
        ],
        "trend": _trend(each.trend) if each.trend else None,
        "why_no_trend": _text(each.why_no_trend, language),
        "why_not": _text(each.why_not, language),
    }


def _trend(moves: Trend) -> dict[str, Any]:
    names = ("then", "now", "target", "by", "reached", "observed", "required", "ratio")
    return {
        "arrow": moves.arrow.value,
        "since": moves.since.label,
        **{name: getattr(moves, name) for name in names},
    }


_COLUMNS = (
    "area", "level", "goal", "indicator", "name", "score", "rank", "n", "used", "of", "period",
    "value", "unit", "status", "estimated", "worst", "best", "clipped", "nation", "province",
    "arrow", "observed", "required", "note",
)  # fmt: skip


def _card_as_csv(card: ScoreCard, language: str) -> str:
    index = card.index
    rows: list[dict[str, Cell]] = [
        {
            "level": "index",
            "name": card.goal_set.title.text(language),
            "of": index.of,
            **_summed(index, language),
        }
    ]
    for goal in card.goals:
        rows.append(
            {
                "level": "goal",
                "goal": goal.goal.code,
                "name": goal.goal.title.text(language),
                "of": len(goal.indicators),
                "arrow": goal.arrow.value if goal.arrow else None,
                **_summed(goal, language),
            }
        )
        rows.extend(_indicator_row(goal, each, language) for each in goal.indicators)
    return as_csv(
        _COLUMNS,
        [[card.area.code if c == "area" else row.get(c) for c in _COLUMNS] for row in rows],
    )


def _summed(each: GoalScore | IndexScore, language: str) -> dict[str, Cell]:
    return {
        "score": each.score,
        "rank": each.rank,
        "n": each.n,
        "used": each.used,
        "note": _text(each.why_not, language),
        **_by_area(each.marks),
    }


def _by_area(marks: Sequence[Mark]) -> dict[str, Cell]:
    return {str(mark.area.kind.value).replace("country", "nation"): mark.score for mark in marks}


def _indicator_row(goal: GoalScore, each: IndicatorScore, language: str) -> dict[str, Cell]:
    moves = each.trend
    return {
        "level": "indicator",
        "goal": goal.goal.code,
        "indicator": each.indicator.code,
        "name": each.indicator.name.text(language),
        "score": each.score,
        "n": each.n,
        "period": each.period.label if each.period else None,
        "value": each.value,
        "unit": each.indicator.unit.text(language),
        "status": each.status,
        "estimated": each.estimated,
        "worst": each.worst,
        "best": each.best,
        "clipped": "yes" if each.is_clipped else "no",
        "arrow": moves.arrow.value if moves else None,
        "observed": moves.observed if moves else None,
        "required": moves.required if moves else None,
        "note": _text(each.why_not or each.why_no_trend, language),
        **_by_area(each.marks),
    }


def _text(text: Bilingual | None, language: str) -> str | None:
    return None if text is None else text.text(language)
