"""Questions about the money of others, and what the municipality laid beside it."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from koers.funding.models import Grant
from koers.projects.selectors import public_projects


def public_grants() -> QuerySet[Grant]:
    """Grants to public projects, in the order of their award decisions; one query."""
    return (
        Grant.objects.filter(project__in=public_projects())
        .select_related("project", "programme", "programme__funder", "document")
        .order_by("decision_year", "project__title_nl", "slug")
    )


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What some grants come to, in euro."""

    grants: list[Grant]

    @property
    def amount_eur(self) -> Decimal:
        """What others awarded."""
        return sum((grant.amount_eur for grant in self.grants), Decimal(0))

    @property
    def own_contribution_eur(self) -> Decimal:
        """What the municipality pays itself."""
        return sum((grant.own_contribution_eur for grant in self.grants), Decimal(0))


def totals_by(
    key: Callable[[Grant], Hashable], grants: Iterable[Grant]
) -> list[tuple[Any, Totals]]:
    """The grants by year, programme or whatever `key` tells, in the order of appearance."""
    groups: dict[Hashable, list[Grant]] = {}
    for grant in grants:
        groups.setdefault(key(grant), []).append(grant)
    return [(name, Totals(grants=found)) for name, found in groups.items()]
