"""What a mapping says about a file: where the area, period, measure and value of a figure stand."""

from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from koers_engine.concepts import Bilingual, Unit

TOTAL = "_T"
"""The code of a dimension that a figure is not broken down by (SDMX's own)."""
LINE = "#"
"""A column that every file has: the number of the row, from 1."""


class FileFormat(StrEnum):
    """How a file holds its cells."""

    CSV = "csv"
    EXCEL = "excel"
    JSON = "json"


class PeriodForm(StrEnum):
    """How a file writes its periods."""

    YEAR = "year"
    CBS = "cbs"
    SDMX = "sdmx"
    STATLINE = "statline"
    DATE = "date"
    DAY_MONTH_YEAR = "day-month-year"
    MONTH_DAY_YEAR = "month-day-year"
    UNIX = "unix"


class PeriodLength(StrEnum):
    """The period that a date is to stand for."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How the file is to be taken apart into cells."""

    format: FileFormat = FileFormat.CSV
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    decimal: str = "."
    thousands: str = ""
    header: int = 1
    """The line with the names of the columns; 0 where there is none."""
    skip: int = 0
    """Lines between the header and the first row."""
    footer: str | int = 0
    """How many rows at the end are no figures, or an expression that the first of them matches."""
    sheet: str | int = 1
    records: str = ""
    """Where in a JSON file the list of records is: `objects[].metrics[]`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """Where the area or the period of a figure stands: one of column, columns, code, template."""

    column: str = ""
    columns: tuple[str, ...] = ()
    """The columns that each hold the figures of one area or period, named by their header."""
    code: str = ""
    """The one area or period that the whole file is about."""
    template: str = ""
    """A text with {names of columns} that makes the code out of several."""
    codes: Mapped[str, str] = field(default_factory=dict)
    identifier: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaAxis(Axis):
    """How an area is told: by its code, by its name in the register, or by a name of its own."""

    by_name: bool = False
    prefix: str = ""
    pad: int = 0
    name: str = ""
    """The column with the area's name, where its code stands in another."""
    keeps_unlisted: bool = False
    numbers_repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodAxis(Axis):
    """How a period is written."""

    form: PeriodForm = PeriodForm.YEAR
    length: PeriodLength | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureColumn:
    """A measure: a column of its own, or a text in the column that names the measure."""

    column: str = ""
    text: str = ""
    code: str
    title: Bilingual
    unit: Unit
    decimals: int
    keys: tuple[str, ...] = ()
    """The dimensions whose codes are the keys of the JSON objects that this column's cells hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherMeasures:
    """What is said of every measure that is not described one by one."""

    unit: Unit
    decimals: int
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherAxis:
    """A dimension beside area and period."""

    column: str
    identifier: str
    title: str
    name: str = ""
    """The column with the label of a code, where there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Rows that are not read: those whose cell in `column` is one of the `texts`."""

    column: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """Everything that has to be known of a file to read it into a dataset.

    Missing marks and statuses are codes of SDMX CL_OBS_STATUS; a status may be followed by B or
    be B alone, for a break in the series.
    """

    id: str
    title: Bilingual
    description: Bilingual
    publisher: str
    source_url: str
    licence: str
    attribution: str
    published_at: datetime | None
    retrieved_at: datetime | None
    part: str
    layout: Layout
    area: AreaAxis
    period: PeriodAxis
    measure_column: str
    value_column: str
    measures: tuple[MeasureColumn, ...]
    others: OtherMeasures | None
    dimensions: tuple[OtherAxis, ...]
    status_column: str
    status_codes: Mapped[str, str]
    missing: Mapped[str, str]
    marks: Mapped[str, str]
    number_words: Mapped[str, float]
    left_out: tuple[LeftOut, ...]

    @property
    def melted(self) -> Axis | None:
        """The axis whose codes are the headers of columns; None where a column holds it."""
        return next((axis for axis in (self.area, self.period) if axis.columns), None)

    def keyed_dimensions(self) -> list[str]:
        """The dimensions whose codes are keys of JSON objects, and no column's."""
        keyed = dict.fromkeys(key for measure in self.measures for key in measure.keys)
        named = {axis.identifier for axis in self.dimensions}
        return [key for key in keyed if key not in named]
