"""What the making of an index must say beside its scores, in words a councillor understands."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from koers_engine.composite.imputing import Imputation
from koers_engine.concepts import Bilingual

_NAMED = 8


class FindingKind(StrEnum):
    """What a finding is about."""

    NOT_READ = "not-read"
    EXCLUDED = "excluded"
    NO_VALUES = "no-values"
    CONSTANT = "constant"
    NOT_DENOMINATED = "not-denominated"
    IMPUTED = "imputed"
    STILL_MISSING = "still-missing"
    WINSORISED = "winsorised"
    TRANSFORMED = "transformed"
    STILL_OUT = "still-out"
    NOT_NORMALISED = "not-normalised"
    NO_COMPONENT = "no-component"
    OPPOSED_LOADINGS = "opposed-loadings"
    INCOMPLETE = "incomplete"
    NO_SCORE = "no-score"
    OPPOSED = "opposed"
    WEAK = "weak"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that was found in a step, about one part, one unit, or the whole."""

    step: str
    kind: FindingKind
    about: str
    """The code of an element or unit; empty for the whole."""
    text: Bilingual


STEP_NAMES = {
    "read": Bilingual(nl="inlezen", en="read"),
    "denominate": Bilingual(nl="delen", en="denominate"),
    "screen": Bilingual(nl="selecteren", en="screen"),
    "impute": Bilingual(nl="bijschatten", en="impute"),
    "treat": Bilingual(nl="uitschieters", en="treat"),
    "normalise": Bilingual(nl="normaliseren", en="normalise"),
    "weigh": Bilingual(nl="wegen", en="weigh"),
    "aggregate": Bilingual(nl="samenvoegen", en="aggregate"),
    "correlate": Bilingual(nl="samenhang", en="correlate"),
}
"""What each step that has findings is called."""


def named(names: Sequence[str]) -> Bilingual:
    """The first names, and how many more there are.

    >>> named(["Assen", "Emmen"]).en
    'Assen, Emmen'
    """
    shown, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    if more <= 0:
        return Bilingual.same(shown)
    return Bilingual(nl=f"{shown} en nog {more}", en=f"{shown} and {more} more")


def not_read(column: str) -> Finding:
    """A column of the data is described nowhere."""
    text = Bilingual(
        nl=f"Kolom {column} staat niet in de beschrijving en is niet gebruikt.",
        en=f"Column {column} is not described and was not used.",
    )
    return Finding("read", FindingKind.NOT_READ, column, text)


def excluded(code: str, name: str, percent: float, least: float) -> Finding:
    """A unit has too few values."""
    text = Bilingual(
        nl=f"{name} doet niet mee: {_dutch(percent)}% van de indicatoren heeft een (niet-nul) "
        f"cijfer, nodig is {_dutch(least)}%.",
        en=f"{name} is left out: {percent:.1f}% of the indicators have a (non-zero) figure, "
        f"{least:.1f}% is needed.",
    )
    return Finding("screen", FindingKind.EXCLUDED, code, text)


def no_values(code: str, name: str) -> Finding:
    """No unit has a figure of an indicator."""
    text = Bilingual(
        nl=f"{name} telt niet mee: geen enkele eenheid heeft een cijfer.",
        en=f"{name} does not count: no unit has a figure.",
    )
    return Finding("normalise", FindingKind.NO_VALUES, code, text)


def constant(code: str, name: str, *, counts: bool) -> Finding:
    """All units have the same figure."""
    if counts:
        text = Bilingual(
            nl=f"{name} is voor alle eenheden gelijk en maakt dus geen verschil.",
            en=f"{name} is the same for all units and so makes no difference.",
        )
    else:
        text = Bilingual(
            nl=f"{name} telt niet mee: het cijfer is voor alle eenheden gelijk.",
            en=f"{name} does not count: all units have the same figure.",
        )
    return Finding("normalise", FindingKind.CONSTANT, code, text)


def not_normalised(code: str, name: str, method: str) -> Finding:
    """A method cannot bring an indicator to the scale."""
    text = Bilingual(
        nl=f"{name} telt niet mee: {method} kan deze cijfers niet vergelijken. Geef een doel, "
        "referentie of grenzen boven de laagste waarde, of kies een andere methode.",
        en=f"{name} does not count: {method} cannot compare these figures. Give a target, "
        "reference or goalposts above the lowest value, or choose another method.",
    )
    return Finding("normalise", FindingKind.NOT_NORMALISED, code, text)


def not_denominated(code: str, name: str, by: str, units: Sequence[str]) -> Finding:
    """Figures were lost for want of something to divide by."""
    who = named(units)
    text = Bilingual(
        nl=f"{name} ontbreekt nu ook voor {who.nl}: {by} is daar 0 of onbekend.",
        en=f"{name} is now missing for {who.en} too: {by} is 0 or unknown there.",
    )
    return Finding("denominate", FindingKind.NOT_DENOMINATED, code, text)


_ESTIMATES = {
    Imputation.NONE: Bilingual(nl="niet", en="not"),
    Imputation.MEAN: Bilingual(nl="gemiddelde", en="mean"),
    Imputation.MEDIAN: Bilingual(nl="mediaan", en="median"),
    Imputation.GROUP_MEAN: Bilingual(nl="gemiddelde van de groep", en="mean of the group"),
    Imputation.GROUP_MEDIAN: Bilingual(nl="mediaan van de groep", en="median of the group"),
    Imputation.REGRESSION: Bilingual(nl="regressie", en="regression"),
}


def imputed(code: str, name: str, method: Imputation, units: Sequence[str]) -> Finding:
    """Figures are estimates."""
    who, n, how = named(units), len(units), _ESTIMATES[method]
    text = Bilingual(
        nl=f"{name}: {n} {'cijfer' if n == 1 else 'cijfers'} geschat ({how.nl}): {who.nl}.",
        en=f"{name}: {n} {'figure' if n == 1 else 'figures'} estimated ({how.en}): {who.en}.",
    )
    return Finding("impute", FindingKind.IMPUTED, code, text)


def still_missing(code: str, name: str, units: Sequence[str]) -> Finding:
    """Figures could not be estimated."""
    who = named(units)
    text = Bilingual(
        nl=f"{name} blijft ontbreken voor {who.nl}: daar is niets om op te schatten.",
        en=f"{name} stays missing for {who.en}: there is nothing to estimate it from.",
    )
    return Finding("impute", FindingKind.STILL_MISSING, code, text)


def winsorised(code: str, name: str, points: int) -> Finding:
    """Extreme figures were brought to the next one."""
    text = Bilingual(
        nl=f"{name}: {points} {'uitschieter' if points == 1 else 'uitschieters'} teruggebracht "
        "tot de waarde ernaast.",
        en=f"{name}: {points} {'outlier' if points == 1 else 'outliers'} brought to the next "
        "value.",
    )
    return Finding("treat", FindingKind.WINSORISED, code, text)


def transformed(code: str, name: str, how: str) -> Finding:
    """An indicator was transformed."""
    text = Bilingual(
        nl=f"{name}: scheef verdeeld; alle waarden omgezet ({how}).",
        en=f"{name}: skewed; all values transformed ({how}).",
    )
    return Finding("treat", FindingKind.TRANSFORMED, code, text)


def still_out(code: str, name: str) -> Finding:
    """Treatment did not suffice."""
    text = Bilingual(
        nl=f"{name}: ook na behandeling nog scheef; enkele eenheden wegen hier zwaar.",
        en=f"{name}: still skewed after treatment; a few units weigh heavily here.",
    )
    return Finding("treat", FindingKind.STILL_OUT, code, text)


def no_component(code: str, name: str) -> Finding:
    """A group gets equal weights for want of a principal component."""
    text = Bilingual(
        nl=f"{name}: te weinig volledige cijfers voor hoofdcomponenten; de delen wegen gelijk.",
        en=f"{name}: too few complete figures for principal components; its parts weigh the same.",
    )
    return Finding("weigh", FindingKind.NO_COMPONENT, code, text)


def opposed_loadings(code: str, name: str, parts: Sequence[str]) -> Finding:
    """Parts of a group point the other way on the first principal component."""
    who = named(parts)
    text = Bilingual(
        nl=f"{name}: {who.nl} beweegt tegen de andere delen in; gewichten uit hoofdcomponenten "
        "verbergen dat.",
        en=f"{name}: {who.en} moves against the other parts; weights from principal components "
        "hide that.",
    )
    return Finding("weigh", FindingKind.OPPOSED_LOADINGS, code, text)


def incomplete(code: str, name: str, units: Sequence[str]) -> Finding:
    """Units have a score of some parts only."""
    who = named(units)
    text = Bilingual(
        nl=f"{name} van {who.nl} steunt op een deel van de onderdelen; die wegen daar zwaarder.",
        en=f"{name} of {who.en} rests on some of its parts; those weigh heavier there.",
    )
    return Finding("aggregate", FindingKind.INCOMPLETE, code, text)


def no_score(code: str, name: str, units: Sequence[str], least: float) -> Finding:
    """Units have too few parts of an aggregate."""
    who = named(units)
    text = Bilingual(
        nl=f"Geen score voor {name}: {who.nl} {'heeft' if len(units) == 1 else 'hebben'} minder "
        f"dan {_dutch(100 * least)}% van de onderdelen, of geen onderdeel met gewicht.",
        en=f"No score for {name}: {who.en} {'has' if len(units) == 1 else 'have'} less than "
        f"{100 * least:.1f}% of its parts, or none that weighs.",
    )
    return Finding("aggregate", FindingKind.NO_SCORE, code, text)


def opposed(code: str, name: str, parent: str, r: float) -> Finding:
    """A part correlates negatively with what it is part of."""
    text = Bilingual(
        nl=f"{name} werkt {parent} tegen (correlatie {_dutch(r, 2)}): kijk naar richting en "
        "plaats.",
        en=f"{name} works against {parent} (correlation {r:.2f}): check its direction and place.",
    )
    return Finding("correlate", FindingKind.OPPOSED, code, text)


def weak(code: str, name: str, parent: str, r: float) -> Finding:
    """A part hardly shows in what it is part of."""
    text = Bilingual(
        nl=f"{name} is in {parent} nauwelijks te zien (correlatie {_dutch(r, 2)}).",
        en=f"{name} hardly shows in {parent} (correlation {r:.2f}).",
    )
    return Finding("correlate", FindingKind.WEAK, code, text)


def double(code: str, name: str, other: str, r: float) -> Finding:
    """Two parts of a group say the same."""
    text = Bilingual(
        nl=f"{name} en {other} zeggen bijna hetzelfde (correlatie {_dutch(r, 2)}) en tellen zo "
        "dubbel.",
        en=f"{name} and {other} say nearly the same (correlation {r:.2f}) and so count double.",
    )
    return Finding("correlate", FindingKind.DOUBLE, code, text)


def _dutch(number: float, decimals: int = 1) -> str:
    return f"{number:.{decimals}f}".replace(".", ",")
