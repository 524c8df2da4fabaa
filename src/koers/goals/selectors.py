"""Questions about goals and the chain below them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from koers.agenda.selectors import public_agendas
from koers.goals.models import (
    Effect,
    EffectOfResult,
    Effort,
    EffortForGoal,
    Goal,
    Link,
    Result,
    ResultOfEffort,
    Strength,
    Target,
    Tie,
)

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_KINDS = {Effort: _("Effort"), Result: _("Result"), Effect: _("Effect")}


def public_goals() -> QuerySet[Goal]:
    """Goals of public agendas with their `current_targets`, in the agendas' order; two queries.

    A target is current as long as no other supersedes it; the one recorded last comes first.
    """
    current = Target.objects.filter(superseded_by__isnull=True)
    return (
        Goal.objects.filter(agenda__in=public_agendas())
        .select_related("agenda", "pillar", "owner", "document")
        .prefetch_related(
            Prefetch(
                "targets",
                current.select_related("document", "decision").order_by("-pk"),
                to_attr="current_targets",
            )
        )
        .order_by(F("agenda__period_from").desc(nulls_first=True), "agenda__slug", "number", "slug")
    )


def public_efforts() -> QuerySet[Effort]:
    """Efforts for at least one public goal; one query."""
    return Effort.objects.filter(goal_ties__goal__in=public_goals()).distinct().order_by("slug")


@dataclass(frozen=True)
class ChainLink:
    """A link of the chain below a goal: how it contributes to what stands above, and what follows.

    `tie` says how the link and the one above it hang together.
    """

    record: Link
    tie: Tie
    following: list["ChainLink"] = field(default_factory=list)

    @property
    def kind(self) -> "StrOrPromise":
        return _KINDS[type(self.record)]

    @property
    def is_judged(self) -> bool:
        """Somebody said how strongly, or why, this contributes."""
        return self.tie.strength != Strength.UNKNOWN or bool(self.tie.why)


def chain_of(goal: Goal) -> list[ChainLink]:
    """The efforts for a goal, the results of each, and the effects of those; three queries."""
    effects = EffectOfResult.objects.select_related("effect").order_by("sort_order", "pk")
    results = ResultOfEffort.objects.select_related("result").order_by("sort_order", "pk")
    efforts = (
        EffortForGoal.objects.filter(goal=goal)
        .select_related("effort", "effort__owner")
        .prefetch_related(
            Prefetch(
                "effort__result_ties",
                results.prefetch_related(Prefetch("result__effect_ties", effects)),
            )
        )
        .order_by("effort__started", "sort_order", "pk")
    )
    return [
        ChainLink(
            tie.effort,
            tie,
            [
                ChainLink(
                    result_tie.result,
                    result_tie,
                    [
                        ChainLink(effect_tie.effect, effect_tie)
                        for effect_tie in result_tie.result.effect_ties.all()
                    ],
                )
                for result_tie in tie.effort.result_ties.all()
            ],
        )
        for tie in efforts
    ]


def related_goals(goal: Goal) -> QuerySet[Goal]:
    """The public parents and children of a goal; two queries."""
    return public_goals().filter(Q(pk__in=goal.parents.all()) | Q(parents=goal)).distinct()
