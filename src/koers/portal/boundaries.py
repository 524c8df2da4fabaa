"""The year to whose boundaries a reader has figures brought; the address holds it:
`?boundaries=2024`, beside the day as of which they are asked.
"""

import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from koers.monitor.store import boundary_years
from koers.portal.as_of import AsOf

PARAMETER = "boundaries"
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """A choice of year; `year` is None for figures as published.

    `fault` tells why a choice could not be followed. `years` are those that can be, latest first.
    """

    year: int | None = None
    fault: str = ""
    years: tuple[int, ...] = ()


def boundaries(request: HttpRequest, known: AsOf) -> Boundaries:
    """The choice in the address of the page, out of what the site knew then."""
    span = boundary_years(known.moment)
    years = tuple(reversed(span))
    written = request.GET.get(PARAMETER, "").strip()[:20]
    if not written:
        return Boundaries(years=years)
    if _YEAR.fullmatch(written) and int(written) in span:
        return Boundaries(year=int(written), years=years)
    if not years:
        fault = _(
            "This site does not know which municipalities merged, so it cannot bring figures to "
            "the boundaries of another year. You see the figures as published."
        )
        return Boundaries(fault=fault)
    fault = _(
        "The boundaries of “%(text)s” are not known. Choose a year from %(first)s to %(last)s. You "
        "see the figures as published."
    ) % {"text": written, "first": years[-1], "last": years[0]}
    return Boundaries(fault=fault, years=years)
