"""A profile and a comparison as rows of a table, for a file of CSV or a sheet."""

from collections.abc import Sequence

from koers_engine.observations import Vintage
from koers_engine.profile.comparison import Comparison
from koers_engine.profile.profile import Held, Profile, ProfileFigure

Value = str | int | float | None

PROFILE_COLUMNS = (
    "area", "area_name", "section", "indicator", "indicator_name", "unit", "period", "value",
    "status", "low_95", "high_95", "since", "growth_percent", "growth_percent_per_year",
    "reference", "reference_name", "n", "level", "mean", "median", "rank", "tied", "percentile",
    "difference", "reference_growth_percent", "verdict", "confidence", "boundaries", "text",
    "source",
)  # fmt: skip
"""One row for the place itself, without a reference, and one per reference."""

COMPARISON_COLUMNS = (
    "indicator", "indicator_name", "unit", "area", "area_name", "period", "value", "status",
    "difference", "is_best", "boundaries", "text", "source",
)  # fmt: skip


def profile_rows(profile: Profile, language: str) -> list[tuple[Value, ...]]:
    """The profile in the order of PROFILE_COLUMNS; a missing number is None, and `text` says why.

    `level` is what `difference` counts from. An indicator that stands in no section has none.
    """
    section_of = {
        figure.indicator.code: section.title.text(language)
        for section in reversed(profile.sections)
        for figure in section.figures
    }
    rows = []
    for figure in profile.figures:
        about: dict[str, Value] = {
            "area": profile.area.code,
            "area_name": profile.name.text(language),
            "section": section_of.get(figure.indicator.code, ""),
            "indicator": figure.indicator.code,
            "indicator_name": figure.indicator.name.text(language),
            "unit": figure.indicator.unit.text(language),
            "period": figure.period.label if figure.period else None,
            "boundaries": profile.choice.boundaries,
            "source": sources(figure.vintages),
        }
        contents = [_own(figure, language), *(_beside(held, language) for held in figure.held)]
        rows += [
            tuple((about | content).get(name) for name in PROFILE_COLUMNS) for content in contents
        ]
    return rows


def _own(figure: ProfileFigure, language: str) -> dict[str, Value]:
    own = figure.position
    if own is None:
        return {
            "status": figure.series[-1][2] if figure.series else "O",
            "text": figure.why_missing.text(language) if figure.why_missing else "",
        }
    return {
        "value": own.value,
        "status": own.status,
        "low_95": own.interval.low if own.interval else None,
        "high_95": own.interval.high if own.interval else None,
        "since": own.since.label if own.since else None,
        "growth_percent": own.growth,
        "growth_percent_per_year": own.growth_per_year,
        "text": " ".join(note.text(language) for note in own.notes),
    }


def _beside(held: Held, language: str) -> dict[str, Value]:
    beside = held.position
    return {
        "reference": beside.reference,
        "reference_name": beside.label.text(language),
        "n": beside.n,
        "level": held.level,
        "mean": beside.mean,
        "median": beside.median,
        "rank": beside.rank,
        "tied": beside.tied if beside.rank is not None else None,
        "percentile": beside.percentile,
        "difference": beside.difference,
        "reference_growth_percent": beside.growth,
        "verdict": beside.verdict.comparison.value if beside.verdict else None,
        "confidence": beside.verdict.confidence if beside.verdict else None,
        "text": " ".join(sentence.text(language) for sentence in held.sentences),
    }


def comparison_rows(comparison: Comparison, language: str) -> list[tuple[Value, ...]]:
    """The comparison in the order of COMPARISON_COLUMNS: a row per indicator and place."""
    rows = []
    for row in comparison.rows:
        said = [*((row.why_missing,) if row.why_missing else ()), *row.notes]
        for area, name, cell in zip(comparison.areas, comparison.names, row.cells, strict=True):
            content: dict[str, Value] = {
                "indicator": row.indicator.code,
                "indicator_name": row.indicator.name.text(language),
                "unit": row.indicator.unit.text(language),
                "area": area.code,
                "area_name": name.text(language),
                "period": cell.period.label if cell.period else None,
                "value": cell.value,
                "status": cell.status,
                "difference": cell.difference,
                "is_best": "1" if cell.is_best else None,
                "boundaries": comparison.choice.boundaries,
                "text": " ".join(note.text(language) for note in said),
                "source": sources(row.vintages),
            }
            rows.append(tuple(content.get(name) for name in COMPARISON_COLUMNS))
    return rows


def sources(vintages: Sequence[Vintage]) -> str:
    """Which vintages a figure was read from, in short."""
    return "; ".join(f"{vintage.dataset_id} {vintage.digest[:12]}" for vintage in vintages)
