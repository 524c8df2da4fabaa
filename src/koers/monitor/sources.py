"""Where the figures come from: every table in the store, its vintages, and who uses it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.monitor.figure import NoFigure
from koers.monitor.store import catalogue, datasets, store
from koers_engine.concepts import Refusal
from koers_engine.indicators import Indicator
from koers_engine.observations import Vintage

SHORTEST_DIGEST = 8


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as it was last known, and the indicators that rest on it."""

    vintage: Vintage
    indicators: tuple[Indicator, ...]

    @property
    def slug(self) -> str:
        return slug_of(self.vintage.dataset_id)

    @property
    def address(self) -> str:
        """Where the publisher shows the table; empty for what is no address of a web page."""
        url = self.vintage.source_url
        return url if url.startswith(("https://", "http://")) else ""


def slug_of(dataset_id: str) -> str:
    """cbs:03759ned as it stands in an address: cbs-03759ned."""
    return dataset_id.replace(":", "-")


def store_trouble() -> NoFigure | None:
    """Why the store cannot be read, where that is so."""
    try:
        datasets()
    except Refusal as refusal:
        return NoFigure("", _("The store of official figures cannot be read."), str(refusal))
    return None


def source_tables() -> list[SourceTable]:
    """Every table in the store, by identifier.

    Raises:
        koers_engine.concepts.Refusal: The store cannot be read: see `store_trouble`.
    """
    return [
        SourceTable(
            vintage,
            tuple(
                indicator
                for indicator in catalogue()
                if vintage.dataset_id in catalogue().datasets_of(indicator.code)
            ),
        )
        for vintage in datasets()
    ]


def source_table(slug: str) -> SourceTable | None:
    """The table with this identifier, written with a colon or as in an address."""
    return next((table for table in source_tables() if table.slug == slug_of(slug)), None)


def vintages_of(table: SourceTable) -> list[Vintage]:
    """Every vintage of the table, newest first."""
    return store().vintages(table.vintage.dataset_id)[::-1]


def vintage_named(vintages: Iterable[Vintage], digest: str) -> Vintage | None:
    """The newest of `vintages`, newest first, whose digest begins so; None for too short a text."""
    if len(digest) < SHORTEST_DIGEST:
        return None
    return next((each for each in vintages if each.digest.startswith(digest)), None)


def indicators_without_table() -> list[tuple[Indicator, tuple[str, ...]]]:
    """Indicators that the store cannot show yet, each with the tables that it lacks."""
    present = {vintage.dataset_id for vintage in datasets()}
    return [
        (indicator, needed)
        for indicator in catalogue()
        if not present.intersection(needed := catalogue().datasets_of(indicator.code))
    ]
