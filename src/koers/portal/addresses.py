"""Which records the public may see, and where each of them is shown."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from django.db.models import Model, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.urls import reverse

from koers.agenda.models import (
    ActionTheme,
    Agenda,
    Ambition,
    IndicatorGroup,
    MatrixCell,
    OfferOrAsk,
    Pillar,
    Trend,
)
from koers.agenda.selectors import public_agendas
from koers.funding.models import Grant, SubsidyProgramme
from koers.funding.selectors import public_grants
from koers.glossary.models import Term
from koers.goals.models import Effect, Effort, Goal, Result, Target
from koers.goals.selectors import public_goals
from koers.monitor.models import OwnIndicator, ReferenceList, Statement, StatementTopic
from koers.obligations.models import Rule
from koers.partners.models import Agreement, Motive, Organisation, Relation
from koers.projects.models import Project
from koers.projects.selectors import public_projects
from koers.work_plans.models import WorkPlan
from koers.work_plans.selectors import public_work_plans

# Those of some records of one kind that the public may see, each with its address.
Finder: TypeAlias = Callable[[Sequence[Any]], dict[Model, str]]


def addresses_of(records: Iterable[Model]) -> dict[Model, str]:
    """Those of `records` that the public may see, with the address of the page that shows them.

    The address is empty where no page shows them by themselves. One query for each kind among
    them, and for what is about another record one for each kind that it is about.
    """
    by_kind: dict[type[Model], list[Model]] = {}
    for record in records:
        by_kind.setdefault(type(record), []).append(record)
    found: dict[Model, str] = {}
    for model, some in by_kind.items():
        if model in KINDS:
            found |= KINDS[model](some)
    return found


def without_drafts(topics: Iterable[StatementTopic]) -> list[StatementTopic]:
    """The topics that the public may see, in their order; two queries per kind of subject."""
    found = list(topics)
    public = addresses_of(found)
    return [topic for topic in found if topic in public]


def _among(shown: Callable[[], QuerySet], address: Callable[[Any], str]) -> Finder:
    def find(records: Sequence[Any]) -> dict[Model, str]:
        public = shown().prefetch_related(None).filter(pk__in=[record.pk for record in records])
        return {record: address(record) for record in public}

    return find


def _own(name: str) -> Callable[[Any], str]:
    """The record's own page."""
    return lambda record: reverse(f"portal:{name}", args=[record.slug])


def _on(name: str, tie: str, anchor: str) -> Callable[[Any], str]:
    """A place on the page of the record that `tie` leads to."""
    return lambda record: f"{_own(name)(getattr(record, tie))}#{anchor}"


def _part_of_agenda(model: type[Model], anchor: str) -> Finder:
    """What is shown on the page of its agenda; `anchor` may name fields of the record."""
    return _among(
        lambda: _of(model).filter(agenda__in=public_agendas()).select_related("agenda"),
        lambda part: f"{_own('agenda')(part.agenda)}#{anchor.format(part=part)}",
    )


def _link_of_chain(model: type[Model], path: str) -> Finder:
    """A link of the chain, on the page of the first public goal that `path` leads from."""
    return _among(
        lambda: (
            _of(model)
            .annotate(
                goal_slug=Subquery(
                    public_goals().filter(**{path: OuterRef("pk")}).values("slug")[:1]
                )
            )
            .filter(goal_slug__isnull=False)
        ),
        lambda link: f"{reverse('portal:goal', args=[link.goal_slug])}#chain",
    )


def _agreements() -> QuerySet:
    party = Organisation.objects.filter(agreements=OuterRef("pk")).order_by("slug")
    return Agreement.objects.annotate(party_slug=Subquery(party.values("slug")[:1]))


def _programmes() -> QuerySet:
    shown = Q(funder__isnull=False) | Q(grants__in=public_grants())
    return SubsidyProgramme.objects.filter(shown).select_related("funder").distinct()


def _with_their_subject(anchor: str) -> Finder:
    """What is about another record is public as that one is, and shown on its page."""

    def find(records: Sequence[Any]) -> dict[Model, str]:
        prefetch_related_objects(records, "subject")
        about = addresses_of(record.subject for record in records if record.subject)
        return {
            record: _at(about.get(record.subject, ""), anchor.format(record=record))
            for record in records
            if record.subject_id is None or record.subject in about
        }

    return find


def _topics(topics: Sequence[StatementTopic]) -> dict[Model, str]:
    """As other records with a subject; a topic of a municipality is shown on its profile."""
    found = _with_their_subject("topic-{record.slug}")(topics)
    for topic in topics:
        if found.get(topic) == "" and topic.area_code:
            found[topic] = _at(
                reverse("portal:profile", args=[topic.area_code]), f"topic-{topic.slug}"
            )
    return found


def _statements(statements: Sequence[Statement]) -> dict[Model, str]:
    """A statement is where its topic is."""
    prefetch_related_objects(statements, "topic")
    of_topic = addresses_of(statement.topic for statement in statements)
    return {each: of_topic[each.topic] for each in statements if each.topic in of_topic}


def _at(page: str, anchor: str) -> str:
    """A place on a page, whatever place on it `page` named before; empty where there is no page."""
    return f"{page.partition('#')[0]}#{anchor}" if page else ""


def _of(model: type[Model]) -> QuerySet:
    return model._default_manager.all()


# Not here, for they have no page, and what rests on them decides whether anybody may see them:
# source documents and decisions.
KINDS: dict[type[Model], Finder] = {
    Agenda: _among(public_agendas, _own("agenda")),
    Pillar: _part_of_agenda(Pillar, "pillar-{part.number}"),
    ActionTheme: _part_of_agenda(ActionTheme, "matrix"),
    MatrixCell: _among(
        lambda: MatrixCell.objects.filter(pillar__agenda__in=public_agendas()).select_related(
            "pillar__agenda", "theme"
        ),
        lambda cell: f"{_own('agenda')(cell.pillar.agenda)}#matrix",
    ),
    Ambition: _part_of_agenda(Ambition, "ambitions"),
    Trend: _part_of_agenda(Trend, "trends"),
    IndicatorGroup: _part_of_agenda(IndicatorGroup, "measured"),
    OfferOrAsk: _part_of_agenda(OfferOrAsk, "ledger"),
    Goal: _among(public_goals, _own("goal")),
    Target: _among(
        lambda: Target.objects.filter(goal__in=public_goals()).select_related("goal"),
        _on("goal", "goal", "figure"),
    ),
    Effort: _link_of_chain(Effort, "effort_ties__effort"),
    Result: _link_of_chain(Result, "effort_ties__effort__result_ties__result"),
    Effect: _link_of_chain(Effect, "effort_ties__effort__result_ties__result__effect_ties__effect"),
    Project: _among(public_projects, _own("project")),
    WorkPlan: _among(public_work_plans, _own("work_plan")),
    # Whom the municipality works with is public, whatever came of it.
    Organisation: _among(Organisation.objects.all, _own("partner")),
    Relation: _among(
        lambda: Relation.objects.select_related("organisation"),
        _on("partner", "organisation", "relations"),
    ),
    Agreement: _among(
        _agreements,
        lambda each: (
            each.party_slug and f"{reverse('portal:partner', args=[each.party_slug])}#agreements"
        ),
    ),
    Motive: _among(Motive.objects.all, lambda _motive: ""),
    Grant: _among(
        public_grants, lambda grant: f"{reverse('portal:grants')}#year-{grant.decision_year}"
    ),
    SubsidyProgramme: _among(
        _programmes,
        lambda programme: (
            f"{_own('partner')(programme.funder)}#programmes"
            if programme.funder
            else f"{reverse('portal:grants')}#by-programme"
        ),
    ),
    Rule: _with_their_subject("rules"),
    StatementTopic: _topics,
    Statement: _statements,
    OwnIndicator: _among(OwnIndicator.objects.all, _own("indicator")),
    ReferenceList: _among(ReferenceList.objects.all, lambda _list: ""),
    Term: _among(Term.objects.all, lambda term: f"{reverse('portal:glossary')}#{term.slug}"),
}
