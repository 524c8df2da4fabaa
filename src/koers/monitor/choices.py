"""What a reader chose to see, as the address of a page has it, and what cannot be followed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koers.monitor.reference_lists import own_groups
from koers.monitor.store import boundary_years, catalogue, in_words
from koers_engine.profile import Choice

# What the parts of a choice are called on screen.
PARAMETERS = {
    "reference": gettext_lazy("Reference"),
    "period": gettext_lazy("Period"),
    "since": gettext_lazy("Growth since"),
    "boundaries": gettext_lazy("Municipal boundaries"),
    "as-of": gettext_lazy("As known on"),
    "indicator": gettext_lazy("Indicator"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A choice, and per parameter why a part of it was left out.

    `moment` is the end of the day as of which figures are asked, in the time of the site; None for
    the figures as last known. `years` are those to whose boundaries figures can be brought, the
    latest first.
    """

    choice: Choice
    faults: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    moment: datetime | None = None
    years: tuple[int, ...] = ()

    @property
    def said(self) -> list[str]:
        """Every fault, with what it is about."""
        return [
            f"{PARAMETERS.get(parameter, parameter)}: {text}"
            for parameter, texts in self.faults.items()
            for text in texts
        ]

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The choice as parameters of an address, in a fixed order."""
        return self.choice.query()

    @property
    def query(self) -> str:
        """What is to stand behind the address of another page with the same choice."""
        return query_of(self.pairs)


def query_of(pairs: Sequence[tuple[str, str]]) -> str:
    """Parameters as the end of an address; empty where there are none."""
    return f"?{urlencode(pairs, safe=',:')}" if pairs else ""


def read_choice(query: Mapping[str, Sequence[str]]) -> Chosen:
    """The choice in a query: texts by parameter, in the order of the address.

    A day to come and boundaries that the site does not know are faults as well. Two queries.
    """
    choice, found = Choice.read(query, catalogue(), own_groups())
    faults: dict[str, list[str]] = {}
    for fault in found:
        faults.setdefault(fault.parameter, []).append(in_words(fault.text))
    if choice.as_of is not None and choice.as_of > timezone.localdate():
        faults.setdefault("as-of", []).append(_("that day has not come yet"))
        choice = replace(choice, as_of=None)
    moment = None
    if choice.as_of is not None:
        zone = timezone.get_current_timezone()
        moment = datetime.combine(choice.as_of, time.max, tzinfo=zone)
    span = boundary_years(moment)
    if choice.boundaries is not None and choice.boundaries not in span:
        faults.setdefault("boundaries", []).append(_unknown_year(choice.boundaries, span))
        choice = replace(choice, boundaries=None)
    return Chosen(
        choice=choice,
        faults={parameter: tuple(texts) for parameter, texts in faults.items()},
        moment=moment,
        years=tuple(reversed(span)),
    )


def _unknown_year(year: int, span: range) -> str:
    if not span:
        return _("this site does not know which municipalities merged")
    words = {"year": year, "first": span[0], "last": span[-1]}
    return _("the boundaries of %(year)s are not known; choose from %(first)s to %(last)s") % words
