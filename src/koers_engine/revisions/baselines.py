from collections.abc import Iterable
from dataclasses import dataclass

from koers_engine.concepts import Bilingual, Period, Refusal
from koers_engine.indicators import UnknownPeriod
from koers_engine.observations import Vintage
from koers_engine.revisions import wording
from koers_engine.revisions.known import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The level that a target counts from, as it was recorded.

    `key` is the caller's own name for it; `digests` those of the vintages it was read from.
    """

    key: str
    indicator: str
    area: str
    period: Period
    value: float
    digests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedBaseline:
    """A baseline that no longer is what the figures say, and why as far as they tell."""

    baseline: Baseline
    value: float | None
    """What is known; None where no figure is released (any more)."""
    vintages: tuple[Vintage, ...]
    """What that was read from; empty where it cannot be read at all."""
    sentence: Bilingual


def changed_baselines(
    baselines: Iterable[Baseline], known: Known, *, decimals: int = 4
) -> list[ChangedBaseline]:
    """The baselines whose figure is another one in what is known, in the order they were given.

    Args:
        known: `Known(store, catalogue)` for the last vintages, with `as_of` for those of a moment,
            over a `StoreWith` for those with one table held at a vintage.
        decimals: In how many decimals the values were recorded.

    Figures are compared in that many decimals. What cannot be read (an indicator that is gone, a
    table that is not in the store) is told as a change too, with the reason as its sentence.
    """
    found = []
    for baseline in baselines:
        value, vintages, trouble = _read(baseline, known)
        shown = None if value is None else round(value, decimals)
        if trouble is None and shown == round(baseline.value, decimals):
            continue
        found.append(
            ChangedBaseline(
                baseline=baseline,
                value=value,
                vintages=vintages,
                sentence=trouble or _sentence(baseline, value, known),
            )
        )
    return found


def _read(
    baseline: Baseline, known: Known
) -> tuple[float | None, tuple[Vintage, ...], Bilingual | None]:
    """The figure, what it was read from, and the reason where it cannot be read."""
    try:
        panel = known.panel(baseline.indicator)
        return (
            panel.value(baseline.area, baseline.period),
            panel.vintages_of(baseline.period),
            None,
        )
    except UnknownPeriod:
        return None, (), None
    except Refusal as refusal:
        return None, (), Bilingual.same(str(refusal))


def _sentence(baseline: Baseline, value: float | None, known: Known) -> Bilingual:
    indicator = known.panel(baseline.indicator).indicator
    was = wording.figure(baseline.value, indicator.decimals)
    if value is None:
        return Bilingual(
            f"De nulmeting over {baseline.period} was {was.nl} {indicator.unit.nl}; "
            "er is geen cijfer meer.",
            f"The baseline of {baseline.period} was {was.en} {indicator.unit.en}; "
            "there is no figure any more.",
        )
    now = wording.figure(value, indicator.decimals)
    if was == now:  # they differ in decimals that the indicator does not show
        was, now = wording.figure(baseline.value, 4), wording.figure(value, 4)
    return Bilingual(
        f"De nulmeting over {baseline.period} was {was.nl}; het cijfer is nu {now.nl} "
        f"{indicator.unit.nl}.",
        f"The baseline of {baseline.period} was {was.en}; the figure is now {now.en} "
        f"{indicator.unit.en}.",
    )
