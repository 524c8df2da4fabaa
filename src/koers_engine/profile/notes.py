"""Why a figure is not there, and what must be said of a place beside its figures."""

from collections.abc import Sequence
from datetime import date

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Catalogue, Indicator, IndicatorWithoutData, Panel
from koers_engine.indicators.boundaries import in_dutch, in_english
from koers_engine.observations import NotYetKnown
from koers_engine.position.notes import on_boundaries_of
from koers_engine.profile.groups import in_a_row, place_name

# How far back mergers are told of: further than any series of a profile.
TOLD_SINCE = Period(2010)
_REASONS = {
    "M": Bilingual(nl="dit cijfer kan hier niet bestaan", en="this figure cannot exist here"),
    "Q": Bilingual(
        nl="de uitgever houdt het cijfer geheim", en="the publisher keeps the figure secret"
    ),
    "L": Bilingual(nl="het cijfer is niet verzameld", en="the figure was not collected"),
    "K": Bilingual(
        nl="het cijfer zit in dat van een ander gebied", en="the figure is part of another area's"
    ),
}
_NOT_RELEASED = Bilingual(nl="er is geen cijfer vrijgegeven", en="no figure has been released")


def no_data(code: str, refusal: Refusal, catalogue: Catalogue) -> Bilingual:
    """Why an indicator has no figures at all."""
    name, datasets = catalogue[code].name, ", ".join(catalogue.datasets_of(code))
    if isinstance(refusal, IndicatorWithoutData):
        return Bilingual(
            nl=f"{name.nl}: de bron van dit cijfer is niet in huis ({datasets}).",
            en=f"{name.en}: the source of this figure has not been brought in ({datasets}).",
        )
    if isinstance(refusal, NotYetKnown):
        return Bilingual(
            nl=f"{name.nl}: op die dag was de bron van dit cijfer nog niet in huis ({datasets}).",
            en=f"{name.en}: on that day the source of this figure was not there yet ({datasets}).",
        )
    return Bilingual(
        nl=f"{name.nl}: dit cijfer is niet te maken uit wat er in huis is ({datasets}).",
        en=f"{name.en}: this figure cannot be made from what has been brought in ({datasets}).",
    )


def no_figure(panel: Panel, place: Area, until: Period | None) -> Bilingual:
    """Why a place has no figure of an indicator, in any period or in none up to one."""
    name, where = panel.indicator.name, place_name(place.code, place.name)
    if until is not None and panel.last_period(place.code) is not None:
        return Bilingual(
            nl=f"{name.nl}: voor {where.nl} is er over {until} of eerder geen cijfer.",
            en=f"{name.en}: there is no figure for {where.en} of {until} or earlier.",
        )
    statuses = [status for _, _, status in panel.series(place.code)]
    why = _REASONS.get(statuses[-1] if statuses else "O", _NOT_RELEASED)
    return Bilingual(
        nl=f"{name.nl}: {why.nl} voor {where.nl}.", en=f"{name.en}: {why.en} for {where.en}."
    )


def nobody(indicator: Indicator, until: Period | None) -> Bilingual:
    """Why none of several places has a figure."""
    if until is not None:
        return Bilingual(
            nl=f"{indicator.name.nl}: er is over {until} of eerder geen cijfer.",
            en=f"{indicator.name.en}: there is no figure of {until} or earlier.",
        )
    return Bilingual(
        nl=f"{indicator.name.nl}: {_NOT_RELEASED.nl}.",
        en=f"{indicator.name.en}: {_NOT_RELEASED.en}.",
    )


def on_place(place: Area, register: AreaRegister, boundaries: int | None) -> tuple[Bilingual, ...]:
    """What became part of a municipality of late, and on which boundaries the figures are."""
    said = []
    if boundaries is not None:
        said.append(on_boundaries_of(boundaries))
    if place.kind is not AreaKind.MUNICIPALITY or not register.history.flows:
        return tuple(said)
    last = Period(boundaries) if boundaries else max(register.living, default=TOLD_SINCE)
    life = register.history.lives.get(place.code)
    begin = life.begin if life else None
    taken_in = [area.name for area in register.taken_in(place.code, TOLD_SINCE, last)]
    if begin is not None and begin > TOLD_SINCE.first_day:
        said.append(_founded(place, begin, taken_in, advise=boundaries is None))
    elif taken_in:
        said.append(_grown(place, taken_in, advise=boundaries is None))
    return tuple(said)


def _founded(place: Area, begin: date, parts: Sequence[str], *, advise: bool) -> Bilingual:
    dutch, english = in_a_row(parts, "en"), in_a_row(parts, "and")
    advice = _ADVICE if advise else Bilingual.same("")
    return Bilingual(
        nl=f"De gemeente {place.name} bestaat sinds {in_dutch(begin)}"
        + (f" en kwam voort uit {dutch}.{advice.nl}" if dutch else "."),
        en=f"The municipality of {place.name} exists since {in_english(begin)}"
        + (f" and came out of {english}.{advice.en}" if english else "."),
    )


def _grown(place: Area, parts: Sequence[str], *, advise: bool) -> Bilingual:
    advice = _ADVICE if advise else Bilingual.same("")
    since = TOLD_SINCE
    return Bilingual(
        nl=f"De gemeente {place.name} nam sinds {since} het volgende op, geheel of ten dele: "
        f"{in_a_row(parts, 'en')}.{advice.nl}",
        en=f"Since {since} the municipality of {place.name} took in, in whole or in part: "
        f"{in_a_row(parts, 'and')}.{advice.en}",
    )


_ADVICE = Bilingual(
    nl=" Kies de grenzen van één jaar om cijfers van vroeger daarmee te vergelijken.",
    en=" Choose the boundaries of one year to compare earlier figures with it.",
)
