"""The profile of a place as data: all that a page, a file or a terminal shows of it."""

from dataclasses import dataclass

from koers_engine.concepts import Area, Bilingual, Period
from koers_engine.indicators import Indicator
from koers_engine.observations import Vintage
from koers_engine.position import Position, ReferencePosition
from koers_engine.profile.choice import Choice
from koers_engine.profile.phrases import Phrase
from koers_engine.scores import ScoreCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Figures through time, of the place or of a reference; None where there is none.

    Of a rate or share they are the levels; of a count they are an index in which the base period
    is 100, for only so does a town compare with a nation. The members of a group are those of the
    period of the position.
    """

    label: Bilingual
    reference: str | None
    """The text of the reference; None of the place itself."""
    points: tuple[tuple[Period, float | None], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A place beside one reference: the numbers, and the sentences that say them."""

    position: ReferencePosition
    level: float | None
    """What the place's figure is held against: of a count the mean per municipality, of others
    the figure of the reference as one."""
    standing: Bilingual | None = None
    """More or less than which share of the others."""
    beside: Bilingual | None = None
    """More or less than the reference as one."""
    rank: Bilingual | None = None
    growth: Bilingual | None = None
    verdict: Bilingual | None = None
    without_figure: Bilingual | None = None
    """How many of its municipalities are left out."""

    @property
    def sentences(self) -> tuple[Bilingual, ...]:
        """All that is to be said, the most telling first."""
        said = (
            self.standing, self.rank, self.beside, self.verdict, self.growth, self.without_figure,
        )  # fmt: skip
        return tuple(sentence for sentence in said if sentence is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFigure:
    """One indicator of a place: its figure, or why there is none, and where the place stands."""

    indicator: Indicator
    phrase: Phrase
    position: Position | None = None
    """None where there is no figure."""
    why_missing: Bilingual | None = None
    """A sentence; None where there is a figure."""
    held: tuple[Held, ...] = ()
    """One per reference, in the order chosen."""
    headline: Bilingual | None = None
    """The one sentence to show where there is room for no more."""
    lead: str | None = None
    """The text of the reference that the headline is about."""
    series: tuple[tuple[Period, float | None, str], ...] = ()
    """The place's own figures with their statuses (SDMX CL_OBS_STATUS), as measured."""
    breaks: tuple[Period, ...] = ()
    """Periods from which on the place's figures do not compare with earlier ones."""
    lines: tuple[Line, ...] = ()
    """The place, and its first references, through time on one scale."""
    index_base: Period | None = None
    """The period that is 100 in the lines; None where they are levels."""

    @property
    def period(self) -> Period | None:
        """The period of the figure."""
        return self.position.period if self.position else None

    @property
    def value(self) -> float | None:
        """The figure, in the indicator's unit."""
        return self.position.value if self.position else None

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """What the figure and its place were read from."""
        return self.position.vintages if self.position else ()

    def text(self, language: str) -> str:
        """The figure with its unit; a dash where there is none."""
        return "–" if self.value is None else self.phrase.figure(self.value, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """The parts of a whole in percent, for the place and each reference that has them all."""

    code: str
    title: Bilingual
    parts: tuple[ProfileFigure, ...]
    period: Period
    rows: tuple[tuple[Bilingual, tuple[float, ...]], ...]
    """A label and a percentage per part; the place itself first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Figures that belong together."""

    code: str
    title: Bilingual
    figures: tuple[ProfileFigure, ...]
    shares: tuple[Shares, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A reference of the profile in words; `notes` tell how the group was made."""

    text: str
    label: Bilingual
    notes: tuple[Bilingual, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Where a place stands: tiles at a glance, and sections with all figures."""

    area: Area
    name: Bilingual
    province: Area | None
    choice: Choice
    """With the references that were used, those chosen or those that suit the place."""
    references: tuple[Named, ...]
    tiles: tuple[ProfileFigure, ...]
    sections: tuple[Section, ...]
    scores: ScoreCard | None
    """On a set of goals; None where there is no set, or the place is of no kind that is scored."""
    notes: tuple[Bilingual, ...]

    @property
    def figures(self) -> tuple[ProfileFigure, ...]:
        """Every figure once, in the order of the sections."""
        several = [
            *self.tiles,
            *(figure for section in self.sections for figure in section.figures),
        ]
        return tuple({figure.indicator.code: figure for figure in several}.values())

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Everything that the figures were read from."""
        scored = self.scores.vintages if self.scores else ()
        shown = (one for figure in self.figures for one in figure.vintages)
        return tuple(dict.fromkeys((*shown, *scored)))
