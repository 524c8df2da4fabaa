"""`koers position` and `koers indicators`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koers_engine.areas import AreaRegister
from koers_engine.cli.conclusions import keep_as
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, printable
from koers_engine.cli.standing_forms import printed
from koers_engine.concepts import Area, AreaKind, Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.position import Position, position
from koers_engine.references import Characteristics, parse_reference, read_groups
from koers_engine.revisions import checked_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers position` was asked, as it was typed."""

    area: str
    indicator: str
    references: tuple[str, ...]
    """Empty for those that suit the place."""
    period: str | None
    since: str | None
    as_of: str | None
    catalogues: tuple[Path, ...]
    boundaries: int | None = None
    groups: Path | None = None


class NoFigureEver(Refusal, LookupError):
    """A place has no figure in any period, so that no last one can be taken."""

    def __init__(self, area: str, indicator: str) -> None:
        super().__init__(
            f"{area} has no figure of {indicator!r} in any period. Ask for a period with --period "
            "to see where others stand, or choose another indicator: koers indicators"
        )


def list_indicators(catalogues: Sequence[Path], *, form: Format, language: str) -> None:
    """Print the catalogue."""
    header = ("indicator", "name", "unit", "direction", "kind", "formula")
    rows = [
        (
            indicator.code,
            indicator.name.text(language),
            indicator.unit.text(language),
            indicator.direction.value,
            indicator.kind.value,
            indicator.formula.text(language),
        )
        for indicator in Catalogue.load(*catalogues)
    ]
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    else:
        _print(as_csv(header, rows) if form is Format.CSV else as_table(header, rows))


def show(
    question: Question, *, keep: str | None, store: Path | None, form: Format, language: str
) -> None:
    """Answer the question, keep the answer where that is asked, and print it."""
    if keep is not None:
        checked_name(keep)  # refuses one that cannot be before anything is read
    answer = answered(question, store=store)
    if keep is not None:
        keep_as(keep, answer, store=store)
    _print(printed(answer, form, language))


def answered(question: Question, *, store: Path | None) -> Position:
    """The position that was asked for."""
    groups = read_groups(question.groups) if question.groups else {}
    references = [parse_reference(text, groups) for text in question.references]
    period = Period.parse(question.period) if question.period else None
    since = Period.parse(question.since) if question.since else None
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    catalogue[question.indicator]  # refuses an unknown one before anything is read
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    area = register.find(question.area)
    if question.boundaries is not None:
        register, area = on_boundaries(register, question.area, question.boundaries)
    references = references or [parse_reference(text) for text in _fitting(area)]

    def load(indicator: str) -> Panel:
        return load_panel(
            indicator,
            store=found,
            catalogue=catalogue,
            as_of=as_of,
            boundaries=question.boundaries,
        )

    panel = load(question.indicator)
    return position(
        panel,
        area.code,
        references=references,
        register=register,
        characteristics=Characteristics(
            lambda code: panel if code == question.indicator else load(code)
        ),
        period=period or _last_period(panel, area.code),
        since=since,
    )


def on_boundaries(register: AreaRegister, text: str, year: int) -> tuple[AreaRegister, Area]:
    """The register with provinces as in a year, and the area that the text names in it.

    Raises:
        NoHistory, UnknownBoundaries: The store does not know the boundaries of that year.
        UnknownArea, NotThereThen: There is no such area then.
    """
    register.refuse_unknown_boundaries(year)
    day = date(year, 1, 1)
    return register.on(day), register.find_on(text, day)


def _fitting(area: Area) -> tuple[str, ...]:
    """The references that suit a place: only a municipality lies in a province of its own."""
    return ("nl", "province") if area.kind is AreaKind.MUNICIPALITY else ("nl",)


def _last_period(panel: Panel, area: str) -> Period:
    last = panel.last_period(area)
    if last is None:
        raise NoFigureEver(area, panel.indicator.code)
    return last


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
