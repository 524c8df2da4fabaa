"""Sentences on what changed, in Dutch and English."""

from koers_engine.concepts import Bilingual
from koers_engine.revisions.conclusion import Answer, Held, Verdict

_VERDICTS = {
    Verdict.ABOVE: Bilingual("erboven", "above it"),
    Verdict.BELOW: Bilingual("eronder", "below it"),
    Verdict.LEVEL: Bilingual("gelijk", "level with it"),
    None: Bilingual("niet te geven", "not to be given"),
}
_DUTCH = str.maketrans(",.", ".,")


def figure(value: float | None, decimals: int) -> Bilingual:
    """A number as people of either language write it.

    >>> figure(69701.5, 1).nl
    '69.701,5'
    """
    if value is None:
        return Bilingual("geen cijfer", "no figure")
    text = f"{value:z,.{decimals}f}"
    return Bilingual(text.translate(_DUTCH), text)


def valued(before: Answer, after: Answer) -> Bilingual:
    """The value became another one."""
    was, now = figure(before.value, before.decimals), figure(after.value, after.decimals)
    if after.value is None:
        return Bilingual(
            f"De waarde was {was.nl} {before.unit.nl}; er is geen cijfer meer.",
            f"The value was {was.en} {before.unit.en}; there is no figure any more.",
        )
    if before.value is None:
        return Bilingual(
            f"Er was geen cijfer; de waarde wordt {now.nl} {after.unit.nl}.",
            f"There was no figure; the value becomes {now.en} {after.unit.en}.",
        )
    return Bilingual(
        f"De waarde was {was.nl} en wordt {now.nl} {after.unit.nl}.",
        f"The value was {was.en} and becomes {now.en} {after.unit.en}.",
    )


def grown(before: float | None, after: float | None) -> Bilingual:
    """The growth became another one."""
    was, now = _percent(before), _percent(after)
    return Bilingual(
        f"De groei was {was.nl} en wordt {now.nl}.",
        f"The growth was {was.en} and becomes {now.en}.",
    )


def ranked(was: Held, now: Held) -> Bilingual:
    """The rank, or the number of municipalities it is among, became another one."""
    before, after = _rank(was), _rank(now)
    return Bilingual(
        f"{now.label.nl}: de rang was {before.nl} en wordt {after.nl}.",
        f"{now.label.en}: the rank was {before.en} and becomes {after.en}.",
    )


def judged(was: Held, now: Held) -> Bilingual:
    """The verdict against a reference became another one."""
    before, after = _VERDICTS[was.verdict], _VERDICTS[now.verdict]
    return Bilingual(
        f"{now.label.nl}: het oordeel was {before.nl} en wordt {after.nl}.",
        f"{now.label.en}: the verdict was {before.en} and becomes {after.en}.",
    )


def defined(before: Answer, after: Answer) -> Bilingual:
    """The indicator is defined in another way now."""
    return Bilingual(
        f"De indicator is anders gedefinieerd; de formule was: {before.formula.nl} "
        f"Nu: {after.formula.nl}",
        f"The indicator is defined in another way; its formula was: {before.formula.en} "
        f"Now: {after.formula.en}",
    )


def verdict(held: Held) -> Bilingual:
    """The verdict against a reference, in two words."""
    return _VERDICTS[held.verdict]


def _rank(held: Held) -> Bilingual:
    if held.rank is None:
        return Bilingual("niet te geven", "not to be given")
    return Bilingual(f"{held.rank} van {held.n_ranked}", f"{held.rank} of {held.n_ranked}")


def _percent(value: float | None) -> Bilingual:
    if value is None:
        return Bilingual("niet te geven", "not to be given")
    shown = figure(value, 1)
    return Bilingual(f"{shown.nl}%", f"{shown.en}%")
