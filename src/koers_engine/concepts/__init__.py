"""The words of SDMX and of CBS that every part of the engine speaks."""

from koers_engine.concepts.area import Area, AreaKind
from koers_engine.concepts.bilingual import Bilingual
from koers_engine.concepts.measure import MOST_DECIMALS, Dimension, DimensionKind, Measure, Unit
from koers_engine.concepts.origin import Origin, told, unusable
from koers_engine.concepts.period import Frequency, Period, UnreadablePeriod
from koers_engine.concepts.refusal import Refusal
from koers_engine.concepts.status import ObservationStatus

__all__ = [
    "MOST_DECIMALS",
    "Area",
    "AreaKind",
    "Bilingual",
    "Dimension",
    "DimensionKind",
    "Frequency",
    "Measure",
    "ObservationStatus",
    "Origin",
    "Period",
    "Refusal",
    "Unit",
    "UnreadablePeriod",
    "told",
    "unusable",
]
