import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.references.characteristics import POPULATION, Characteristics
from koers_engine.references.divisions import KINDS, Division, OwnDivision
from koers_engine.references.group import ReferenceGroup
from koers_engine.references.lists import OwnGroup, read_mention
from koers_engine.references.peers import read_peers
from koers_engine.references.ranges import CLASSES, OwnClass, Range
from koers_engine.references.rules import Asked, Codes, FixedArea, OwnArea, Rule

_FORMS = (
    "nl; province; landsdeel; north-netherlands; corop; labour-market-region; a number of "
    'inhabitants as in "50000..100000 inhabitants", "100000.. inhabitants" or "..20000 '
    'inhabitants"; the same of any indicator, as in "1000..1500 address-density"; size-class; '
    'urbanisation; peers, as in "peers", "peers 8 by population*2, address-density" or "peers '
    'within 0.5"; codes as in GM0106,GM0114, PV22, CR07 or AM01; a list of '
    'your own as in group:NAME or group:NAME@2; and after each of these " without '
    'itself" or " with itself"'
)
# Thousands by dots; else digits, with at most two decimals, so that 1.500 is never 1½.
_NUMBER = r"-?(?:[1-9]\d{0,2}(?:\.\d{3}){1,3}|\d{1,12}(?:[.,]\d{1,2})?)"
_RANGE = re.compile(
    rf"(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?\s*(?P<indicator>[a-z][a-z0-9-]{{0,79}})",
    re.ASCII,
)
_CODES = re.compile(r"[A-Z]{2}\d{2,4}(?:,[A-Z]{2}\d{2,4})*", re.ASCII)
_SUFFIX = re.compile(r"(?P<rule>.+?)\s+(?P<word>without|with)\s+itself", re.IGNORECASE)
_OWN = ("province", "landsdeel")
_FIXED = {"nl": "NL01", "north-netherlands": "LD01"}
_INHABITANTS = {"inhabitants": POPULATION, "inwoners": POPULATION}


class UnreadableReference(Refusal, ValueError):
    """A text does not say which reference areas are meant."""

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(f"{text!r} names no reference areas.{why} Known forms: {_FORMS}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a place is held against, before it is known which place. Made by `parse_reference`.

    `itself` puts the place in the group or leaves it out; None where the rule decides.
    """

    text: str
    rule: Rule
    itself: bool | None = None

    @property
    def label(self) -> Bilingual:
        """The reference in words, as far as these are known without a place."""
        return self._said(self.rule.label)

    @property
    def needs(self) -> tuple[str, ...]:
        """Codes of the indicators that decide who belongs: their panels are asked for."""
        return self.rule.needs

    def group_for(
        self, area: Area, register: AreaRegister, characteristics: Characteristics, period: Period
    ) -> ReferenceGroup:
        """The group for this place in this period.

        Raises:
            UnknownArea: The register has no area with a code that the reference names.
            LiesNowhere: The place lies in no area of the kind that the reference asks for.
            Refusal: An indicator that decides is not there, as `load_panel` says.
        """
        asked = Asked(area, register, characteristics, period)
        return characteristics.kept(
            register, (self, area, period), lambda: self._with_or_without(asked)
        )

    def _with_or_without(self, asked: Asked) -> ReferenceGroup:
        area, group = asked.area, self.rule.group_for(asked)
        if self.itself is None or self.itself is group.includes_self:
            return group
        members = group.members
        if members is None:
            members = frozenset(asked.register.province)
        own = frozenset((area.code,))
        return replace(
            group,
            label=self._said(group.label),
            members=members | own if self.itself else members - own,
            official=None,
            includes_self=self.itself,
        )

    def _said(self, label: Bilingual) -> Bilingual:
        match self.itself:
            case None:
                return label
            case True:
                return Bilingual(
                    nl=f"{label.nl}, met de gemeente zelf", en=f"{label.en}, with itself"
                )
            case False:
                return Bilingual(
                    nl=f"{label.nl}, zonder de gemeente zelf", en=f"{label.en}, without itself"
                )


def parse_reference(text: str, groups: Mapping[str, OwnGroup] = MappingProxyType({})) -> Reference:
    """Read which reference areas are meant.

    `groups` are the lists that "group:NAME" may name, as `by_name` or `read_groups` gives them.

    Raises:
        UnreadableReference: The text has none of the known forms; the message lists them.
        UnknownGroup: It names a list that is not among `groups`.

    >>> parse_reference("50000..100000 inhabitants").label.en
    'municipalities with 50,000 to 100,000 inhabitants'
    """
    asked = " ".join(text.split())
    suffix = _SUFFIX.fullmatch(asked)
    rule = suffix["rule"] if suffix else asked
    found: Rule | None = read_mention(rule.casefold(), groups)
    for read in _READERS:
        found = found or read(rule, rule.casefold())
    if found is None:
        raise UnreadableReference(text)
    itself = suffix and suffix["word"].casefold() == "with"
    return Reference(text=asked, rule=found, itself=itself)


def _area(asked: str, folded: str) -> Rule | None:  # noqa: ARG001
    if folded in _FIXED:
        return FixedArea(_FIXED[folded])
    for names, rule in ((_OWN, OwnArea), (KINDS, OwnDivision), (CLASSES, OwnClass)):
        if folded in names:
            return rule(folded)
    return None


def _range(asked: str, folded: str) -> Rule | None:
    found = _RANGE.fullmatch(folded)
    if found is None:
        return None
    indicator = found["indicator"]
    if len({text[-4:-3] == "." for text in found.groups("")[:2] if "." in text}) > 1:
        raise UnreadableReference(asked, " A dot marks thousands or decimals, not both.")
    low, high = _number(found["low"]), _number(found["high"])
    if low is None and high is None:
        raise UnreadableReference(asked, " Give at least one number.")
    if low is not None and high is not None and low >= high:
        raise UnreadableReference(asked, " The first number must be the smaller one.")
    return Range(_INHABITANTS.get(indicator, indicator), low, high)


def _peers(asked: str, folded: str) -> Rule | None:
    try:
        return read_peers(folded)
    except ValueError as reason:
        raise UnreadableReference(asked, f" {reason}") from reason


def _coded(asked: str, folded: str) -> Rule | None:  # noqa: ARG001
    codes = asked.upper().replace(" ", "")
    if not _CODES.fullmatch(codes):
        return None
    listed = tuple(dict.fromkeys(codes.split(",")))
    kinds = {AreaKind.of(code) for code in listed}
    if kinds == {AreaKind.MUNICIPALITY}:
        return Codes(listed)
    if len(listed) == 1 and kinds <= {AreaKind.COUNTRY, AreaKind.LANDSDEEL, AreaKind.PROVINCE}:
        return FixedArea(listed[0])
    if len(listed) == 1 and kinds <= {AreaKind.COROP, AreaKind.LABOUR_MARKET_REGION}:
        return Division(listed[0])
    why = " Give municipalities, or one area of another kind."
    raise UnreadableReference(asked, why)


_READERS: tuple[Callable[[str, str], Rule | None], ...] = (_area, _range, _peers, _coded)


def _number(text: str | None) -> float | None:
    if not text:
        return None
    whole = re.sub(r"\.(?=\d{3})", "", text)
    return float(whole.replace(",", "."))
