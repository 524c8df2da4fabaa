"""The outlines of areas in one year, to draw figures on."""

from koers_engine.maps.choropleth import Choropleth, choropleth
from koers_engine.maps.classes import Breaks
from koers_engine.maps.outlines import Outline, Outlines
from koers_engine.maps.reading import FaultyMap, MapRequest, read_map
from koers_engine.maps.store import NoMap, OutlineStore, SpoiltMap

__all__ = [
    "Breaks",
    "Choropleth",
    "FaultyMap",
    "MapRequest",
    "NoMap",
    "Outline",
    "OutlineStore",
    "Outlines",
    "SpoiltMap",
    "choropleth",
    "read_map",
]
