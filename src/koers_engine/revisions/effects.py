"""What a revision does to conclusions that were drawn before it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from koers_engine.concepts import Bilingual, Refusal
from koers_engine.indicators import Catalogue
from koers_engine.observations import Vintage
from koers_engine.revisions import wording
from koers_engine.revisions.conclusion import Answer, Conclusion, Held
from koers_engine.revisions.known import Known


class Aspect(StrEnum):
    """What of a conclusion changed."""

    VALUE = "value"
    GROWTH = "growth"
    RANK = "rank"
    VERDICT = "verdict"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Turn:
    """One thing that a conclusion now says differently, in a sentence."""

    aspect: Aspect
    sentence: Bilingual


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of a conclusion: `turns` is empty where it holds.

    `trouble` tells why it could not be drawn again; there are no turns then.
    """

    conclusion: Conclusion
    turns: tuple[Turn, ...] = ()
    trouble: str = ""

    @property
    def holds(self) -> bool:
        """Whether the conclusion could be drawn again, and came to the same."""
        return not (self.turns or self.trouble)


def turns(before: Answer, after: Answer) -> tuple[Turn, ...]:
    """What another answer to the same question says differently.

    Figures are compared as printed: values in the indicator's decimals, growth in one. A rank
    counts as another one when the number of municipalities it is among is another, too.
    """
    return tuple(_turns(before, after))


def _turns(before: Answer, after: Answer) -> Iterator[Turn]:
    if before.formula != after.formula:
        yield Turn(Aspect.DEFINITION, wording.defined(before, after))
    decimals = after.decimals
    if _shown(before.value, decimals) != _shown(after.value, decimals):
        yield Turn(Aspect.VALUE, wording.valued(before, after))
    if _shown(before.growth, 1) != _shown(after.growth, 1):
        yield Turn(Aspect.GROWTH, wording.grown(before.growth, after.growth))
    later = {held.reference: held for held in after.held}
    for was in before.held:
        if was.reference in later:
            yield from _held_turns(was, later[was.reference])


def _held_turns(was: Held, now: Held) -> Iterator[Turn]:
    if (was.rank, was.n_ranked) != (now.rank, now.n_ranked):
        yield Turn(Aspect.RANK, wording.ranked(was, now))
    if was.verdict != now.verdict:
        yield Turn(Aspect.VERDICT, wording.judged(was, now))


def _shown(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(value, decimals)


def rechecked(kept: Iterable[Conclusion], known: Known) -> list[Effect]:
    """Draw conclusions again from what is known, and hold them against what was kept."""
    return [_effect(conclusion, conclusion.answer, known) for conclusion in kept]


def effects_of(
    kept: Iterable[Conclusion],
    catalogue: Catalogue,
    *,
    before: Known,
    after: Known,
    vintage: Vintage,
) -> list[Effect]:
    """What the revision of one table does to the conclusions that rest on it.

    Each is drawn twice, from what was known before and after, so that only this table differs.

    Args:
        before, after: What is known with the one and with the other vintage of the table.
        vintage: Either of the two; it names the table.
    """
    found = []
    for conclusion in kept:
        if not _rests_on(conclusion, vintage.dataset_id, catalogue):
            continue
        try:
            earlier = before.answer(conclusion.question)
        except Refusal as refusal:
            found.append(Effect(conclusion, trouble=str(refusal)))
            continue
        found.append(_effect(conclusion, earlier, after))
    return found


def _effect(conclusion: Conclusion, earlier: Answer, known: Known) -> Effect:
    try:
        answer = known.answer(conclusion.question)
    except Refusal as refusal:
        return Effect(conclusion, trouble=str(refusal))
    return Effect(conclusion, turns(earlier, answer))


def _rests_on(conclusion: Conclusion, dataset_id: str, catalogue: Catalogue) -> bool:
    """Whether the conclusion was read from a table, or would be now."""
    if dataset_id in {ground.dataset for ground in conclusion.answer.grounds}:
        return True
    try:
        return dataset_id in catalogue.datasets_of(conclusion.question.indicator)
    except Refusal:
        return False
