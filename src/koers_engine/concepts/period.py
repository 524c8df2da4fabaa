import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from koers_engine.concepts.refusal import Refusal


class Frequency(StrEnum):
    """How long a period lasts; the value is the SDMX code where SDMX has one (CL_FREQ)."""

    YEAR = "A"
    HALF_YEAR = "S"
    QUARTER = "Q"
    MONTH = "M"
    WEEK = "W"
    DAY = "D"
    SCHOOL_YEAR = "SJ"
    SPECIAL = "X"


# How CBS writes each frequency after the year; a day is written 20190131 and stands apart.
_CBS_MARKS = {
    "JJ": Frequency.YEAR,
    "HJ": Frequency.HALF_YEAR,
    "KW": Frequency.QUARTER,
    "MM": Frequency.MONTH,
    "W1": Frequency.WEEK,
    "SJ": Frequency.SCHOOL_YEAR,
    "X0": Frequency.SPECIAL,
}
_CBS = re.compile(
    r"(?P<year>\d{4})(?:(?P<mark>JJ|HJ|KW|MM|W1|SJ|X0)(?P<ordinal>\d\d)|(?P<day>\d{4}))"
)
_PLAIN = re.compile(r"(?P<year>\d{4})(?:-(?P<mark>[SQW])?(?P<ordinal>\d\d?))?")
_PLAIN_MARKS = {"S": Frequency.HALF_YEAR, "Q": Frequency.QUARTER, "W": Frequency.WEEK}
_HIGHEST = {
    Frequency.YEAR: 0,
    Frequency.HALF_YEAR: 2,
    Frequency.QUARTER: 4,
    Frequency.MONTH: 12,
    Frequency.WEEK: 53,
    Frequency.SCHOOL_YEAR: 99,
    Frequency.SPECIAL: 99,
}
_NUMBERED_FROM_ONE = {Frequency.HALF_YEAR, Frequency.QUARTER, Frequency.MONTH}


class UnreadablePeriod(Refusal, ValueError):
    """A text is no period in any form that is known."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no period. Write a year (2024), quarter (2024-Q1), month (2024-01), "
            "or the publisher's code (2024JJ00, 2024KW01, 2024MM01)."
        )


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of time as CBS codes it: a year, and within it a numbered part.

    `ordinal` is the number of the quarter, month or week; 100 × month + day for a day; 0 for years.
    Periods of one frequency are in the order of time.
    """

    year: int
    frequency: Frequency = Frequency.YEAR
    ordinal: int = 0

    @classmethod
    def from_cbs(cls, code: str) -> "Period":
        """The period with this CBS code.

        Raises:
            UnreadablePeriod: The code has no form that CBS documents.

        >>> Period.from_cbs("2019KW01").label
        '2019-Q1'
        """
        found = _CBS.fullmatch(code.strip())
        if found is None:
            raise UnreadablePeriod(code)
        year = int(found["year"])
        if found["day"]:
            month, day = divmod(int(found["day"]), 100)
            if not (1 <= month <= 12 and 1 <= day <= 31):
                raise UnreadablePeriod(code)
            return cls(year, Frequency.DAY, int(found["day"]))
        return cls._checked(code, year, _CBS_MARKS[found["mark"]], int(found["ordinal"]))

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period a person means: 2024, 2024-Q1, 2024-01, or a CBS code.

        Raises:
            UnreadablePeriod: The text has none of these forms.

        >>> Period.parse("2024").cbs
        '2024JJ00'
        """
        found = _PLAIN.fullmatch(text.strip())
        if found is None:
            return cls.from_cbs(text.upper())
        year = int(found["year"])
        if found["ordinal"] is None:
            return cls(year)
        frequency = _PLAIN_MARKS.get(found["mark"], Frequency.MONTH)
        return cls._checked(text, year, frequency, int(found["ordinal"]))

    @classmethod
    def _checked(cls, text: str, year: int, frequency: Frequency, ordinal: int) -> "Period":
        lowest = 1 if frequency in _NUMBERED_FROM_ONE else 0
        if not lowest <= ordinal <= _HIGHEST[frequency]:
            raise UnreadablePeriod(text)
        return cls(year, frequency, ordinal)

    @property
    def cbs(self) -> str:
        """The period's code in the tables of CBS."""
        if self.frequency is Frequency.DAY:
            return f"{self.year:04}{self.ordinal:04}"
        mark = next(mark for mark, frequency in _CBS_MARKS.items() if frequency is self.frequency)
        return f"{self.year:04}{mark}{self.ordinal:02}"

    @property
    def label(self) -> str:
        """The period for people and files, in SDMX's form where there is one: 2024-Q1."""
        month, day = divmod(self.ordinal, 100)
        forms = {
            Frequency.YEAR: "{0.year:04}",
            Frequency.HALF_YEAR: "{0.year:04}-S{0.ordinal}",
            Frequency.QUARTER: "{0.year:04}-Q{0.ordinal}",
            Frequency.MONTH: "{0.year:04}-{0.ordinal:02}",
            Frequency.WEEK: "{0.year:04}-W{0.ordinal:02}",
            Frequency.DAY: f"{{0.year:04}}-{month:02}-{day:02}",
            Frequency.SCHOOL_YEAR: f"{{0.year:04}}/{(self.year + 1) % 100:02}",
            Frequency.SPECIAL: self.cbs,
        }
        return forms[self.frequency].format(self)

    @property
    def first_day(self) -> date:
        """The day the period begins with: of a week its Monday, of a school year 1 August.

        >>> Period.parse("2024-Q2").first_day.isoformat()
        '2024-04-01'
        """
        year = max(self.year, date.min.year)
        first_month = {
            Frequency.HALF_YEAR: 6 * self.ordinal - 5,
            Frequency.QUARTER: 3 * self.ordinal - 2,
            Frequency.MONTH: self.ordinal,
            Frequency.DAY: self.ordinal // 100,
            Frequency.SCHOOL_YEAR: 8,
        }
        begin = date(year, first_month.get(self.frequency, 1), 1)
        if self.frequency is Frequency.DAY:
            return begin + timedelta(days=self.ordinal % 100 - 1)
        if self.frequency is Frequency.WEEK:
            return date.fromisocalendar(year, 1, 1) + timedelta(weeks=max(self.ordinal, 1) - 1)
        return begin

    def years_earlier(self, years: int) -> "Period":
        """The same part of an earlier year."""
        return Period(self.year - years, self.frequency, self.ordinal)

    def __str__(self) -> str:
        return self.label
