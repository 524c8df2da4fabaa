"""A small country in the words of CBS's list of regions, for tests of boundaries."""

from collections.abc import Mapping, Sequence

from koers_engine.areas import AreaRegister
from koers_engine.areas.changes import Weight
from koers_engine.concepts import Area
from koers_engine.indicators import Panel
from koers_engine.indicators.converting import BoundaryConversion

# Old (GM0001) and Older (GM0002) became New (GM0003) in 2021; Split (GM0004) was divided in 2021
# over Left (GM0005) and Right (GM0006); Left gave 10 people to Right in 2022; Alias (GM0007) has
# been Name (GM0008) since 2020; Far (GM0009) got a field in 2018 and nothing since; Tower (GM0010)
# took in Village (GM0011) in March 2022; Rim (GM0012) gave people to New in 2023, across the border
# of the province.
DESCRIPTIONS = {
    "GM0001": """Opgeheven per 01-01-2021, overgegaan naar:
- New (GM0003),
... 10 hectare met 40 woningen en 100 inwoners
Begindatum voor 1830""",
    "GM0002": """Opgeheven per 01-01-2021, overgegaan naar:
- New (GM0003),
... 10 hectare met 60 woningen en 300 inwoners
Begindatum voor 1830""",
    "GM0003": """Ontstaan per 01-01-2021, ontvangen van:
- Old (GM0001),
... 10 hectare met 40 woningen en 100 inwoners
- Older (GM0002),
... 10 hectare met 60 woningen en 300 inwoners
Grenswijziging per 01-01-2023, ontvangen van:
- Rim (GM0012),
... 1 hectare met 2 woningen en 5 inwoners""",
    "GM0004": """Opgeheven per 01-01-2021, overgegaan naar:
- Left (GM0005),
... 4 hectare met 50 woningen en 60 inwoners
- Right (GM0006),
... 4 hectare met 50 woningen en 140 inwoners
Begindatum voor 1830""",
    "GM0005": """Grenswijziging per 01-01-2022, overgegaan naar:
- Right (GM0006),
... 1 hectare met 0 woningen en 10 inwoners
Grenswijziging per 01-01-2021, ontvangen van:
- Split (GM0004),
... 4 hectare met 50 woningen en 60 inwoners
Begindatum voor 1830""",
    "GM0006": """Grenswijziging per 01-01-2022, ontvangen van:
- Left (GM0005),
... 1 hectare met 0 woningen en 10 inwoners
Grenswijziging per 01-01-2021, ontvangen van:
- Split (GM0004),
... 4 hectare met 50 woningen en 140 inwoners
Begindatum voor 1830""",
    "GM0007": "Naamswijziging per 01-01-2020,\nnieuwe naam: Name (GM0008)\nBegindatum voor 1830",
    "GM0008": "Naamswijziging per 01-01-2020,\noude naam: Alias (GM0007)\nBegindatum 01-01-2020",
    "GM0009": """Grenswijziging per 01-01-2018, ontvangen van:
- Tower (GM0010),
... 1 hectare met 0 woningen en 0 inwoners
Begindatum voor 1830""",
    "GM0010": """Gemeentelijke herindeling per 24-03-2022, ontvangen van:
- Tower (GM0010),
... 9 hectare met 900 woningen en 900 inwoners
- Village (GM0011),
... 1 hectare met 90 woningen en 100 inwoners
Grenswijziging per 01-01-2018, overgegaan naar:
- Far (GM0009),
... 1 hectare met 0 woningen en 0 inwoners
Begindatum voor 1830""",
    "GM0011": """Opgeheven per 24-03-2022, overgegaan naar:
- Tower (GM0010),
... 1 hectare met 90 woningen en 100 inwoners
Begindatum voor 1830""",
    "GM0012": """Grenswijziging per 01-01-2023, overgegaan naar:
- New (GM0003),
... 1 hectare met 2 woningen en 5 inwoners
Begindatum voor 1830""",
    "CR01": """CR = COROP-gebied
Grenswijziging per 01-01-2023:
- Over naar Other (CR02), 1 hectare met 2 woningen en 5 inwoners
... Over van Rim (GM0012) naar New (GM0003), 1 hectare met 2 woningen en 5 inwoners""",
}
NAMES = {
    "GM0001": "Old", "GM0002": "Older", "GM0003": "New", "GM0004": "Split", "GM0005": "Left",
    "GM0006": "Right", "GM0007": "Alias", "GM0008": "Name", "GM0009": "Far", "GM0010": "Tower",
    "GM0011": "Village", "GM0012": "Rim", "PV20": "Groningen", "PV21": "Fryslân", "CR01": "One",
    "CR02": "Other", "NL01": "Nederland",
}  # fmt: skip


def a_country(descriptions: Mapping[str, str] = DESCRIPTIONS) -> AreaRegister:
    """The small country; Rim lies in Fryslân, all others in Groningen."""
    municipalities = [code for code in descriptions if code.startswith("GM")]
    return AreaRegister(
        areas={
            code: Area(code=code, name=NAMES.get(code, code))
            for code in dict.fromkeys([*NAMES, *municipalities])
        },
        province={code: "PV21" if code == "GM0012" else "PV20" for code in municipalities},
        descriptions=descriptions,
    )


def converted(
    panel: Panel,
    year: int,
    *,
    sizes: Mapping[tuple[str, int], float] | None = None,
    register: AreaRegister | None = None,
) -> Panel:
    """The panel on the boundaries of a year; `sizes` are inhabitants by code and year."""
    known = sizes or {}

    def total(weight: Weight, code: str, at: int) -> float | None:
        return known.get((code, at)) if weight is Weight.INHABITANTS else None

    return BoundaryConversion(register or a_country(), year, total)(panel)


def column(panel: Panel, place: int = 0) -> dict[str, float]:
    """The figures of one period by area, missing ones left out."""
    found: Sequence[float] = panel.values[:, place].tolist()
    return {area: value for area, value in zip(panel.areas, found, strict=True) if value == value}
