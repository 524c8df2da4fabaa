"""Why there is no score, mark or arrow, in words a councillor understands."""

from collections.abc import Sequence

from koers_engine.concepts import Bilingual, Period

NO_SOURCE = Bilingual(
    nl="Geen score: van deze indicator zijn geen cijfers ingelezen.",
    en="No score: no figures of this indicator were brought in.",
)
NO_FIGURES = Bilingual(nl="Geen score: er zijn geen cijfers.", en="No score: there are no figures.")
NO_SPREAD = Bilingual(
    nl="Geen score: de twee ijkpunten vallen samen of staan verkeerd om.",
    en="No score: the two goalposts coincide or stand the wrong way round.",
)
NO_INDICATORS = Bilingual(
    nl="Geen score: bij dit doel hoort geen indicator.",
    en="No score: no indicator belongs to this goal.",
)
TOWARDS_TARGET = Bilingual(
    nl="{arrow}: sinds {since} {observed} per jaar, en {required} per jaar {is_or_was} nodig voor "
    "{target} in {by}.",
    en="{arrow}: since {since} {observed} per year, and {required} per year {is_or_was} needed for "
    "{target} in {by}.",
)
TARGET_REACHED = Bilingual(
    nl="{arrow}: sinds {since} {observed} per jaar, en het streefcijfer {target} is bereikt.",
    en="{arrow}: since {since} {observed} per year, and the target of {target} is reached.",
)
TARGET_LOST = Bilingual(
    nl="{arrow}: sinds {since} {observed} per jaar, en het streefcijfer {target}, dat toen bereikt "
    "was, is dat niet meer.",
    en="{arrow}: since {since} {observed} per year, and the target of {target}, reached then, no "
    "longer is.",
)
TOOK_OVER = Bilingual(
    nl="Geen pijl: tussen de perioden zit een breuk in de reeks.",
    en="No arrow: the series breaks between the periods.",
)
COMPUTED = Bilingual(
    nl="Geen pijl: het cijfer is een gemiddelde van gemeenten.",
    en="No arrow: the figure is a mean of municipalities.",
)
NO_ARROW_OF_GOAL = Bilingual(
    nl="Geen pijl: te weinig indicatoren hebben er een.",
    en="No arrow: too few indicators have one.",
)


def no_period(until: Period | None) -> Bilingual:
    """The indicator has no figures up to the period that was asked for."""
    if until is None:
        return NO_FIGURES
    return Bilingual(
        nl=f"Geen score: er zijn geen cijfers tot en met {until}.",
        en=f"No score: there are no figures up to {until}.",
    )


def too_few_municipalities(found: int, needed: int) -> Bilingual:
    """A goalpost that rests on figures of municipalities has too few of them."""
    return Bilingual(
        nl=f"Geen score: gemeenten met een cijfer voor de ijkpunten: {found}, nodig: {needed}.",
        en=f"No score: municipalities with a figure for the goalposts: {found}, needed: {needed}.",
    )


def no_figure(period: Period, status: str) -> Bilingual:
    """The place itself has no figure in the period."""
    return Bilingual(
        nl=f"Geen score: voor {period} is geen cijfer vrijgegeven (status {status}).",
        en=f"No score: no figure was released for {period} (status {status}).",
    )


def too_few_indicators(used: int, of: int, needed: int) -> Bilingual:
    """So few of a goal's indicators have a score that their mean would mislead."""
    return Bilingual(
        nl=f"Geen score: indicatoren met een score: {used} van {of}, nodig: {needed}.",
        en=f"No score: indicators with a score: {used} of {of}, needed: {needed}.",
    )


def too_few_goals(used: int, of: int, needed: int) -> Bilingual:
    """So few goals have a score that their mean would mislead."""
    return Bilingual(
        nl=f"Geen totaalscore: doelen met een score: {used} van {of}, nodig: {needed}.",
        en=f"No overall score: goals with a score: {used} of {of}, needed: {needed}.",
    )


def one_period(since: int) -> Bilingual:
    """A trend needs two periods, and there is one."""
    return Bilingual(
        nl=f"Geen pijl: vanaf {since} is er geen eerder cijfer om mee te vergelijken.",
        en=f"No arrow: from {since} on there is no earlier figure to compare with.",
    )


def target_year_passed(by: int, since: Period) -> Bilingual:
    """The year of the target does not come after the first figure."""
    return Bilingual(
        nl=f"Geen pijl: het streefjaar {by} ligt niet na het eerste cijfer, van {since}.",
        en=f"No arrow: the target's year {by} is not after the first figure, of {since}.",
    )


def boundaries_changed(names: Sequence[str], since: Period) -> Bilingual:
    """The place took in others, so that its figures are not of the same territory."""
    taken_in = ", ".join(names)
    return Bilingual(
        nl=f"Geen pijl: sinds {since} kwam er een andere gemeente bij: {taken_in}.",
        en=f"No arrow: since {since} another municipality was taken in: {taken_in}.",
    )


def no_longer_there(names: Sequence[str]) -> Bilingual:
    """The place is none of the municipalities that are ranked."""
    if not names:
        return Bilingual(
            nl="Deze gemeente telt niet mee in de rangorde: zij bestaat dan niet.",
            en="This municipality is not ranked: it is not there then.",
        )
    into = ", ".join(names)
    return Bilingual(
        nl=f"Deze gemeente telt niet mee in de rangorde: zij ging over in {into}.",
        en=f"This municipality is not ranked: it went over into {into}.",
    )
