"""Up to six places side by side, indicator by indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

from koers_engine.concepts import Area, Bilingual, Period, Refusal
from koers_engine.indicators import Direction, Indicator, IndicatorKind, Panel
from koers_engine.observations import Vintage
from koers_engine.position.notes import on_boundaries_of
from koers_engine.profile import notes
from koers_engine.profile.building import find_place
from koers_engine.profile.choice import Choice
from koers_engine.profile.groups import place_name
from koers_engine.profile.known import Known
from koers_engine.profile.outline import ProfileOutline
from koers_engine.profile.phrases import Phrase
from koers_engine.profile.sight import last_until

MOST_PLACES = 6


class TooManyPlaces(Refusal, ValueError):
    """More places were asked for than can be read side by side."""

    def __init__(self, found: int) -> None:
        super().__init__(
            f"{found} places are too many to read side by side: give at most {MOST_PLACES}. "
            "For a larger group use --reference of koers profile or koers position."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """The figure of one place; `value` is None where there is none, and `status` says why."""

    value: float | None
    status: str
    period: Period | None
    difference: float | None
    """Less the figure of the first place, in the indicator's unit; None for the first itself, and
    where the two are not of one period."""
    is_best: bool
    """Whether nobody here has a better figure and somebody a worse. Only where one way is good,
    and never of a count: a larger place has more of everything, which makes it no better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An indicator with a cell per place, in the order of the places."""

    indicator: Indicator
    phrase: Phrase
    cells: tuple[Cell, ...]
    why_missing: Bilingual | None
    """Why no place has a figure; None where one has."""
    notes: tuple[Bilingual, ...] = ()
    vintages: tuple[Vintage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Places side by side; `notes` tell what of the choice was left out."""

    areas: tuple[Area, ...]
    names: tuple[Bilingual, ...]
    choice: Choice
    rows: tuple[Row, ...]
    notes: tuple[Bilingual, ...]

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Everything that the figures were read from."""
        return tuple(dict.fromkeys(one for row in self.rows for one in row.vintages))


def compare(
    areas: Sequence[str], choice: Choice, *, known: Known, outline: ProfileOutline
) -> Comparison:
    """Lay places side by side, in the last period in which all that ever had a figure have one.

    Where there is no such period, each has its own last one, and only figures of one period are
    held against each other.

    Args:
        areas: Codes or names, at most MOST_PLACES different ones; a double one counts once.

    Raises:
        TooManyPlaces: More than MOST_PLACES.
        UnknownArea, NoLongerThere, NotThereThen: As `build_profile`, for the first that is wrong.
    """
    found = [find_place(text, known) for text in areas]
    places = list({place.code: place for place in found}.values())
    if len(places) > MOST_PLACES:
        raise TooManyPlaces(len(places))
    said = [_DOUBLE] if len(places) < len(found) else []
    if known.boundaries is not None:
        said.append(on_boundaries_of(known.boundaries))
    codes = choice.indicators or outline.indicators
    return Comparison(
        areas=tuple(places),
        names=tuple(place_name(place.code, place.name) for place in places),
        choice=choice,
        rows=tuple(_row(code, places, choice, known, outline) for code in codes),
        notes=tuple(said),
    )


_DOUBLE = Bilingual(
    nl="Een plaats die meer dan eens gekozen is, staat er één keer.",
    en="A place that was chosen more than once stands here once.",
)
_PERIODS_DIFFER = Bilingual(
    nl="De cijfers zijn niet van dezelfde periode.", en="The figures are not of the same period."
)


def _row(
    code: str, places: Sequence[Area], choice: Choice, known: Known, outline: ProfileOutline
) -> Row:
    indicator = known.catalogue[code]
    phrase = outline.phrases.get(code) or Phrase.plain(indicator)
    try:
        panel = known.load(code)
    except Refusal as refusal:
        nothing = Cell(value=None, status="O", period=None, difference=None, is_best=False)
        return Row(
            indicator=indicator,
            phrase=phrase,
            cells=(nothing,) * len(places),
            why_missing=notes.no_data(code, refusal, known.catalogue),
        )
    periods = _periods(panel, places, choice.period)
    shown = [known_period for known_period in periods if known_period is not None]
    cells = tuple(
        _cell(panel, place.code, periods, number, places) for number, place in enumerate(places)
    )
    return Row(
        indicator=indicator,
        phrase=phrase,
        cells=cells,
        why_missing=None if shown else notes.nobody(indicator, choice.period),
        notes=(_PERIODS_DIFFER,) if len(set(shown)) > 1 else (),
        vintages=panel.vintages_of(*dict.fromkeys(shown)),
    )


def _periods(panel: Panel, places: Sequence[Area], until: Period | None) -> list[Period | None]:
    """The period to show of each place: one for all where there is one; None without a figure."""
    released = [
        [known for known, value, _ in panel.series(place.code) if value is not None]
        for place in places
    ]
    own = [last_until(several, until) for several in released]
    there = [set(several) for several, last in zip(released, own, strict=True) if last is not None]
    common = last_until(sorted(set.intersection(*there)), until) if there else None
    return [last if last is None else common or last for last in own]


def _cell(
    panel: Panel, area: str, periods: Sequence[Period | None], number: int, places: Sequence[Area]
) -> Cell:
    period = periods[number]
    if period is None:
        statuses = [status for _, _, status in panel.series(area)]
        status = statuses[-1] if statuses else "O"
        return Cell(value=None, status=status, period=None, difference=None, is_best=False)
    values = [
        panel.value(place.code, period)
        for place, other in zip(places, periods, strict=True)
        if other == period
    ]
    value = panel.value(area, period)
    first = panel.value(places[0].code, period) if periods[0] == period else None
    row = panel.row(area)
    return Cell(
        value=value,
        status="O" if row is None else str(panel.statuses[row, panel.column(period)]),
        period=period,
        difference=None if number == 0 or value is None or first is None else value - first,
        is_best=_is_best(value, [one for one in values if one is not None], panel.indicator),
    )


def _is_best(value: float | None, values: Sequence[float], indicator: Indicator) -> bool:
    judged = (
        indicator.direction is not Direction.NEITHER and indicator.kind is not IndicatorKind.COUNT
    )
    if value is None or not judged or min(values) == max(values):
        return False
    return value == (min if indicator.direction is Direction.LOWER else max)(values)
