"""One example of every kind of record, tied to each other as records are."""

from typing import Any

from django.contrib.contenttypes.models import ContentType

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
from koers.core.models import SourceDocument
from koers.core.records import Record
from koers.council.models import Decision, DecisionSubject
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
    Target,
)
from koers.monitor.models import OwnIndicator, ReferenceList, Statement, StatementTopic
from koers.obligations.models import Rule
from koers.partners.models import Agreement, Motive, Organisation, Relation
from koers.projects.models import Project, ProjectOutcome, ProjectPartner
from koers.work_plans.models import WorkPlan, WorkPlanRow


def one_of_each_kind() -> dict[str, Record]:
    """Make and return one record of every kind, by the label of its kind (app.model)."""
    document = _a(SourceDocument, "Economische agenda")
    partner = _a(Organisation, "Poznań", kind="partner_city")
    agenda = _a(Agenda, "Agenda", document=document, period_from=2020, status="adopted")
    pillar = _a(Pillar, "Ondernemen", agenda=agenda)
    theme = _a(ActionTheme, "Ruimte", agenda=agenda)
    cell = MatrixCell.objects.create(pillar=pillar, theme=theme, task_nl="Ruimte bieden")
    goal = _a(Goal, "Meer banen", agenda=agenda)
    effort = _a(Effort, "Bezoeken", goal_ties=[EffortForGoal(goal=goal)])
    result = _a(Result, "Gesprekken", effort_ties=[ResultOfEffort(effort=effort)])
    effect = _a(Effect, "Werk", result_ties=[EffectOfResult(result=result)])
    project = _a(
        Project,
        "Workprofiler",
        status="running",
        partners=[ProjectPartner(organisation=partner)],
        outcomes=[ProjectOutcome(kind="award", text_nl="Parel")],
    )
    programme = _a(SubsidyProgramme, "Equal", funder=partner)
    topic = _a(StatementTopic, "Banen", group="profile")
    goal_type = ContentType.objects.get_for_model(Goal)
    subject = DecisionSubject(subject_type=goal_type, subject_id=goal.pk)
    row = WorkPlanRow(goal=goal, effort=effort, result=result, effect=effect)
    records = [
        document,
        partner,
        agenda,
        pillar,
        theme,
        cell,
        goal,
        effort,
        result,
        effect,
        project,
        programme,
        topic,
        _a(Ambition, "5.000 banen", agenda=agenda, pillar=pillar),
        _a(Trend, "Vergrijzing", agenda=agenda),
        _a(IndicatorGroup, "Economie", agenda=agenda),
        OfferOrAsk.objects.create(agenda=agenda, side="offer", text_nl="Een proeftuin"),
        Target.objects.create(goal=goal, indicator_code="population", value=5000, year=2030),
        _a(Motive, "Leren"),
        Relation.objects.create(organisation=partner, started="1992"),
        _a(Agreement, "Memorandum", kind="memorandum", parties=[partner]),
        Grant.objects.create(
            project=project,
            programme=programme,
            decision_year=2004,
            amount_eur=3_600_000,
            own_contribution_eur=277_000,
        ),
        _a(Decision, "Vaststelling", body="council", outcome="adopted", subjects=[subject]),
        _a(WorkPlan, "Werkplan", agenda=agenda, year_from=2009, year_until=2010, rows=[row]),
        _a(Rule, "Memorandum", kind="before", text_nl="Eerst informeren"),
        Statement.objects.create(topic=topic, value=816, period="2018"),
        _a(
            OwnIndicator,
            "Inwoners per 1.000 woningen",
            definition_nl="Inwoners per 1.000 woningen, beide op 1 januari.",
            unit_nl="inwoners",
            calculation="per_1000",
            of="population",
            by="dwellings",
        ),
        _a(ReferenceList, "Middelgrote steden", members=["GM0106", "GM0114"]),
        _a(Term, "Pijler", definition_nl="Een hoofdlijn van beleid"),
    ]
    return {record._meta.label_lower: record for record in records}


def _a(model: type[Record], title: str, /, **facts: Any) -> Any:
    return model.objects.create(title_nl=title, **facts)


def form_data(form: Any) -> dict[str, Any]:
    """What a browser would send for this form as it is shown, its parts included."""
    data = {}
    for field in form:
        value = field.value()
        if value is not None and value is not False:
            data[field.html_name] = value
    for formset in form.formsets.values() if hasattr(form, "formsets") else ():
        data |= form_data(formset.management_form)
        for part in formset.forms:
            data |= form_data(part)
    return data
