"""What a position must say beside its numbers, in words a councillor understands."""

from koers_engine.concepts import Bilingual, Period

NO_MUNICIPALITY = Bilingual(
    nl="Alleen een gemeente krijgt een rang en een percentiel.",
    en="Only a municipality gets a rank and a percentile.",
)
NO_DIFFERENCE = Bilingual(
    nl="Geen verschil: een aantal van een groter gebied laat zich niet vergelijken met het "
    "gemiddelde van een gemeente.",
    en="No difference: a count of a larger area does not compare with the mean of a municipality.",
)
EMPTY_GROUP = Bilingual(
    nl="Geen rang: geen enkele gemeente in deze groep heeft een cijfer.",
    en="No rank: no municipality in this group has a figure.",
)
NOT_A_MEMBER = Bilingual(
    nl="De plaats hoort zelf niet bij deze groep; de rang is die welke zij daarin zou hebben.",
    en="The place does not itself belong to this group; the rank is the one it would have there.",
)
GROWTH_OF_PERCENT = Bilingual(
    nl="Bij een indicator in procenten wordt geen groei in procenten gegeven.",
    en="For an indicator in percent no growth in percent is given.",
)
SERIES_BREAKS = Bilingual(
    nl="Geen groei: tussen beide perioden zit een breuk in de reeks.",
    en="No growth: the series breaks between the two periods.",
)
NO_BASE = Bilingual(
    nl="Geen groei: voor de basisperiode is geen cijfer vrijgegeven.",
    en="No growth: no figure was released for the base period.",
)


def no_figure(period: Period, status: str) -> Bilingual:
    """The place itself has no figure in the period."""
    return Bilingual(
        nl=f"Voor {period} is geen cijfer vrijgegeven (status {status}).",
        en=f"No figure was released for {period} (status {status}).",
    )


def no_longer_there(last: Period | None) -> Bilingual:
    """The municipality was merged or split before the period."""
    if last is None:
        return Bilingual(
            nl="Deze gemeente bestaat niet meer.", en="This municipality no longer exists."
        )
    return Bilingual(
        nl=f"Deze gemeente bestaat niet meer; de laatste periode met een cijfer is {last}.",
        en=f"This municipality no longer exists; its last period with a figure is {last}.",
    )


def too_few(found: int, needed: int) -> Bilingual:
    """So few others have a figure that a percentile would mislead."""
    return Bilingual(
        nl=f"Geen percentiel: andere gemeenten met een cijfer: {found}, nodig: {needed}.",
        en=f"No percentile: other municipalities with a figure: {found}, needed: {needed}.",
    )


def population_of(period: Period) -> Bilingual:
    """Inhabitants of another period than the one asked for decided or weighed."""
    return Bilingual(
        nl=f"Met het aantal inwoners van {period}, de dichtstbijzijnde periode die er is.",
        en=f"With the number of inhabitants of {period}, the nearest period there is.",
    )


def fewer_at_base(missing: int, since: Period) -> Bilingual:
    """The growth of the group is that of fewer municipalities than its value."""
    return Bilingual(
        nl=f"Niet in de groei: gemeenten zonder vergelijkbaar cijfer in {since}: {missing}.",
        en=f"Growth leaves out municipalities without a comparable figure in {since}: {missing}.",
    )
