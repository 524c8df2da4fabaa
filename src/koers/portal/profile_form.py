"""The form with which a reader chooses what a profile shows; the address holds the choice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from koers.monitor.choices import Chosen, query_of
from koers.monitor.figures import POPULATION, panel
from koers.monitor.profiles.profile import Profile
from koers.monitor.reference_choices import ReferenceChoice, reference_choices
from koers.monitor.store import in_words, known_since


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileForm:
    """What can be chosen and what is; `kept` is of the choice but has no field here."""

    references: tuple[ReferenceChoice, ...]
    periods: tuple[str, ...]
    period: str
    since: str
    boundaries: int | None
    boundary_years: tuple[int, ...]
    as_of: str
    first_day: str
    kept: tuple[tuple[str, str], ...]
    faults: Mapping[str, tuple[str, ...]]
    written: str
    """A reference that was written and cannot be followed, to be mended."""
    is_usual: bool
    query: str
    """The address with what could be followed of the choice."""
    on_last_boundaries: str
    """The address with the choice on the last boundaries known; empty where some are chosen."""


def form_of(profile: Profile, chosen: Chosen, map_code: str, written: Sequence[str]) -> ProfileForm:
    """The form on the page of a profile; `written` are the references as the address has them."""
    choice, used = chosen.choice, profile.choice.references
    labels = {one.text: in_words(one.label) for one in profile.references}
    options = reference_choices(used)
    period, since = (each.label if each else "" for each in (choice.period, choice.since))
    periods = [each.label for each in reversed(panel(POPULATION, chosen.moment).periods)]
    first = known_since()
    kept = [("indicator", code) for code in choice.indicators]
    kept += [("map", map_code)] if map_code else []
    return ProfileForm(
        references=tuple(
            replace(each, label=labels.get(each.text, each.label)) for each in options
        ),
        periods=tuple(dict.fromkeys(filter(None, (*periods, period, since)))),
        period=period,
        since=since,
        boundaries=choice.boundaries,
        boundary_years=chosen.years,
        as_of=choice.as_of.isoformat() if choice.as_of else "",
        first_day=first.date().isoformat() if first else "",
        kept=tuple(kept),
        faults=chosen.faults,
        written=next((text for text in written if _is_lost(text, choice.references)), ""),
        is_usual=not chosen.pairs and not chosen.faults,
        query=query_of(chosen.pairs),
        on_last_boundaries=(
            query_of([*chosen.pairs, ("boundaries", str(chosen.years[0]))])
            if chosen.years and choice.boundaries is None
            else ""
        ),
    )


def _is_lost(text: str, followed: Sequence[str]) -> bool:
    return bool(text.strip()) and " ".join(text.split()) not in followed
