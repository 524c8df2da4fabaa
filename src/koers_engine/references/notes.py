"""What must be said of how a group was made, in words a councillor understands."""

from koers_engine.concepts import Bilingual, Period
from koers_engine.indicators import Indicator


def population_of(period: Period) -> Bilingual:
    """Inhabitants of another period than the one asked for decided or weighed."""
    return Bilingual(
        nl=f"Met het aantal inwoners van {period}, de dichtstbijzijnde periode die er is.",
        en=f"With the number of inhabitants of {period}, the nearest period there is.",
    )


def figures_of(indicator: Indicator, period: Period) -> Bilingual:
    """What decided who belongs is of another period than the one asked for."""
    if indicator.code == "population":
        return population_of(period)
    return Bilingual(
        nl=f"De groep is gemaakt met cijfers van {period}, de dichtstbijzijnde periode die er is: "
        f"{indicator.name.nl}.",
        en=f"The group was made with figures of {period}, the nearest period there is: "
        f"{indicator.name.en}.",
    )
