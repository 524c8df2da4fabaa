"""`koers scores`: what was asked, and the answer for one place or for all."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from koers_engine.areas import AreaRegister
from koers_engine.cli import score_sheets, score_texts
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Format, printable
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import Catalogue, IndicatorWithoutData, Panel, load_panels
from koers_engine.observations.store import NotYetKnown
from koers_engine.references import Characteristics
from koers_engine.references.characteristics import POPULATION
from koers_engine.scores import SDG_SET, GoalSet, ScoreCard, ScoreTable, score_all, score_place


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers scores` was asked, as it was typed; without an area, all municipalities."""

    area: str | None
    goals: Path | None
    period: str | None
    as_of: str | None
    boundaries: int | None
    catalogues: tuple[Path, ...]


def show(
    question: Question, *, out: Path | None, store: Path | None, form: Format, language: str
) -> None:
    """Answer the question, and print the answer or write it to a file."""
    answer = answered(question, store=store)
    if out is not None and form is Format.TABLE:
        form = Format.JSON if out.suffix.lower() == ".json" else Format.CSV
    if form is Format.TABLE:
        score_texts.show(answer, language)
        return
    if isinstance(answer, ScoreCard):
        sheet = score_sheets.card_as(form, answer, language)
    else:
        sheet = score_sheets.table_as(form, answer)
    text = f"{printable(sheet, lines=True)}\n"
    if out is None:
        sys.stdout.write(text)
    else:
        out.write_text(text, encoding="utf-8", newline="")


def answered(question: Question, *, store: Path | None) -> ScoreCard | ScoreTable:
    """The scores of the place, or of all municipalities."""
    period = Period.parse(question.period) if question.period else None
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    goal_set = GoalSet.load(question.goals or SDG_SET, catalogue=catalogue)
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    area = question.area and register.find(question.area).code
    if question.boundaries is not None:
        register.refuse_unknown_boundaries(question.boundaries)
        day = date(question.boundaries, 1, 1)
        register, area = register.on(day), area and register.find_on(area, day).code

    panels = load_panels(
        (*goal_set.codes, POPULATION),
        store=found,
        catalogue=catalogue,
        as_of=as_of,
        boundaries=question.boundaries,
    )
    characteristics = Characteristics(lambda code: _there(panels[code]))
    for panel in panels.values():
        if not isinstance(panel, IndicatorWithoutData | NotYetKnown):
            _there(panel)  # that there are no figures yet is an answer; any other refusal is none
    if area is None:
        return score_all(
            goal_set,
            panels=panels,
            register=register,
            characteristics=characteristics,
            period=period,
        )
    return score_place(
        goal_set,
        area,
        panels=panels,
        register=register,
        characteristics=characteristics,
        period=period,
    )


def _there(panel: Panel | Refusal) -> Panel:
    if isinstance(panel, Refusal):
        raise panel
    return panel
