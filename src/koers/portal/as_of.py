"""The day as of which a reader asks for the figures; the address holds it: `?as-of=2024-12-31`."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from koers.monitor.store import known_since

PARAMETER = "as-of"


@dataclass(frozen=True, slots=True, kw_only=True)
class AsOf:
    """A choice of day; `day` is None for the figures as last known.

    `fault` tells why a choice could not be followed. `since` is the day of the first vintage here.
    """

    day: date | None = None
    fault: str = ""
    since: date | None = None

    @property
    def moment(self) -> datetime | None:
        """The end of the day, in the time of the site: what was known then, the day ended with."""
        if self.day is None:
            return None
        return datetime.combine(self.day, time.max, tzinfo=timezone.get_current_timezone())

    @property
    def query(self) -> str:
        """What is to stand behind the address of another page with the same choice."""
        return f"?{PARAMETER}={self.day.isoformat()}" if self.day else ""


def as_of(request: HttpRequest) -> AsOf:
    """The choice in the address of the page."""
    first = known_since()
    since = timezone.localdate(first) if first else None
    written = request.GET.get(PARAMETER, "").strip()[:20]
    if not written:
        return AsOf(since=since)
    try:
        day = date.fromisoformat(written)
    except ValueError:
        fault = _("“%(text)s” is no date. Write it as 2024-12-31. You see the latest figures.")
        return AsOf(fault=fault % {"text": written}, since=since)
    if day > timezone.localdate():
        return AsOf(fault=_("That day has not come yet. You see the latest figures."), since=since)
    return AsOf(day=day, since=since)
