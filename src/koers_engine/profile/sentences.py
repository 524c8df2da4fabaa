"""What the figures of a place say, as whole sentences in Dutch and English with their numbers.

Nothing is said that the numbers do not bear: a share is of the *other* municipalities with a
figure, strictly above or below; what rounds to the same figure is said to be nearly the same; and
no share is rounded up to all or down to none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from koers_engine.concepts import Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.position import Comparison, Verdict
from koers_engine.profile.grammar import (
    ABOUT,
    AROUND,
    BEST,
    CHANGE,
    COMPARING,
    OF,
    ORDER,
    RANK,
    SHARED,
    THERE_WERE,
    TOGETHER,
    VERDICT,
    Comparing,
    Frames,
    frames,
)
from koers_engine.profile.groups import GroupWords, at
from koers_engine.profile.phrases import Phrase, Words

# Below so many others a percentage pretends to more than there is: then they are counted.
FEWEST_FOR_A_SHARE = 10
# So few others have no middle to be in.
FEWEST_FOR_A_MIDDLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A place and its figure, as the sentences about it need them."""

    place: Bilingual
    phrase: Phrase
    period: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """A place among the municipalities of a group, counted by the figures of the others."""

    group: GroupWords
    above: int
    below: int
    tied: int
    is_member: bool
    lowest_first: bool = False
    """Whether the rank counts from the lowest figure."""
    is_judged: bool = False
    """Whether the first in rank is the best of them."""
    is_guest: bool = False
    """Whether the group was chosen around the place, which so never is one of it."""

    @property
    def others(self) -> int:
        """The municipalities with a figure beside the place."""
        return self.above + self.below + self.tied

    @property
    def n(self) -> int:
        """All municipalities of the group with a figure."""
        return self.others + self.is_member


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A group as one; `is_mean` tells that its figure is the mean of its municipalities.

    `leaves_out` tells that the place would be one of them, had it not been left out.
    """

    group: GroupWords
    n: int
    value: float
    is_mean: bool = False
    leaves_out: bool = False

    def everybody(self, language: str) -> str:
        """The municipalities of the group."""
        named = self.group.others if self.leaves_out else self.group.all
        return named(self.n, language)

    def together(self, language: str) -> str:
        """The group as one, with its preposition."""
        if self.group.area is not None and not self.leaves_out:
            return at(self.group.area.text(language), language)
        return f"in {self.everybody(language)}{TOGETHER[language] if self.n > 1 else ''}"


def _said(sentence: Callable[[str], str]) -> Bilingual:
    texts = {language: sentence(language) for language in ("nl", "en")}
    return Bilingual(
        **{language: f"{text[:1].upper()}{text[1:]}" for language, text in texts.items()}
    )


def standing(told: Told, among: Among) -> Bilingual | None:
    """More or less than which share of a group; None where nobody else has a figure."""
    if among.others == 0:
        return None
    return _said(lambda language: _standing(_Sayer(told, language), among))


def beside(told: Told, held: Whole) -> Bilingual:
    """More or less than a group as one."""
    return _said(lambda language: _beside(_Sayer(told, language), held))


@dataclass(frozen=True, slots=True)
class _Sayer:
    """Fills the frames of a language."""

    told: Told
    language: str

    @property
    def frames(self) -> Frames:
        return frames(self.told.phrase.words, self.language)

    @property
    def comparing(self) -> Comparing:
        return COMPARING[self.language][self.told.phrase.words]

    def figure(self, value: float) -> str:
        return self.told.phrase.figure(value, self.language)

    def say(self, frame: str, **words: str) -> str:
        told, place = self.told, self.told.place.text(self.language)
        where = at(place, self.language)
        return frame.format(
            place=place,
            at=where,
            At=f"{where[:1].upper()}{where[1:]}",
            what=told.phrase.text.text(self.language),
            figure=f"{self.figure(told.value)} in {told.period}",
            period=told.period,
            same=self.comparing.same,
            **words,
        )


def _standing(sayer: _Sayer, among: Among) -> str:
    said, words, language = sayer.frames, sayer.comparing, sayer.language
    others = (
        among.group.others(among.others, language)
        if among.is_member
        else among.group.all(among.others, language)
    )
    if among.tied == among.others:
        return sayer.say(said.same, about="", whom=_all_of(said, others, among.tied, "each"))
    is_above = among.below >= among.above
    beyond = words.more if is_above else words.less
    passed = among.below if is_above else among.above
    if passed == among.others:
        if among.is_member:
            most = words.most if is_above else words.least
            return sayer.say(said.first, most=most, all=among.group.all(among.n, language))
        return sayer.say(said.than, more=beyond, whom=_all_of(said, others, passed, "any"))
    if passed + among.tied == among.others and among.others > 1:
        # Nobody has more, and some have as much.
        return sayer.say(said.none_beyond, more=beyond, others=others)
    if 2 * passed <= among.others and among.others >= FEWEST_FOR_A_MIDDLE:
        # "More than 48%" would hide that as many have more.
        return sayer.say(
            f"{said.middle}{AROUND[language][among.tied > 0]}",
            others=others,
            above=_part(among.above, among.others),
            below=_part(among.below, among.others),
        )
    part = f"{_part(passed, among.others)} {OF[language]} {others}"
    return sayer.say(said.than, more=beyond, whom=said.some.format(whom=part))


def _all_of(said: Frames, others: str, n: int, which: str) -> str:
    if which == "any" and n == 2:  # "any of the 2" is no English
        which = "either"
    return said.some.format(whom=others) if n == 1 else said.each.format(all=others, any=which)


def _part(passed: int, others: int) -> str:
    """Which part of the others is passed: a share, never of all nor none, or how many they are.

    >>> _part(5, 7), _part(17, 24), _part(340, 341)
    ('5', '71%', '99%')
    """
    share = round(100 * passed / others)
    if others < FEWEST_FOR_A_SHARE or share < 1:
        return str(passed)
    return f"{min(share, 99)}%"


def _beside(sayer: _Sayer, held: Whole) -> str:
    said, words, language = sayer.frames, sayer.comparing, sayer.language
    everybody = held.everybody(language)
    if held.is_mean:
        whom = said.mean.format(all=everybody)
    elif held.group.area is not None and not held.leaves_out:
        area = held.group.area.text(language)
        whom = said.area.format(whom=area, at=at(area, language))
    elif held.n == 1:
        whom = said.some.format(whom=everybody)
    else:
        whom = said.together.format(all=everybody)
    own, theirs = sayer.figure(sayer.told.value), sayer.figure(held.value)
    whom = f"{whom} ({theirs})"
    if own == theirs:
        about = "" if sayer.told.value == held.value else ABOUT[language]
        return sayer.say(said.same, about=about, whom=whom)
    more = words.more if sayer.told.value > held.value else words.less
    return sayer.say(said.than, more=more, whom=whom)


def rank(told: Told, among: Among) -> Bilingual:
    """The place in the order of the group, with how many share it."""
    return _said(lambda language: _rank(told, among, language))


def _rank(told: Told, among: Among, language: str) -> str:
    words = {
        "place": told.place.text(language),
        "rank": str(1 + (among.below if among.lowest_first else among.above)),
        "n": str(among.n),
        "order": ORDER[language][among.lowest_first] + (BEST[language] if among.is_judged else ""),
        "shared": _shared(among, language),
        "which": among.group.which.text(language),
    }
    if among.n == 1 and among.is_member:
        return RANK[language]["alone"].format(**words)
    case = "member" if among.is_member else "guest" if among.is_guest else "stranger"
    return RANK[language][case].format(**words)


def _shared(among: Among, language: str) -> str:
    if not among.tied:
        return ""
    other, one, many, and_ = SHARED[language]
    kind = f"{other if among.is_member else ''}{one if among.tied == 1 else many}"
    return and_.format(n=among.tied, kind=kind)


def verdict(found: Verdict, of_group: Whole) -> Bilingual:
    """Whether the place is better or worse than a group beyond chance."""
    return _said(lambda language: _verdict(found, of_group, language))


def _verdict(found: Verdict, of_group: Whole, language: str) -> str:
    return VERDICT[language][found.comparison is Comparison.SIMILAR].format(
        compared=found.words.text(language),
        whole=of_group.together(language),
        confidence=f"{_trimmed(100 * found.confidence, language)}%",
    )


def _trimmed(value: float, language: str) -> str:
    return number(value, 0 if value == round(value) else 1, language=language)


def without_figure(missing: int) -> Bilingual:
    """How many municipalities of a group are left out, since they have no figure."""
    if missing == 1:
        return Bilingual(
            nl="1 gemeente in deze groep heeft geen cijfer en telt niet mee.",
            en="1 municipality in this group has no figure and does not count.",
        )
    return Bilingual(
        nl=f"{missing} gemeenten in deze groep hebben geen cijfer en tellen niet mee.",
        en=f"{missing} municipalities in this group have no figure and do not count.",
    )


def growth(told: Told, since: str, percent: float, of_group: Whole | None = None) -> Bilingual:
    """How the place's figure changed since a period, beside the change of a group.

    Args:
        percent: Of the place's figure.
        of_group: With the group's change in percent as its value.
    """
    return _said(lambda language: _growth(_Sayer(told, language), since, percent, of_group))


def _growth(sayer: _Sayer, since: str, percent: float, of_group: Whole | None) -> str:
    said, words, language = sayer.frames, sayer.comparing, sayer.language
    there_were = THERE_WERE[language][sayer.told.phrase.words is Words.COUNT]
    known = {"since": since, "were": there_were}
    size = number(abs(percent), 1, language=language)
    if float(f"{percent:.1f}") == 0:
        text = sayer.say(said.grew_same, about="" if percent == 0 else ABOUT[language], **known)
    else:
        more = words.more if percent > 0 else words.less
        text = sayer.say(said.grew, percent=size, more=more, **known)
    if of_group is None:
        return f"{text}."
    change = CHANGE[language].format(
        whole=of_group.together(language), change=signed_percent(of_group.value, language)
    )
    return f"{text}; {change}."


def signed_percent(percent: float, language: str) -> str:
    """A change with its sign: +3.2%, −0.4%, 0.0%."""
    sign = "" if float(f"{percent:.1f}") == 0 else "+" if percent > 0 else "−"
    return f"{sign}{number(abs(percent), 1, language=language)}%"
