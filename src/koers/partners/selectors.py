"""Questions about the organisations the municipality works with.

They are always public: an organisation hangs on no agenda, so no draft hides it.
"""

from itertools import groupby

from django.db.models import Prefetch, QuerySet

from koers.partners.models import Agreement, Organisation, OrganisationKind, Relation


def organisations() -> QuerySet[Organisation]:
    """Every organisation with its relations; kind by kind, in alphabetical order; two queries."""
    relations = Relation.objects.order_by("started", "slug")
    return (
        Organisation.objects.select_related("document")
        .prefetch_related(Prefetch("relations", relations))
        .order_by("kind", "title_nl", "slug")
    )


def organisations_by_kind() -> list[tuple[OrganisationKind, list[Organisation]]]:
    """The organisations of each kind that has any, in the order of the kinds; two queries."""
    by_kind = {
        OrganisationKind(kind): list(found)
        for kind, found in groupby(organisations(), key=lambda organisation: organisation.kind)
    }
    return [(kind, by_kind[kind]) for kind in OrganisationKind if kind in by_kind]


def organisations_in_full() -> QuerySet[Organisation]:
    """Organisations with their relations through time, agreements and programmes; six queries."""
    relations = Relation.objects.select_related("document").prefetch_related("motives")
    agreements = Agreement.objects.select_related("document").order_by("signed", "slug")
    return Organisation.objects.select_related("document").prefetch_related(
        Prefetch("relations", relations.order_by("started", "slug")),
        Prefetch("agreements", agreements.prefetch_related("parties")),
        "subsidy_programmes",
    )
