"""Asking a question again: with what was known at a moment, or had one table said otherwise."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from types import MappingProxyType

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.observations import Vintage, VintageStore
from koers_engine.position import position
from koers_engine.references import Characteristics, OwnGroup, parse_reference
from koers_engine.revisions.conclusion import Answer, Question


class StoreWith(VintageStore):
    """A store as if a table had said nothing later than one of its vintages.

    Every other table is as it was; nothing is written or copied.
    """

    def __init__(self, store: VintageStore, vintage: Vintage) -> None:
        super().__init__(store.path)
        self._held = vintage

    def vintages(self, dataset_id: str, as_of: datetime | None = None) -> list[Vintage]:
        """Of the table, those up to the one that is held on to; of others as in any store."""
        if dataset_id != self._held.dataset_id:
            return super().vintages(dataset_id, as_of)
        vintages = super().vintages(dataset_id)
        return vintages[: vintages.index(self._held) + 1]


class Known:
    """What a store tells as of a moment; every panel is read once."""

    def __init__(
        self,
        store: VintageStore,
        catalogue: Catalogue,
        as_of: datetime | None = None,
        groups: Mapping[str, OwnGroup] = MappingProxyType({}),
    ) -> None:
        self._store, self._catalogue, self._as_of = store, catalogue, as_of
        self._groups = groups
        self._panels: dict[tuple[str, int | None], Panel] = {}

    def panel(self, indicator: str, boundaries: int | None = None) -> Panel:
        """An indicator's figures, as published or on the boundaries of a year.

        Raises:
            Refusal: As `load_panel` does.
        """
        asked = (indicator, boundaries)
        if asked not in self._panels:
            self._panels[asked] = load_panel(
                indicator,
                store=self._store,
                catalogue=self._catalogue,
                as_of=self._as_of,
                boundaries=boundaries,
            )
        return self._panels[asked]

    @cached_property
    def register(self) -> AreaRegister:
        """The areas.

        Raises:
            Refusal: As `AreaRegister.from_store` does.
        """
        return AreaRegister.from_store(self._store, self._as_of)

    def answer(self, question: Question) -> Answer:
        """The question asked again.

        Raises:
            Refusal: What it takes is not there (any more): the indicator, the area, the period, or
                the figures of that moment.
        """
        year = question.boundaries
        answer = Answer.of(
            position(
                self.panel(question.indicator, year),
                question.area,
                references=[parse_reference(text, self._groups) for text in question.references],
                register=self.register if year is None else self.register.on(date(year, 1, 1)),
                characteristics=Characteristics(partial(self.panel, boundaries=year)),
                period=Period.from_cbs(question.period),
                since=Period.from_cbs(question.since) if question.since else None,
            )
        )
        return answer if question.since else _without_growth(answer)


def _without_growth(answer: Answer) -> Answer:
    """The answer to a question that had no base: one that came later is none of its own."""
    held = tuple(replace(each, growth_difference=None) for each in answer.held)
    return replace(answer, growth=None, held=held)
