from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panels
from koers_engine.observations import VintageStore
from koers_engine.references import Characteristics, OwnGroup
from koers_engine.references.characteristics import POPULATION
from koers_engine.scores import GoalSet, ScoreCard, ScoreTable, card_of, score_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What profiles are made from: all of one moment, and on the same boundaries.

    `load` gives the panel of an indicator by its code, and refuses one that is not there as
    `load_panel` does; it is asked often, so it must remember. What is the same for all places is
    worked out once, so one of these serves many profiles.
    """

    catalogue: Catalogue
    register: AreaRegister
    load: Callable[[str], Panel]
    characteristics: Characteristics
    boundaries: int | None = None
    groups: Mapping[str, OwnGroup] = field(default_factory=dict)
    """The lists of one's own that a reference may name."""
    goal_set: GoalSet | None = None
    """The goals that places are scored on; None for no scores."""
    _there: dict[Period, tuple[str, ...]] = field(default_factory=dict, compare=False)
    _scores: dict[Period | None, ScoreTable] = field(default_factory=dict, compare=False)

    @classmethod
    def from_store(
        cls,
        store: VintageStore,
        catalogue: Catalogue,
        *,
        indicators: Iterable[str] = (),
        as_of: datetime | None = None,
        boundaries: int | None = None,
        groups: Mapping[str, OwnGroup] | None = None,
        goal_set: GoalSet | None = None,
    ) -> "Known":
        """What the store knew at a moment.

        Args:
            indicators: Codes of those to read at once, with the counts that intervals need; others
                are read when first asked for.

        Raises:
            UnknownDataset, NotYetKnown: The store does not, or did not, hold the register of areas.
            NoHistory, UnknownBoundaries: It does not know the boundaries of that year.
        """
        register = AreaRegister.from_store(store, as_of)
        if boundaries is not None:
            register.refuse_unknown_boundaries(boundaries)
            register = register.on(date(boundaries, 1, 1))

        def read(codes: Iterable[str]) -> dict[str, Panel | Refusal]:
            return load_panels(
                codes, store=store, catalogue=catalogue, as_of=as_of, boundaries=boundaries
            )

        at_once = [*indicators, *(goal_set.codes if goal_set else ())]
        found = read(_with_parts(at_once, catalogue) if at_once else ())

        def load(code: str) -> Panel:
            if code not in found:
                found.update(read([code]))
            panel = found[code]
            if isinstance(panel, Refusal):
                raise panel
            return panel

        return cls(
            catalogue=catalogue,
            register=register,
            load=load,
            characteristics=Characteristics(load),
            boundaries=boundaries,
            groups=groups or {},
            goal_set=goal_set,
        )

    def municipalities(self, period: Period) -> tuple[str, ...]:
        """The codes of those that are there in a period."""
        if period not in self._there:
            self._there[period] = tuple(area.code for area in self.register.municipalities(period))
        return self._there[period]

    def scores(self, code: str, until: Period | None) -> ScoreCard | None:
        """The scores of a place by figures of no later year; None where it cannot have any."""
        if self.goal_set is None:
            return None
        if until not in self._scores:
            panels = {each: self._panel(each) for each in self.goal_set.codes}
            self._scores[until] = score_all(
                self.goal_set,
                panels=panels,
                register=self.register,
                characteristics=self.characteristics,
                period=until,
            )
        table = self._scores[until]
        return None if table.row(code) is None else card_of(table, code, self.register)

    def _panel(self, code: str) -> Panel | Refusal:
        try:
            return self.load(code)
        except Refusal as refusal:
            return refusal


def _with_parts(codes: Iterable[str], catalogue: Catalogue) -> list[str]:
    """The indicators, those they are derived from, and the inhabitants that weigh all of them."""
    found: dict[str, None] = {}
    ahead = [POPULATION, *codes]
    while ahead:
        code = ahead.pop()
        if code not in found:
            found[code] = None
            ahead.extend(catalogue[code].builds_on)
    return list(found)
