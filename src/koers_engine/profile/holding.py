"""A place beside one reference: out of the numbers of its position, the sentences that say them."""

from dataclasses import dataclass

from koers_engine.concepts import Area, AreaKind, Bilingual
from koers_engine.indicators import Direction, IndicatorKind
from koers_engine.position import Position, ReferencePosition
from koers_engine.profile import sentences
from koers_engine.profile.groups import GroupWords, place_name
from koers_engine.profile.phrases import Phrase
from koers_engine.profile.profile import Held
from koers_engine.profile.sentences import Among, Told, Whole
from koers_engine.references import ReferenceGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A reference in a period: who belongs to it, and the words for it."""

    group: ReferenceGroup
    words: GroupWords
    leaves_out: bool
    """Whether the place would belong, had it not been left out."""
    n_there: int
    """Its municipalities in that period, with a figure or without."""


def hold(
    place: Area, own: Position, beside: ReferencePosition, group: Group, phrase: Phrase
) -> Held:
    """The numbers with their sentences; those that cannot be said are None."""
    is_count = own.indicator.kind is IndicatorKind.COUNT
    level = beside.mean if is_count else beside.value
    if is_count and place.kind is not AreaKind.MUNICIPALITY:
        level = None
    if own.value is None:
        return Held(position=beside, level=level)
    told = Told(
        place=place_name(place.code, place.name),
        phrase=phrase,
        period=own.period.label,
        value=own.value,
    )
    among = _among(own, beside, group)
    is_alone = beside.n == int(beside.is_member) and not beside.is_official
    speaks = not is_alone and group.group.official != place.code
    left_out = group.n_there - beside.n
    return Held(
        position=beside,
        level=level,
        standing=sentences.standing(told, among) if among else None,
        beside=(
            sentences.beside(told, _whole(beside, group, level, is_mean=is_count))
            if speaks and level is not None
            else None
        ),
        rank=sentences.rank(told, among) if among else None,
        verdict=(
            sentences.verdict(beside.verdict, _whole(beside, group, beside.value))
            if speaks and beside.verdict and beside.value is not None
            else None
        ),
        growth=_growth(told, own, beside, group) if speaks else None,
        without_figure=sentences.without_figure(left_out) if left_out > 0 and among else None,
    )


def _among(own: Position, beside: ReferencePosition, group: Group) -> Among | None:
    if beside.rank is None:
        return None
    others = beside.n - int(beside.is_member)
    better = beside.rank - 1
    worse = others - better - beside.tied
    indicator = own.indicator
    lowest_first = indicator.direction is Direction.LOWER
    return Among(
        group=group.words,
        above=worse if lowest_first else better,
        below=better if lowest_first else worse,
        tied=beside.tied,
        is_member=beside.is_member or group.leaves_out,
        lowest_first=lowest_first,
        # A larger place has more of everything, which makes it no better.
        is_judged=indicator.direction is not Direction.NEITHER
        and indicator.kind is not IndicatorKind.COUNT,
        is_guest=bool(group.group.peers),
    )


def _whole(
    beside: ReferencePosition, group: Group, value: float, *, is_mean: bool = False
) -> Whole:
    return Whole(
        group=group.words,
        n=beside.n,
        value=value,
        is_mean=is_mean,
        leaves_out=group.leaves_out,
    )


def _growth(told: Told, own: Position, beside: ReferencePosition, group: Group) -> Bilingual | None:
    if own.growth is None or own.since is None:
        return None
    whole = None if beside.growth is None else _whole(beside, group, beside.growth)
    return sentences.growth(told, own.since.label, own.growth, whole)
