"""A place as it is looked at: against what, when, and what one indicator comes to there."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from koers_engine.concepts import Area, Bilingual, Period, Refusal
from koers_engine.indicators import Panel
from koers_engine.position import Position, position
from koers_engine.position.groups import columns_of
from koers_engine.profile import notes
from koers_engine.profile.choice import Choice
from koers_engine.profile.groups import GroupWords
from koers_engine.profile.holding import Group, hold
from koers_engine.profile.known import Known
from koers_engine.profile.lines import lines_of
from koers_engine.profile.phrases import Phrase
from koers_engine.profile.profile import Held, Named, ProfileFigure
from koers_engine.references import Reference, ReferenceGroup
from koers_engine.references.rules import Codes

# How many references are drawn through time beside the place.
DRAWN = 2


@dataclass(slots=True, kw_only=True)
class Sight:
    """A place with what it is held against; remembers each group per period."""

    known: Known
    place: Area
    choice: Choice
    references: tuple[Reference, ...]
    groups: dict[tuple[str, Period], Group | None] = field(default_factory=dict)

    def figure(self, code: str, phrase: Phrase | None = None) -> ProfileFigure:
        """The figure of an indicator, or why there is none; nothing about it refuses."""
        indicator = self.known.catalogue[code]
        said = phrase or Phrase.plain(indicator)
        try:
            panel = self.known.load(code)
        except Refusal as refusal:
            why = notes.no_data(code, refusal, self.known.catalogue)
            return ProfileFigure(indicator=indicator, phrase=said, why_missing=why)
        series = tuple(panel.series(self.place.code))
        released = [known for known, value, _ in series if value is not None]
        period = last_until(released, self.choice.period)
        if period is None:
            why = notes.no_figure(panel, self.place, self.choice.period)
            return ProfileFigure(indicator=indicator, phrase=said, why_missing=why, series=series)
        known = {
            reference.text: group
            for reference in self.references
            if (group := self._group(reference, period)) is not None
        }
        own = self._position(panel, period, [one for one in self.references if one.text in known])
        held = tuple(
            hold(self.place, own, beside, known[beside.reference], said)
            for beside in own.references
        )
        drawn = [
            (beside.reference, beside.label, known[beside.reference].group)
            for beside in own.references[:DRAWN]
        ]
        headline, lead = _headline(held, known)
        lines, base = lines_of(
            panel,
            columns_of(panel.areas, self.known.register, self.known.characteristics),
            self.place,
            references=drawn,
            characteristics=self.known.characteristics,
            base=own.since,
        )
        return ProfileFigure(
            indicator=indicator,
            phrase=said,
            position=own,
            held=held,
            headline=headline,
            lead=lead,
            series=series,
            breaks=_breaks(panel, self.place.code),
            lines=lines,
            index_base=base,
        )

    def named(self) -> tuple[Named, ...]:
        """The references in words, as they are in the last period that inhabitants are known of."""
        try:
            periods = self.known.characteristics.population.periods
        except Refusal:
            periods = ()
        period = last_until(periods, self.choice.period)
        found = []
        for reference in self.references:
            group = self._group(reference, period) if period else None
            found.append(
                Named(text=reference.text, label=group.group.label, notes=group.group.notes)
                if group
                else Named(text=reference.text, label=reference.label, notes=(CANNOT_BE_MADE,))
            )
        return tuple(found)

    def _position(self, panel: Panel, period: Period, references: list[Reference]) -> Position:
        since = self.choice.since
        if since is not None and (since not in panel.periods or since >= period):
            since = None  # the usual base, then
        return position(
            panel,
            self.place.code,
            references=references,
            register=self.known.register,
            characteristics=self.known.characteristics,
            period=period,
            since=since,
        )

    def _group(self, reference: Reference, period: Period) -> Group | None:
        """The group in a period; None where it cannot be made, as of a size that is not known."""
        key = (reference.text, period)
        if key not in self.groups:
            self.groups[key] = self._made(reference, period)
        return self.groups[key]

    def _made(self, reference: Reference, period: Period) -> Group | None:
        try:
            group = whole = self._asked(reference, period)
            if reference.itself is False:
                whole = self._asked(replace(reference, itself=None), period)
        except Refusal:
            return None
        words = GroupWords.of(whole.label, whole.official)
        if isinstance(reference.rule, Codes):
            areas = self.known.register.areas
            words = GroupWords.listed([areas[code].name for code in reference.rule.codes])
        there = self.known.municipalities(period)
        return Group(
            group=group,
            words=words,
            leaves_out=whole.includes_self and not group.includes_self,
            n_there=int(group.contains(there).sum()) if there else 0,
        )

    def _asked(self, reference: Reference, period: Period) -> ReferenceGroup:
        known = self.known
        return reference.group_for(self.place, known.register, known.characteristics, period)


CANNOT_BE_MADE = Bilingual(
    nl="Deze groep is voor deze plaats niet te maken uit wat er in huis is.",
    en="This group cannot be made for this place from what has been brought in.",
)


def last_until(periods: Sequence[Period], until: Period | None) -> Period | None:
    """The last of these periods, in order of time, that is not after another."""
    found = [known for known in periods if until is None or _is_until(known, until)]
    return found[-1] if found else None


def _is_until(known: Period, until: Period) -> bool:
    if known.frequency is until.frequency:
        return known <= until
    return known.year <= until.year


def _headline(
    held: Sequence[Held], groups: dict[str, Group]
) -> tuple[Bilingual | None, str | None]:
    """The one sentence to show, and which reference it is about.

    The standing among comparable places, where enough of them have a figure; else among those of
    an area; else what an area comes to. Municipalities of a size or a likeness tell more of a
    place than those around it.
    """
    ranked = [one for one in held if one.standing and one.position.percentile is not None]
    ranked.sort(key=lambda one: groups[one.position.reference].words.area is not None)
    said = [(one.standing, one.position.reference) for one in ranked]
    said += [(one.beside, one.position.reference) for one in held if one.beside]
    return said[0] if said else (None, None)


def _breaks(panel: Panel, area: str) -> tuple[Period, ...]:
    row = panel.row(area)
    own = () if row is None else panel.area_breaks[row].nonzero()[0]
    return tuple(sorted({*panel.breaks, *(panel.periods[column] for column in own)}))
