"""Indicators: defined in data, derived from what publishers measure."""

from koers_engine.indicators.catalogue import Catalogue, FaultyCatalogue, UnknownIndicator
from koers_engine.indicators.indicator import Direction, Indicator, IndicatorKind
from koers_engine.indicators.loading import IndicatorWithoutData, load_panel, load_panels
from koers_engine.indicators.panel import Panel, UnknownPeriod

__all__ = [
    "Catalogue",
    "Direction",
    "FaultyCatalogue",
    "Indicator",
    "IndicatorKind",
    "IndicatorWithoutData",
    "Panel",
    "UnknownIndicator",
    "UnknownPeriod",
    "load_panel",
    "load_panels",
]
