"""The profile of any place, and places side by side, as data with the sentences that say it."""

from koers_engine.profile.building import (
    NoLongerThere,
    all_places,
    build_all,
    build_profile,
    fitting_references,
)
from koers_engine.profile.choice import Choice, ChoiceFault, FaultyChoice
from koers_engine.profile.comparison import Comparison, TooManyPlaces, compare
from koers_engine.profile.known import Known
from koers_engine.profile.outline import FaultyOutline, ProfileOutline
from koers_engine.profile.profile import Held, Line, Profile, ProfileFigure, Section, Shares

__all__ = [
    "Choice",
    "ChoiceFault",
    "Comparison",
    "FaultyChoice",
    "FaultyOutline",
    "Held",
    "Known",
    "Line",
    "NoLongerThere",
    "Profile",
    "ProfileFigure",
    "ProfileOutline",
    "Section",
    "Shares",
    "TooManyPlaces",
    "all_places",
    "build_all",
    "build_profile",
    "compare",
    "fitting_references",
]
