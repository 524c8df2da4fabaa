"""The form with which a reader chooses what a figure is held against; the address holds it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from koers.monitor.choices import Chosen, query_of
from koers.monitor.figure import Figure
from koers.monitor.reference_choices import ReferenceChoice, reference_choices
from koers.monitor.standings.standing import Part, references_for
from koers.monitor.store import in_words
from koers.portal import as_of, boundaries

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureForm:
    """What can be chosen and what is. `written` is a reference that cannot be followed."""

    references: tuple[ReferenceChoice, ...]
    periods: tuple[str, ...]
    period: str
    since: str
    faults: tuple[str, ...]
    written: str
    is_usual: bool
    pairs: Pairs
    """All of the choice that can be followed."""

    @property
    def query(self) -> str:
        """The address with what could be followed of the choice."""
        return query_of(self.pairs)

    @property
    def beside_form(self) -> Pairs:
        """What other forms of the page choose."""
        return [pair for pair in self.pairs if pair[0] in {as_of.PARAMETER, boundaries.PARAMETER}]

    @property
    def beside_day(self) -> Pairs:
        """What the form for the day must keep."""
        return [pair for pair in self.pairs if pair[0] != as_of.PARAMETER]

    @property
    def beside_year(self) -> Pairs:
        """What the form for the boundaries must keep."""
        return [pair for pair in self.pairs if pair[0] != boundaries.PARAMETER]

    @property
    def without_day(self) -> str:
        return query_of(self.beside_day)

    @property
    def without_year(self) -> str:
        return query_of(self.beside_year)

    @property
    def usual(self) -> str:
        """The address with what suits the place."""
        return query_of(self.beside_form)


def form_of(part: Part, chosen: Chosen, written: Sequence[str]) -> FigureForm:
    """The form on the page of a figure; `written` are the references as the address has them."""
    figure, choice = part.figure, chosen.choice
    known = isinstance(figure, Figure)
    used = choice.references
    labels = {}
    if part.standing:
        held = [each.position for each in part.standing.held]
        labels = {each.reference: in_words(each.label) for each in held}
    if isinstance(figure, Figure) and not used and not chosen.faults:
        used = tuple(labels) or references_for(figure.area_code)
    released = figure.own.released if isinstance(figure, Figure) else ()
    period, since = (each.label if each else "" for each in (choice.period, choice.since))
    periods = [point.period.label for point in reversed(released)]
    followed = set(choice.references)
    return FigureForm(
        references=tuple(
            replace(each, label=labels.get(each.text, each.label))
            for each in (reference_choices(used) if known else ())
        ),
        periods=tuple(dict.fromkeys(filter(None, (*periods, period, since)))),
        period=period,
        since=since,
        faults=tuple(chosen.said),
        written=next(
            (text for text in written if text.strip() and " ".join(text.split()) not in followed),
            "",
        ),
        is_usual=not chosen.faults and not (choice.references or period or since),
        pairs=chosen.pairs,
    )
