"""What the texts of a column mean as periods."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from koers_engine.concepts import Frequency, Period, UnreadablePeriod
from koers_engine.sources.tabular.mapping import PeriodForm, PeriodLength

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari february feb",
            "maart march mrt mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "augustus august aug",
            "september sep",
            "oktober october okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_STATLINE = re.compile(
    r"(?P<year>\d{4})(?:/(?:'?(?P<end>\d\d(?:\d\d)?))|\s+(?P<day>\d\d?)\s+(?P<of>[a-z]+)"
    r"|\s+(?P<number>\d)e\s+(?P<part>kwartaal|halfjaar)|\s+(?P<month>[a-z]+)(?:\s+(?P<on>\d\d?))?)?"
)
_YEAR = re.compile(r"(\d{4})(?:\.0+)?")
_DATES = {
    PeriodForm.DATE: re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[T ][0-9:.+Z-]*)?"),
    PeriodForm.DAY_MONTH_YEAR: re.compile(r"(?P<d>\d\d?)[-/. ](?P<m>\d\d?)[-/. ](?P<y>\d{4})"),
    PeriodForm.MONTH_DAY_YEAR: re.compile(r"(?P<m>\d\d?)[-/. ](?P<d>\d\d?)[-/. ](?P<y>\d{4})"),
}
_UNIX = re.compile(r"-?\d{1,11}(?:\.0+)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PARTS = {"kwartaal": Frequency.QUARTER, "halfjaar": Frequency.HALF_YEAR}


def period_of(text: str, form: PeriodForm, length: PeriodLength | None) -> Period:
    """The period that a text of this form means; a date becomes the period of `length` it is in.

    Raises:
        UnreadablePeriod: The text has another form, or names a day that does not exist.

    >>> period_of("2008 december", PeriodForm.STATLINE, None).cbs
    '2008MM12'
    >>> period_of("1599436800", PeriodForm.UNIX, PeriodLength.WEEK).cbs
    '2020W137'
    """
    try:
        found = _READ[form](text.strip())
    except (ValueError, OverflowError, KeyError) as reason:
        raise UnreadablePeriod(text) from reason
    if isinstance(found, Period):
        return found if length is None else _shortened(text, found, length)
    return _containing(found, length or PeriodLength.DAY)


def _shortened(text: str, period: Period, length: PeriodLength) -> Period:
    """The longer period that a written one lies in, where that is one."""
    if period.frequency is Frequency.DAY:
        month, day = divmod(period.ordinal, 100)
        return _containing(date(period.year, month, day), length)
    if period.frequency is Frequency.MONTH:
        return _containing(date(period.year, period.ordinal, 1), length)
    if length is PeriodLength.YEAR:
        return Period(period.year)
    raise UnreadablePeriod(text)


def _containing(day: date, length: PeriodLength) -> Period:
    match length:
        case PeriodLength.DAY:
            return Period(day.year, Frequency.DAY, 100 * day.month + day.day)
        case PeriodLength.WEEK:  # of ISO 8601, whose year can be another than that of the day
            year, week, _ = day.isocalendar()
            return Period(year, Frequency.WEEK, week)
        case PeriodLength.MONTH:
            return Period(day.year, Frequency.MONTH, day.month)
        case PeriodLength.QUARTER:
            return Period(day.year, Frequency.QUARTER, (day.month + 2) // 3)
        case PeriodLength.YEAR:
            return Period(day.year)


def _year(text: str) -> Period:
    found = _YEAR.fullmatch(text)
    if found is None:
        raise UnreadablePeriod(text)
    return Period(int(found[1]))


def _cbs(text: str) -> Period:
    return Period.from_cbs(text.upper())


def _statline(text: str) -> Period:
    """A period as the headings of StatLine word it: 2019, 2019 1e kwartaal, 2008 december."""
    found = _STATLINE.fullmatch(text.casefold())
    if found is None:
        raise UnreadablePeriod(text)
    year = int(found["year"])
    if found["end"]:
        return Period(year, Frequency.SCHOOL_YEAR)
    if found["part"]:
        return Period.parse(f"{year}-{_PARTS[found['part']].value}{found['number']}")
    month, day = found["month"] or found["of"], found["on"] or found["day"]
    if not month:
        return Period(year)
    if not day:
        return Period(year, Frequency.MONTH, _MONTHS[month])
    return _containing(date(year, _MONTHS[month], int(day)), PeriodLength.DAY)


def _unix(text: str) -> date:
    if not _UNIX.fullmatch(text):
        raise UnreadablePeriod(text)
    return (_EPOCH + timedelta(seconds=int(text.partition(".")[0]))).date()


def _written(form: PeriodForm) -> Callable[[str], date]:
    def read(text: str) -> date:
        found = _DATES[form].fullmatch(text)
        if found is None:
            raise UnreadablePeriod(text)
        return date(int(found["y"]), int(found["m"]), int(found["d"]))

    return read


_READ: dict[PeriodForm, Callable[[str], Period | date]] = {
    PeriodForm.YEAR: _year,
    PeriodForm.CBS: _cbs,
    PeriodForm.SDMX: Period.parse,
    PeriodForm.STATLINE: _statline,
    PeriodForm.UNIX: _unix,
    **{form: _written(form) for form in _DATES},
}
