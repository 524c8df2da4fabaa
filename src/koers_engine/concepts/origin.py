from dataclasses import dataclass
from datetime import datetime


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
            if moment.tzinfo is None:
                message = (
                    f"{moment.isoformat()} has no time zone; vintages are kept in order of time."
                )
                raise ValueError(message)
