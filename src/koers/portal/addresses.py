"""Which records the public may see, and on which page each is shown."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.urls import reverse

from koers.agenda.models import Agenda, OfferOrAsk
from koers.agenda.selectors import public_agendas
from koers.goals.models import Effort, Goal
from koers.goals.selectors import public_efforts, public_goals
from koers.partners.models import Agreement, Organisation, Relation
from koers.projects.models import Project
from koers.projects.selectors import public_projects
from koers.work_plans.models import WorkPlan
from koers.work_plans.selectors import public_work_plans


@dataclass(frozen=True)
class Kind:
    """Which records of a kind the public may see, and the name of their page, if any."""

    shown: Callable[[], QuerySet]
    page: str = ""


KINDS: dict[type[Model], Kind] = {
    Agenda: Kind(public_agendas, "portal:agenda"),
    Goal: Kind(public_goals, "portal:goal"),
    Project: Kind(public_projects, "portal:project"),
    Organisation: Kind(Organisation.objects.all, "portal:partner"),
    WorkPlan: Kind(public_work_plans, "portal:work_plan"),
    Effort: Kind(public_efforts),
    Agreement: Kind(Agreement.objects.all),
    Relation: Kind(Relation.objects.all),
    OfferOrAsk: Kind(lambda: OfferOrAsk.objects.filter(agenda__in=public_agendas())),
}


def addresses_of(records: Iterable[Model]) -> dict[Model, str]:
    """Those of `records` that the public may see, with the address of their page if they have one.

    One query for each kind among them.
    """
    by_kind: dict[type[Model], list[Model]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)
    found: dict[Model, str] = {}
    for model, kind in KINDS.items():
        if not (some := by_kind.get(model)):
            continue
        pks = [record.pk for record in some]
        shown = set(kind.shown().filter(pk__in=pks).values_list("pk", flat=True))
        for record in some:
            if record.pk in shown:
                found[record] = reverse(kind.page, args=[record.slug]) if kind.page else ""  # type: ignore[attr-defined]
    return found
