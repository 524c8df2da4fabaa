"""The map, in the reader's language; the engine draws it."""

from koers.core.bilingual import current_language
from koers_engine.maps import Choropleth
from koers_engine.maps import choropleth as drawn
from koers_engine.maps.svg import Drawing


def choropleth(wanted: Choropleth) -> Drawing:
    """Draw municipalities shaded by their figures."""
    return drawn(wanted, language=current_language())
