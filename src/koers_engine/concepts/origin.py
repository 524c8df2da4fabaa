from dataclasses import dataclass
from datetime import UTC, datetime


def unusable(moment: datetime) -> str | None:
    """Why a moment cannot be put in the order of time; None where it can."""
    if moment.tzinfo is None:
        return "the moment has no time zone"
    try:
        moment.astimezone(UTC)
    except OverflowError:
        return "the moment lies outside the calendar"
    return None


def told(moment: datetime) -> str:
    """A moment as a sentence tells it: to the minute, in UTC.

    >>> told(datetime(2026, 7, 2, 14, 11, 5, tzinfo=UTC))
    '2026-07-02 14:11 UTC'
    """
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Whose figures these are, under which terms, and when they were published and fetched."""

    publisher: str
    source_url: str
    licence: str
    attribution: str
    published_at: datetime
    retrieved_at: datetime
    part: str = ""
    """Which part of the table was taken, in the publisher's own words; empty for the whole."""

    def __post_init__(self) -> None:
        for moment in (self.published_at, self.retrieved_at):
            why = unusable(moment)
            if why:
                message = f"{moment.isoformat()}: {why}; vintages are kept in order of time."
                raise ValueError(message)
