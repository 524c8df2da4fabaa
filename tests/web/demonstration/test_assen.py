"""What the demonstration holds, against the documents and figures it was made from."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import QuerySet, Sum
from modelcluster.models import get_all_child_relations

from koers.agenda.models import Agenda, Ambition, MatrixCell, OfferOrAsk, Side
from koers.core.bilingual import LANGUAGES, BilingualText
from koers.core.models import Municipality
from koers.demonstration.demonstration import Demonstration
from koers.demonstration.drafts import kinds
from koers.funding.models import Grant
from koers.goals.models import Effort, Goal, Target
from koers.monitor.models import StatementTopic
from koers.monitor.selectors import topics_about, topics_of_area
from koers.partners.models import Agreement, Relation
from koers.projects.models import OutcomeKind, Project
from koers.work_plans.models import WorkPlanRow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demonstration")]


def test_the_nine_grants_add_up_to_the_totals_of_the_policy_note() -> None:
    totals = Grant.objects.aggregate(Sum("amount_eur"), Sum("own_contribution_eur"))

    assert Grant.objects.count() == 9
    assert totals == {
        "amount_eur__sum": Decimal(4_874_851),
        "own_contribution_eur__sum": Decimal(322_000),
    }


GRANTS = [
    ("european-funds-assen-poznan", "vng-gst-2", 2004, 90_000, 0),
    ("workprofiler", "equal", 2004, 3_600_000, 277_000),
    ("listen-to-me", "daphne", 2005, 107_764, 20_000),
    ("beating-heart", "logo-east-1", 2006, 70_000, 0),
    ("waste-management-naledi-1", "logo-south-1", 2006, 215_261, 0),
    ("tackling-drugs-reducing-crime", "agis", 2007, 450_000, 25_000),
    ("houses-for-everybody", "logo-south-1", 2007, 25_000, 0),
    ("improved-municipal-services", "logo-east-2", 2008, 70_000, 0),
    ("waste-management-naledi-2", "logo-south-2", 2008, 246_826, 0),
]


@pytest.mark.parametrize(("project", "programme", "year", "amount", "own"), GRANTS)
def test_each_grant_has_the_year_programme_and_amounts_of_chapter_6(
    project: str, programme: str, year: int, amount: int, own: int
) -> None:
    grant = Grant.objects.get(project__slug=project)

    assert (grant.programme.slug, grant.decision_year) == (programme, year)
    assert (grant.amount_eur, grant.own_contribution_eur) == (amount, own)


# A word of each task as the agenda has it, row by row.
MATRIX = {
    "profiling-and-marketing": ("vestigingslocaties", "krachtthema", "nieuw ondernemerschap"),
    "keep-and-attract-business": ("schuiven", "krachtsectoren", "starten, groeien"),
    "working-together-smartly": ("voorwaarden", "actieplan", "zo goed mogelijk"),
    "agile-workforce": ("voorzieningen", "vaardigheden", "werk en onderwijs"),
}


def test_each_of_the_twelve_cells_holds_the_task_of_its_crossing() -> None:
    tasks = {
        (cell.theme.slug, cell.pillar.number): cell.task_nl
        for cell in MatrixCell.objects.select_related("pillar", "theme")
    }

    assert len(tasks) == 12
    for theme, words in MATRIX.items():
        for pillar, word in enumerate(words, start=1):
            assert word in tasks[theme, pillar]


@pytest.mark.parametrize(("pillar", "ambitions"), [(1, 2), (2, 4), (3, 2)])
def test_each_pillar_of_the_economic_agenda_has_its_ambitions(pillar: int, ambitions: int) -> None:
    of_pillar = Ambition.objects.filter(
        agenda__slug="economic-agenda-2020-2025", pillar__number=pillar
    )

    assert of_pillar.count() == ambitions


@pytest.mark.parametrize(("theme", "offers", "asks"), [(1, 3, 5), (2, 6, 4), (3, 3, 2)])
def test_each_theme_of_the_ambition_agenda_has_all_its_offers_and_asks(
    theme: int, offers: int, asks: int
) -> None:
    lines = OfferOrAsk.objects.filter(pillar__number=theme, counterpart__slug="national-government")

    assert lines.filter(side=Side.OFFER).count() == offers
    assert lines.filter(side=Side.ASK).count() == asks


def test_the_ambition_agenda_counts_jobs_and_dwellings_but_no_students() -> None:
    ambitions = Ambition.objects.filter(agenda__slug="ambition-agenda").order_by("number")

    assert [(each.quantity, each.indicator_code) for each in ambitions] == [
        (5_000, "jobs"),
        (10_000, "dwellings"),
        (None, ""),
    ]


def test_no_agenda_is_a_draft_that_the_public_would_miss() -> None:
    assert dict(Agenda.objects.values_list("slug", "status")) == {
        "international-cooperation-2009-2013": "closed",
        "economic-agenda-2020-2025": "adopted",
        "ambition-agenda": "adopted",
    }


@pytest.mark.parametrize(
    ("goal", "rows"),
    [
        ("naledi-partnership", 4),
        ("millennium-municipality", 3),
        ("poznan-partnership", 4),
        ("network-city-groningen-assen", 1),
    ],
)
def test_the_work_plan_has_every_row_of_annex_2_and_each_row_is_a_path_of_the_chain(
    goal: str, rows: int
) -> None:
    of_goal = WorkPlanRow.objects.filter(goal__slug=goal)

    assert of_goal.count() == rows
    for row in of_goal:
        assert row.effort.goal_ties.filter(goal=row.goal).exists()
        assert row.result.effort_ties.filter(effort=row.effort).exists()
        assert row.effect.result_ties.filter(result=row.result).exists()


@pytest.mark.parametrize("kind", [Goal, Effort, Project])
def test_every_link_and_project_has_somebody_who_answers_for_it(
    kind: type[Goal | Effort | Project],
) -> None:
    assert not kind.objects.filter(owner=None).exists()


@pytest.mark.parametrize(
    "international",
    [
        Effort.objects.filter(goal_ties__goal__agenda__slug="international-cooperation-2009-2013"),
        Project.objects.all(),
        Relation.objects.all(),
    ],
    ids=["efforts", "projects", "relations"],
)
def test_every_international_activity_has_at_least_one_motive_as_its_policy_asks(
    international: QuerySet[Effort | Project | Relation],
) -> None:
    assert international.exists()
    assert not international.filter(motives=None).exists()


def test_the_relation_with_poznan_moves_from_helping_to_learning_and_trade() -> None:
    phases = Relation.objects.filter(organisation__slug="poznan").order_by("started")

    motives = [list(each.motives.values_list("slug", flat=True)) for each in phases]
    assert motives == [["help"], ["learn", "trade"]]


def test_the_first_partnership_lasted_from_1959_to_2009_and_says_why_it_ended() -> None:
    relation = Relation.objects.get(organisation__slug="bad-bentheim")

    assert (relation.started, relation.ended) == ("1959", "2009")
    assert relation.why_ended_nl


def test_the_letter_of_intent_with_poznan_has_the_day_of_the_web_page() -> None:
    letter = Agreement.objects.get(parties__slug="poznan")

    assert (letter.signed, letter.document.published) == ("1992-10-22", "")


def test_projects_follow_on_each_other_and_tell_of_awards_and_followers() -> None:
    tackling_drugs = Project.objects.get(slug="tackling-drugs-reducing-crime")
    kinds_of_outcome = {each.kind for each in tackling_drugs.outcomes.all()}

    assert [each.slug for each in tackling_drugs.followed_by.all()] == ["youth-and-alcohol"]
    assert kinds_of_outcome == set(OutcomeKind)


def _published(figures: Path, table: str, measure: str, area: str, period: str) -> Decimal:
    """A value straight from the table's file, without the engine."""
    with (figures / table / "observations.csv").open(encoding="utf-8") as lines:
        return next(
            Decimal(row["value"])
            for row in csv.DictReader(lines)
            if (row["measure"], row["area"], row["period"]) == (measure, area, period)
        )


def test_the_target_of_10000_dwellings_starts_from_the_published_stock(demo_figures: Path) -> None:
    stock = _published(demo_figures, "81955NED", "Beginstand", "GM0106", "2024JJ00")

    target = Target.objects.get(goal__slug="dwellings-10000")

    assert (target.baseline_value, target.value) == (stock, stock + 10_000)
    assert len(target.baseline_vintage) == 64
    assert target.year is None


def test_the_target_of_5000_jobs_starts_from_the_latest_published_jobs(demo_figures: Path) -> None:
    thousands = _published(demo_figures, "70072ned", "TotaalAantalBanen_112", "GM0106", "2015JJ00")

    target = Target.objects.get(goal__slug="jobs-5000")

    assert (target.baseline_value, target.value) == (thousands * 1000, thousands * 1000 + 5_000)
    assert target.year is None


PROFILE = [  # topic, Assen, mid-size towns, northern Netherlands
    ("jobs-per-1000-inhabitants", "816", "643", "612"),
    ("leisure-jobs-per-1000-inhabitants", "45.5", "34.5", "41.7"),
    ("fast-growing-companies", "25.1", "19.8", "17.8"),
]


@pytest.mark.parametrize(("topic", "assen", "mid_size", "north"), PROFILE)
def test_the_profile_has_the_figures_of_chapter_1_with_both_references(
    topic: str, assen: str, mid_size: str, north: str
) -> None:
    stated = StatementTopic.objects.get(slug=topic).statements.values_list("area_code", "value")

    assert dict(stated) == {
        "GM0106": Decimal(assen),
        "": Decimal(mid_size),
        "LD01": Decimal(north),
    }


def test_commuters_and_sector_shares_are_those_of_chapter_1() -> None:
    stated = {
        group: [each.statements_list[0].value for each in _topics(group)]
        for group in ("commuting-in", "commuting-out", "sector", "other-sectors")
    }

    assert stated == {
        "commuting-in": [23_800],
        "commuting-out": [15_800],
        "sector": [6, 6, 12, 24],
        "other-sectors": [52],
    }


SDG_SCORES = {4: (61, 54), 1: (38, 52), 3: (58, 58), 7: (58, 49), 8: (42, 47), 16: (47, 51)} | {
    17: (49, 52),
    9: (36, 51),
}


def test_the_eight_sdg_scores_stand_beside_the_national_ones() -> None:
    scores = {
        topic.sdg: tuple(each.value for each in topic.statements_list) for topic in _topics("sdg")
    }

    assert scores == SDG_SCORES


@pytest.mark.parametrize(
    ("project", "topics"),
    [
        ("tackling-drugs-reducing-crime", ["start", "end"]),
        ("workprofiler", ["grant-size"]),
    ],
)
def test_what_the_sources_contradict_about_a_project_is_kept_as_differing(
    project: str, topics: list[str]
) -> None:
    found = topics_about(Project.objects.get(slug=project))

    for ending in topics:
        (topic,) = [each for each in found if each.slug.endswith(ending)]
        assert topic.differs
        assert all(each.document and each.place_nl for each in topic.statements_list)


def test_the_two_figures_on_job_growth_in_assen_differ() -> None:
    growth = next(each for each in _topics("profile") if each.slug == "job-growth-2014-2018")

    assert growth.differs
    assert [each.value for each in growth.statements_list if each.area_code == "GM0106"] == [
        Decimal("7.9"),
        Decimal("5.3"),
    ]


def test_the_site_is_that_of_assen() -> None:
    municipality = Municipality.load()

    assert (municipality.name, municipality.area_code) == ("Assen", "GM0106")


def test_every_text_is_there_in_both_languages() -> None:
    models = [*kinds().values()]
    models += [relation.related_model for model in models for relation in _children(model)]
    lacking = [
        f"{model._meta.label} {record.pk} {name}"
        for model in models
        for record in model.objects.all()
        for name in _bilingual_fields(model)
        if len({bool(getattr(record, f"{name}_{language}")) for language in LANGUAGES}) > 1
    ]

    assert not lacking


def _children(model: type) -> list:
    return get_all_child_relations(model)


def _bilingual_fields(model: type) -> list[str]:
    return [name for name in dir(model) if isinstance(getattr(model, name, None), BilingualText)]


def test_every_record_has_a_first_revision_that_says_where_it_came_from(
    demonstration: Demonstration,
) -> None:
    records = [record for model in kinds().values() for record in model.objects.all()]

    assert len(records) == demonstration.records.made.total()
    for record in records:
        assert record.latest_revision.content["change_note"]


def _topics(group: str) -> list[StatementTopic]:
    return [topic for topic in topics_of_area("GM0106") if topic.group == group]
