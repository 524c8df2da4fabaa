"""From longitude and latitude to the plane of the Dutch national grid."""

import numpy as np

from koers_engine.indicators.panel import FloatArray

# Amersfoort, where the grid was laid out from: degrees, and metres.
_LATITUDE, _LONGITUDE = 52.15517440, 5.38720621
_EAST, _NORTH = 155_000.0, 463_000.0

# Powers of latitude and longitude (per 10,000 seconds of arc) with their coefficient in metres.
_TO_EAST = (
    (0, 1, 190094.945), (1, 1, -11832.228), (2, 1, -114.221), (0, 3, -32.391), (1, 0, -0.705),
    (3, 1, -2.340), (1, 3, -0.608), (0, 2, -0.008), (2, 3, 0.148),
)  # fmt: skip
_TO_NORTH = (
    (1, 0, 309056.544), (0, 2, 3638.893), (2, 0, 73.077), (1, 2, -157.984), (3, 0, 59.788),
    (0, 1, 0.433), (2, 2, -6.439), (1, 1, -0.032), (0, 4, 0.092), (1, 4, -0.054),
)  # fmt: skip

# What holds the Netherlands: west, south, east, north.
BOUNDS_DEGREES = (3.0, 50.5, 7.5, 54.0)
BOUNDS_METRES = (-10_000.0, 300_000.0, 300_000.0, 650_000.0)


def to_national_grid(points: FloatArray) -> FloatArray:
    """Points of the Netherlands in the national grid (Rijksdriehoeksstelsel, EPSG:28992).

    Args:
        points: Longitude and latitude in degrees (ETRS89 or WGS84), shape (n, 2).

    Returns:
        Metres east and north, shape (n, 2); within a metre of the grid's own definition.

    Source: F.H. Schreutelkamp and G.L. Strang van Hees (2001), "Benaderingsformules voor de
    transformatie tussen RD- en WGS84-kaartcoördinaten", Geodesia 43(2).

    >>> to_national_grid(np.array([[4.88352559, 52.37453253]])).round().tolist()
    [[120701.0, 487526.0]]
    """
    latitude = 0.36 * (points[:, 1] - _LATITUDE)
    longitude = 0.36 * (points[:, 0] - _LONGITUDE)
    east = sum(c * latitude**p * longitude**q for p, q, c in _TO_EAST)
    north = sum(c * latitude**p * longitude**q for p, q, c in _TO_NORTH)
    return np.column_stack((_EAST + east, _NORTH + north))


def lies_within(points: FloatArray, bounds: tuple[float, float, float, float]) -> bool:
    """Whether every point lies in the bounds (west, south, east, north)."""
    west, south, east, north = bounds
    low, high = points.min(axis=0), points.max(axis=0)
    return bool(low[0] >= west and low[1] >= south and high[0] <= east and high[1] <= north)
