"""What a position must say beside its numbers, in words a councillor understands."""

from collections.abc import Sequence

from koers_engine.concepts import Area, Bilingual, Period

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
NO_COUNTS = Bilingual(
    nl="Geen interval: de aantallen achter dit cijfer zijn niet bekend.",
    en="No interval: the counts behind this figure are not known.",
)
NO_EVENTS = Bilingual(
    nl="Geen interval: dit cijfer telt geen mensen, dingen of gebeurtenissen.",
    en="No interval: this figure counts no people, things or events.",
)
NO_COUNTS_OF_PLACE = Bilingual(
    nl="Geen interval: voor deze plaats en periode is het aantal niet vrijgegeven.",
    en="No interval: the count was not released for this place and period.",
)
BELOW_ZERO = Bilingual(
    nl="Geen interval: het cijfer is lager dan nul en dus geen aantal gebeurtenissen.",
    en="No interval: the figure is below zero, and so no number of events.",
)
CHANCE = Bilingual(
    nl="Het interval komt niet van een steekproef, want alles is geteld. Het zegt hoe groot het "
    "toeval is in hoe vaak iets gebeurt.",
    en="The interval does not come from a sample, for everything was counted. It tells how large "
    "chance is in how often something happens.",
)
NO_FUNNEL_OF_COUNT = Bilingual(
    nl="Geen trechter: een aantal wordt nergens door gedeeld. Kies een aandeel of een aantal per "
    "1.000.",
    en="No funnel: a count is divided by nothing. Choose a share, or a number per 1,000.",
)
NO_REFERENCE_FIGURE = Bilingual(
    nl="Geen trechter: deze groep heeft geen cijfer.",
    en="No funnel: this group has no figure.",
)


def no_figure(period: Period, status: str) -> Bilingual:
    """The place itself has no figure in the period."""
    return Bilingual(
        nl=f"Voor {period} is geen cijfer vrijgegeven (status {status}).",
        en=f"No figure was released for {period} (status {status}).",
    )


def no_longer_there(last: Period | None, heirs: Sequence[Area] = ()) -> Bilingual:
    """The municipality was merged or split before the period, and went over into these."""
    into = ", ".join(f"{heir.name} ({heir.code})" for heir in heirs)
    dutch, english = "Deze gemeente bestaat niet meer", "This municipality no longer exists"
    if last is not None:
        dutch += f"; de laatste periode met een cijfer is {last}"
        english += f"; its last period with a figure is {last}"
    if into:
        dutch += f". Zij ging over in {into}"
        english += f". It went over into {into}"
    return Bilingual(nl=f"{dutch}.", en=f"{english}.")


def grew_by_merger(names: Sequence[str], since: Period) -> Bilingual:
    """Part of the growth is other municipalities that were taken in since."""
    taken_in = ", ".join(names)
    return Bilingual(
        nl=f"In de groei sinds {since} zit wat van een andere gemeente kwam: {taken_in}.",
        en=f"The growth since {since} includes what came from another municipality: {taken_in}.",
    )


def on_boundaries_of(year: int) -> Bilingual:
    """All figures were brought to the municipalities of one year."""
    return Bilingual(
        nl=f"Alle cijfers staan op de gemeentegrenzen van 1 januari {year}.",
        en=f"All figures are on the municipal boundaries of 1 January {year}.",
    )


def made_how(period: Period, how: Bilingual, estimated: float) -> Bilingual:
    """How the place's own figure of a period was made, and how much of it is estimated."""
    percent = f"{100 * estimated:.1f}"
    if estimated <= 0:
        return Bilingual(nl=f"{period}: {how.nl}", en=f"{period}: {how.en}")
    return Bilingual(
        nl=f"{period}: {how.nl} Geschat deel: {percent.replace('.', ',')}%.",
        en=f"{period}: {how.en} Estimated part: {percent}%.",
    )


def partly_estimated(number: int) -> Bilingual:
    """Figures in the group rest on a share of inhabitants or dwellings."""
    return Bilingual(
        nl=f"Gemeenten met een deels geschat cijfer, door gewijzigde grenzen: {number}.",
        en=f"Municipalities with a partly estimated figure, since boundaries changed: {number}.",
    )


def too_few(found: int, needed: int) -> Bilingual:
    """So few others have a figure that a percentile would mislead."""
    return Bilingual(
        nl=f"Geen percentiel: andere gemeenten met een cijfer: {found}, nodig: {needed}.",
        en=f"No percentile: other municipalities with a figure: {found}, needed: {needed}.",
    )


def fewer_at_base(missing: int, since: Period) -> Bilingual:
    """The growth of the group is that of fewer municipalities than its value."""
    return Bilingual(
        nl=f"Niet in de groei: gemeenten zonder vergelijkbaar cijfer in {since}: {missing}.",
        en=f"Growth leaves out municipalities without a comparable figure in {since}: {missing}.",
    )
