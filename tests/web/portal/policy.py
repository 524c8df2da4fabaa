"""A small policy to show: each function makes one record, with only what a test cares about."""

from decimal import Decimal
from typing import Any

from django.db.models import Model

from koers.agenda.models import ActionTheme, Agenda, AgendaStatus, MatrixCell, Pillar
from koers.council.models import Body, Decision, DecisionSubject, Outcome
from koers.funding.models import Grant, SubsidyProgramme
from koers.glossary.models import Term
from koers.goals.models import (
    Effect,
    EffectOfResult,
    Effort,
    EffortForGoal,
    Goal,
    Result,
    ResultOfEffort,
)
from koers.partners.models import Organisation, OrganisationKind
from koers.projects.models import Project, ProjectStatus


def an_agenda(title: str, *, status: AgendaStatus = AgendaStatus.ADOPTED, **more: Any) -> Agenda:
    return Agenda.objects.create(title_nl=title, status=status, **more)


def a_goal(title: str, agenda: Agenda, **more: Any) -> Goal:
    return Goal.objects.create(title_nl=title, agenda=agenda, **more)


def a_project(title: str, *goals: Goal, follows: Project | None = None, **more: Any) -> Project:
    project = Project.objects.create(title_nl=title, status=ProjectStatus.RUNNING, **more)
    project.goals.set(goals)
    if follows:
        project.follows.set([follows])
    project.save()
    return project


def an_organisation(title: str, **more: Any) -> Organisation:
    kind = more.pop("kind", OrganisationKind.PARTNER_CITY)
    return Organisation.objects.create(title_nl=title, kind=kind, **more)


def a_grant(project: Project, programme: str, year: int, amount: int, own: int) -> Grant:
    scheme, _ = SubsidyProgramme.objects.get_or_create(title_nl=programme)
    return Grant.objects.create(
        project=project,
        programme=scheme,
        decision_year=year,
        amount_eur=Decimal(amount),
        own_contribution_eur=Decimal(own),
    )


def a_decision(title: str, *subjects: Model) -> Decision:
    decision = Decision.objects.create(
        title_nl=title, body=Body.COUNCIL, outcome=Outcome.ADOPTED, decided="2019-06"
    )
    for subject in subjects:
        DecisionSubject.objects.create(decision=decision, subject=subject)
    return decision


def a_term(nl: str, definition: str = "Uitleg.", **more: Any) -> Term:
    return Term.objects.create(title_nl=nl, definition_nl=definition, **more)


def a_matrix(agenda: Agenda, themes: int, pillars: int) -> list[MatrixCell]:
    """A matrix with a task in every cell, titled after its place: “task 2.1”."""
    columns = [
        Pillar.objects.create(agenda=agenda, number=n, title_nl=f"pillar {n}")
        for n in range(1, pillars + 1)
    ]
    return [
        MatrixCell.objects.create(theme=theme, pillar=pillar, task_nl=f"task {n}.{pillar.number}")
        for n in range(1, themes + 1)
        for theme in [ActionTheme.objects.create(agenda=agenda, number=n, title_nl=f"theme {n}")]
        for pillar in columns
    ]


def a_chain(goal: Goal, effort: str, result: str, effect: str) -> Effort:
    """One path from a goal to an effect; records of the same title are the same."""
    doing, _ = Effort.objects.get_or_create(title_nl=effort)
    output, _ = Result.objects.get_or_create(title_nl=result)
    outcome, _ = Effect.objects.get_or_create(title_nl=effect)
    EffortForGoal.objects.get_or_create(goal=goal, effort=doing)
    ResultOfEffort.objects.get_or_create(effort=doing, result=output)
    EffectOfResult.objects.get_or_create(result=output, effect=outcome)
    return doing
