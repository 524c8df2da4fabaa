"""Profiles and comparisons as JSON has them."""

from collections.abc import Sequence
from typing import Any

from koers_engine.concepts import Bilingual
from koers_engine.observations import Vintage
from koers_engine.profile import Comparison, Held, Profile, ProfileFigure
from koers_engine.scores import ScoreCard


def profile_content(profile: Profile, language: str) -> dict[str, Any]:
    """The profile, for JSON."""
    return {
        "area": {"code": profile.area.code, "name": profile.name.text(language)},
        "province": profile.province.code if profile.province else None,
        "choice": [list(pair) for pair in profile.choice.query()],
        "references": [
            {
                "reference": one.text,
                "label": one.label.text(language),
                "notes": texts(one.notes, language),
            }
            for one in profile.references
        ],
        "notes": texts(profile.notes, language),
        "tiles": [figure.indicator.code for figure in profile.tiles],
        "sections": [
            {
                "code": section.code,
                "title": section.title.text(language),
                "indicators": [figure.indicator.code for figure in section.figures],
                "shares": [
                    {
                        "code": shares.code,
                        "title": shares.title.text(language),
                        "period": shares.period.label,
                        "indicators": [part.indicator.code for part in shares.parts],
                        "rows": [
                            {"label": label.text(language), "percent": list(values)}
                            for label, values in shares.rows
                        ],
                    }
                    for shares in section.shares
                ],
            }
            for section in profile.sections
        ],
        "figures": {
            figure.indicator.code: _figure_content(figure, language) for figure in profile.figures
        },
        "scores": _scores_content(profile.scores, language) if profile.scores else None,
        "sources": [_source(vintage) for vintage in profile.vintages],
    }


def _scores_content(card: ScoreCard, language: str) -> dict[str, Any]:
    return {
        "title": card.goal_set.title.text(language),
        "index": card.index.score,
        "goals": [
            {
                "code": goal.goal.code,
                "sdg": goal.goal.sdg,
                "title": goal.goal.title.text(language),
                "score": goal.score,
                "marks": {mark.area.code: mark.score for mark in goal.marks},
                "why_not": goal.why_not.text(language) if goal.why_not else None,
            }
            for goal in card.goals
        ],
    }


def _figure_content(figure: ProfileFigure, language: str) -> dict[str, Any]:
    indicator, own = figure.indicator, figure.position
    return {
        "name": indicator.name.text(language),
        "unit": indicator.unit.text(language),
        "direction": indicator.direction.value,
        "period": figure.period.label if figure.period else None,
        "value": figure.value,
        "status": own.status if own else None,
        "why_missing": figure.why_missing.text(language) if figure.why_missing else None,
        "since": own.since.label if own and own.since else None,
        "growth": own.growth if own else None,
        "growth_per_year": own.growth_per_year if own else None,
        "interval": (
            {"low": own.interval.low, "high": own.interval.high, "confidence": 0.95}
            if own and own.interval
            else None
        ),
        "headline": figure.headline.text(language) if figure.headline else None,
        "notes": texts(own.notes, language) if own else [],
        "references": [_held_content(held, language) for held in figure.held],
        "series": [
            {"period": period.label, "value": value, "status": status}
            for period, value, status in figure.series
        ],
        "vintages": [vintage.digest for vintage in figure.vintages],
    }


def _held_content(held: Held, language: str) -> dict[str, Any]:
    beside = held.position
    return {
        "reference": beside.reference,
        "label": beside.label.text(language),
        "n": beside.n,
        "is_member": beside.is_member,
        "level": held.level,
        "rank": beside.rank,
        "tied": beside.tied if beside.rank is not None else None,
        "percentile": beside.percentile,
        "difference": beside.difference,
        "growth": beside.growth,
        "verdict": beside.verdict.comparison.value if beside.verdict else None,
        "confidence": beside.verdict.confidence if beside.verdict else None,
        "sentences": texts(held.sentences, language),
        "notes": texts(beside.notes, language),
    }


def comparison_content(comparison: Comparison, language: str) -> dict[str, Any]:
    """The comparison, for JSON."""
    return {
        "areas": [
            {"code": area.code, "name": name.text(language)}
            for area, name in zip(comparison.areas, comparison.names, strict=True)
        ],
        "choice": [list(pair) for pair in comparison.choice.query()],
        "notes": texts(comparison.notes, language),
        "indicators": [
            {
                "indicator": row.indicator.code,
                "name": row.indicator.name.text(language),
                "unit": row.indicator.unit.text(language),
                "direction": row.indicator.direction.value,
                "why_missing": row.why_missing.text(language) if row.why_missing else None,
                "notes": texts(row.notes, language),
                "figures": [
                    {
                        "area": area.code,
                        "period": cell.period.label if cell.period else None,
                        "value": cell.value,
                        "status": cell.status,
                        "difference": cell.difference,
                        "is_best": cell.is_best,
                    }
                    for area, cell in zip(comparison.areas, row.cells, strict=True)
                ],
            }
            for row in comparison.rows
        ],
        "sources": [_source(vintage) for vintage in comparison.vintages],
    }


def _source(vintage: Vintage) -> dict[str, str]:
    return {
        "dataset": vintage.dataset_id,
        "vintage": vintage.digest,
        "retrieved_at": vintage.retrieved_at.isoformat(),
        "attribution": vintage.attribution,
        "licence": vintage.licence,
    }


def texts(notes: Sequence[Bilingual], language: str) -> list[str]:
    """The notes in one language."""
    return [note.text(language) for note in notes]
