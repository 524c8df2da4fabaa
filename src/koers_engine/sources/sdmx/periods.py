"""The periods of SDMX and JSON-stat, and their codes in the store."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Frequency, Period, Refusal
from koers_engine.observations import Fault
from koers_engine.observations.dataset import Locate

# SDMX 2.1, technical notes 4.2.5: a reporting period is a year, its mark and a number. Eurostat
# left the dash out before 2023 (2020Q1), and JSON-stat files still do.
_REPORTING = re.compile(r"([0-9]{4})-?([ASHQMWD])([0-9]{1,3})", re.ASCII)
_CALENDAR = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?", re.ASCII)
_FREQUENCIES = {
    "S": Frequency.HALF_YEAR,
    "H": Frequency.HALF_YEAR,
    "Q": Frequency.QUARTER,
    "M": Frequency.MONTH,
    "W": Frequency.WEEK,
}


class NoSdmxPeriod(Refusal, ValueError):
    """A text is no period in a form of SDMX that fits a stretch of time as Koers keeps them."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text[:40]!r} is no period of SDMX that Koers keeps: a year (2024), half-year "
            "(2024-S1), quarter (2024-Q1), month (2024-01), week (2024-W01) or day (2024-01-15). "
            "Ranges, trimesters and moments of the day are not."
        )


def period_of(text: str) -> Period:
    """The period that SDMX writes like this.

    Raises:
        NoSdmxPeriod: It has another form, or there is no such month, week or day.

    >>> period_of("2024-Q1").cbs, period_of("2024-01-15").cbs
    ('2024KW01', '20240115')
    """
    text = text.strip()
    try:
        if found := _CALENDAR.fullmatch(text):
            year, month, day = (int(part) if part else 0 for part in found.groups())
            if day:
                return _on(date(year, month, day))
            return Period.parse(text) if month else Period(year)
        if found := _REPORTING.fullmatch(text):
            return _reporting(int(found[1]), found[2], int(found[3]))
        return Period.from_cbs(text)
    except (ValueError, OverflowError) as reason:
        raise NoSdmxPeriod(text) from reason


def _on(day: date) -> Period:
    return Period(day.year, Frequency.DAY, day.month * 100 + day.day)


def _reporting(year: int, mark: str, ordinal: int) -> Period:
    if mark == "D":
        day = date(year, 1, 1) + timedelta(days=ordinal - 1)
        if day.year == year and ordinal:
            return _on(day)
    elif mark == "A":
        if ordinal == 1:
            return Period(year)
    elif ordinal:
        return Period.from_cbs(Period(year, _FREQUENCIES[mark], ordinal).cbs)  # checks the ordinal
    raise NoSdmxPeriod(f"{year}-{mark}{ordinal}")


def period_codes(
    column: pa.ChunkedArray, locate: Locate, faults: list[Fault]
) -> tuple[pa.ChunkedArray, Sequence[Period]]:
    """The codes of CBS for a column of periods, and the distinct periods in order of time.

    What cannot be read is a fault, once per text, and its code an empty text.
    """
    encoded = column.combine_chunks().dictionary_encode()
    codes, periods = [], set()
    for text in encoded.dictionary.to_pylist():
        try:
            period = period_of(text)
        except NoSdmxPeriod as reason:
            row = pc.index(column, text).as_py()
            faults.append(Fault(locate(row, "period"), str(reason)))
            codes.append("")
            continue
        codes.append(period.cbs)
        periods.add(period)
    place = pa.array(encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64))
    taken = pa.array(codes, pa.string()).take(place)
    ordered = sorted(periods, key=lambda period: (str(period.frequency), period))
    return pa.chunked_array([taken]), ordered
