"""How uncertain the places of an index are: worked out at once, or by a worker where that is slow.

The outcome is plain data, the same whether it was just made or kept.
"""

import logging
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from koers.monitor.indices.data import built
from koers.monitor.models import DoubtState, IndexDoubt, IndexVersion
from koers_engine.composite import Index
from koers_engine.composite.aggregating import Aggregation
from koers_engine.composite.sensitivity import BASE_SIZE, sensitivity
from koers_engine.composite.uncertainty import REPLICATES, uncertainty
from koers_engine.composite.uncertainty_wording import choice_named
from koers_engine.composite.variants import ChoiceSpace, NothingVaries, choice_space
from koers_engine.concepts import Bilingual, Refusal

MOST_SECONDS = 2.0
LOST_AFTER = timedelta(hours=1)
# What one core does in a second, seen on a machine with two of them (November 2026).
_CELLS, _PAIRS = 4e7, 6e7

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """What is known of the uncertainty of an index; `content` is empty until it is worked out."""

    state: DoubtState
    content: dict[str, Any] = field(default_factory=dict)
    refusal: str = ""

    @property
    def is_under_way(self) -> bool:
        return self.state in (DoubtState.QUEUED, DoubtState.RUNNING)


def doubt_of(version: IndexVersion, index: Index) -> Doubt:
    """The uncertainty of an index, worked out where that is quick; at most one query."""
    if seconds(index) <= MOST_SECONDS:
        return quick_doubt(index)
    kept = IndexDoubt.objects.filter(version=version).first()
    if kept is None:
        return Doubt(state=DoubtState.FAILED)
    if kept.state == DoubtState.RUNNING and kept.asked_at < timezone.now() - LOST_AFTER:
        return Doubt(state=DoubtState.FAILED)  # its worker stopped: it can be asked again
    if kept.state == DoubtState.DONE and kept.of_digest != index.digest:
        return Doubt(state=DoubtState.FAILED)  # the index came out otherwise since
    state = DoubtState(kept.state)
    return Doubt(state=state, content=kept.result, refusal=kept.refusal)


def quick_doubt(index: Index) -> Doubt:
    """The uncertainty of an index, worked out now, or kept since the last time."""
    try:
        return Doubt(state=DoubtState.DONE, content=_worked_out(_Same(index)))
    except Refusal as refusal:
        return Doubt(state=DoubtState.FAILED, refusal=str(refusal))


class _Same:
    """An index, equal to another with the same scores, figures and recipe."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._key = index.digest, index.data.digest, index.recipe_digest

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=32)
def _worked_out(same: _Same) -> dict[str, Any]:
    return content_of(same.index)


def content_of(index: Index) -> dict[str, Any]:
    """The uncertainty and what it comes from, as data that JSON holds.

    Raises:
        koers_engine.concepts.Refusal: Not one way to make the index can be computed, or no choice
            varies.
    """
    doubt = uncertainty(index)
    content: dict[str, Any] = {
        "replicates": doubt.replicates,
        "computed": doubt.computed,
        "top": doubt.top,
        "rescaled": doubt.rescaled,
        "choices": [_both(choice_named(choice.value)) for choice in doubt.choices],
        "areas": {area.code: asdict(area) for area in doubt.areas},
        "notes": list(map(_both, doubt.notes)),
        "causes": None,
    }
    try:
        causes = sensitivity(index)
    except Refusal as refusal:
        content["no_causes"] = str(refusal)
        return content
    (shift,) = causes.outputs
    content["causes"] = {
        "runs": causes.runs,
        "mean": shift.mean,
        "text": _both(shift.text),
        "shares": [
            asdict(share) | {"choice": _both(choice_named(share.choice.value))}
            for share in shift.shares
        ],
        "notes": list(map(_both, _others(causes.notes, doubt.notes))),
    }
    return content


def _others(notes: Iterable[Bilingual], told: Iterable[Bilingual]) -> list[Bilingual]:
    known = set(told)
    return [note for note in notes if note not in known]


def _both(text: Bilingual) -> dict[str, str]:
    return {"nl": text.nl, "en": text.en}


def seconds(index: Index) -> float:
    """About how long the uncertainty takes; 0 where the recipe has it that nothing varies."""
    structure = index.data.structure
    try:
        space = choice_space(index.data, index.recipe)
        columns = space.columns(structure)
    except (NothingVaries, Refusal):
        return 0.0
    runs = REPLICATES + BASE_SIZE * (len(columns) + 2)
    units, elements = len(index.codes), len(structure.elements)
    plain = runs * units * elements / _CELLS
    return plain + _share_of_pairs(space) * runs * units**2 * elements / _PAIRS


def _share_of_pairs(space: ChoiceSpace) -> float:
    """In which share of the ways every unit is compared with every other."""
    several = space.means or (space.recipe.means,)
    pairs = sum(any(m.method is Aggregation.COPELAND for m in means) for means in several)
    return pairs / len(several)


def ask_where_slow(version: IndexVersion, index: Index, *, at: datetime) -> None:
    """Have a worker find the uncertainty where that takes long; else do nothing."""
    if seconds(index) > MOST_SECONDS:
        ask_again(version, at=at)


def ask_again(version: IndexVersion, *, at: datetime) -> None:
    """Have a worker find the uncertainty of a version, unless one is at it."""
    doubt, is_new = IndexDoubt.objects.get_or_create(version=version, defaults={"asked_at": at})
    if not is_new:
        over = IndexDoubt.objects.filter(pk=doubt.pk).exclude(state=DoubtState.QUEUED)
        if not over.update(state=DoubtState.QUEUED, asked_at=at, refusal="", result={}):
            return
    transaction.on_commit(partial(work_out.enqueue, doubt.pk))


@task(backend="figures")
def work_out(doubt_id: int) -> None:
    """Find the uncertainty of a version; one that is not queued any more is left."""
    queued = IndexDoubt.objects.filter(pk=doubt_id, state=DoubtState.QUEUED)
    if not queued.update(state=DoubtState.RUNNING):
        return
    doubt = IndexDoubt.objects.select_related("version__index").get(pk=doubt_id)
    try:
        index = built(doubt.version, "nl").index
        doubt.of_digest, doubt.result = index.digest, content_of(index)
        doubt.state = DoubtState.DONE
    except Refusal as refusal:
        doubt.state, doubt.refusal = DoubtState.FAILED, str(refusal)
    except Exception as fault:
        log.exception("The uncertainty of %s was not found", doubt.version_id)
        doubt.state = DoubtState.FAILED
        doubt.refusal = f"{type(fault).__name__}. Whoever runs the server finds more in its log."
    doubt.save()
