"""What the pages show, and that long lists cost no more queries than short ones."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.views.defaults import permission_denied, server_error

from koers.agenda.models import Ambition, OfferOrAsk, Side
from koers.core.models import SourceDocument
from koers.goals.models import Target
from koers.monitor.models import Statement, StatementTopic, TopicGroup
from koers.partners.models import Motive, Relation
from koers.projects.models import PartnerRole, ProjectPartner
from tests.web.portal.policy import (
    a_chain,
    a_decision,
    a_goal,
    a_grant,
    a_matrix,
    a_project,
    a_term,
    an_agenda,
    an_organisation,
)

pytestmark = pytest.mark.django_db


def _text(client: Client, name: str, *args: str) -> str:
    response = client.get(reverse(f"portal:{name}", args=args))
    assert response.status_code == 200
    return response.content.decode()


def _grow_agendas(n: int) -> None:
    an_agenda(f"agenda {n}")


def _grow_goals(n: int) -> None:
    goal = a_goal(f"goal {n}", an_agenda(f"agenda {n}"))
    Target.objects.create(goal=goal, indicator_code="population")


def _grow_projects(n: int) -> None:
    project = a_project(f"project {n}", a_goal(f"goal {n}", an_agenda(f"agenda {n}")))
    ProjectPartner.objects.create(project=project, organisation=an_organisation(f"partner {n}"))


def _grow_partners(n: int) -> None:
    Relation.objects.create(organisation=an_organisation(f"partner {n}"), started=f"199{n}")


def _grow_grants(n: int) -> None:
    a_grant(a_project(f"project {n}"), f"programme {n}", 2004 + n, 1000, 100)


def _grow_decisions(n: int) -> None:
    a_decision(f"decision {n}", a_project(f"project {n}"), an_agenda(f"agenda {n}"))


def _grow_terms(n: int) -> None:
    a_term(f"term {n}")


@pytest.mark.parametrize(
    ("page", "grow", "most"),
    [
        ("agendas", _grow_agendas, 3),
        ("goals", _grow_goals, 4),
        ("projects", _grow_projects, 4),
        ("partners", _grow_partners, 4),
        ("grants", _grow_grants, 5),
        ("decisions", _grow_decisions, 8),
        ("glossary", _grow_terms, 3),
    ],
)
def test_given_more_records_then_a_list_costs_as_many_queries(
    client: Client, page: str, grow: Callable[[int], None], most: int
) -> None:
    grow(0)
    _text(client, page)  # content types and the municipality are looked up once
    with CaptureQueriesContext(connection) as few:
        _text(client, page)
    for n in range(1, 5):
        grow(n)

    with CaptureQueriesContext(connection) as many:
        _text(client, page)

    assert len(many) == len(few) <= most


def test_given_a_matrix_then_every_cell_stands_in_the_table(client: Client) -> None:
    agenda = an_agenda("with a matrix")
    cells = a_matrix(agenda, themes=4, pillars=3)

    page = _text(client, "agenda", agenda.slug)

    assert len(cells) == 12
    assert all(f">{cell.task}</td>" in page for cell in cells)


def test_given_a_crossing_without_a_task_then_the_cell_says_so(client: Client) -> None:
    agenda = an_agenda("with a hole")
    a_matrix(agenda, themes=1, pillars=2)[0].delete()

    page = _text(client, "agenda", agenda.slug)

    assert "No task" in page or "Geen opgave" in page
    assert "task 1.2" in page


def test_given_offers_and_asks_then_each_stands_with_its_counterpart_and_answer(
    client: Client,
) -> None:
    agenda = an_agenda("with a ledger")
    state = an_organisation("Rijksoverheid")
    OfferOrAsk.objects.create(
        agenda=agenda, side=Side.OFFER, text_nl="wij bouwen", counterpart=state
    )
    OfferOrAsk.objects.create(
        agenda=agenda, side=Side.ASK, text_nl="betaal mee", answer_nl="ja, mits", answered="2024-03"
    )

    page = _text(client, "agenda", agenda.slug)

    for words in ("wij bouwen", "betaal mee", "ja, mits", "maart 2024"):
        assert words in page
    assert reverse("portal:partner", args=[state.slug]) in page


def test_given_an_ambition_without_a_number_then_none_is_shown(client: Client) -> None:
    agenda = an_agenda("ambitious")
    Ambition.objects.create(agenda=agenda, number=1, title_nl="Studentenstad")
    Ambition.objects.create(
        agenda=agenda, number=2, title_nl="Huizen", quantity=10_000, unit_nl="woningen"
    )

    page = _text(client, "agenda", agenda.slug)

    assert page.count("key-figure__value") == 1
    assert "10.000" in page


def test_given_a_chain_then_the_goal_shows_it_as_a_list_and_as_a_drawing(client: Client) -> None:
    goal = a_goal("schone stad", an_agenda("agenda"))
    a_chain(goal, "containers kopen", "minder afval", "gezonder")

    page = _text(client, "goal", goal.slug)

    drawing = page[page.index('<svg class="network__drawing"') : page.index("</figure>")]
    after = page[page.index("</figure>") :]
    for title in ("containers kopen", "minder afval", "gezonder"):
        assert title in drawing
        assert title in after


def test_given_a_goal_without_anything_below_it_then_the_page_says_so_kindly(
    client: Client,
) -> None:
    goal = a_goal("los", an_agenda("agenda"))

    page = _text(client, "goal", goal.slug)

    assert "network__drawing" not in page
    assert page.count("gate__point") == 10  # every point of the test is missing


def test_given_a_target_without_figures_then_the_goal_still_shows_its_promise(
    client: Client,
) -> None:
    goal = a_goal("groei", an_agenda("agenda"))
    Target.objects.create(
        goal=goal, indicator_code="dwellings", baseline_value=33_215, value=43_215
    )

    page = _text(client, "goal", goal.slug)

    assert "33.215" in page
    assert "43.215" in page


def test_given_a_superseded_target_then_only_its_successor_is_shown(client: Client) -> None:
    goal = a_goal("groei", an_agenda("agenda"))
    first = Target.objects.create(goal=goal, indicator_code="dwellings", value=1111)
    Target.objects.create(goal=goal, indicator_code="dwellings", value=2222, supersedes=first)

    page = _text(client, "goal", goal.slug)

    assert "2.222" in page
    assert "1.111" not in page


def test_given_several_current_targets_then_all_are_shown_the_newest_first(client: Client) -> None:
    goal = a_goal("groei", an_agenda("agenda"))
    Target.objects.create(goal=goal, indicator_code="dwellings", value=1111)
    Target.objects.create(goal=goal, indicator_code="jobs", value=2222)

    page = _text(client, "goal", goal.slug)
    home = _text(client, "home")

    assert page.index("2.222") < page.index("1.111")
    assert "2.222" in home
    assert "1.111" in home


def test_given_grants_then_the_page_adds_them_up_by_year_and_in_all(client: Client) -> None:
    project = a_project("Workprofiler")
    a_grant(project, "Equal", 2004, 3_600_000, 277_000)
    a_grant(project, "GST", 2004, 90_000, 0)
    a_grant(project, "Agis", 2007, 450_000, 25_000)

    dutch = _text(client, "grants").replace("\xa0", " ")
    english = client.get("/en/grants").content.decode()

    for amount in ("€ 4.140.000", "€ 302.000", "€ 3.690.000", "€ 277.000", "€ 475.000"):
        assert (amount in dutch) == (amount != "€ 475.000")  # grant and own are never mixed
    assert "€4,140,000" in english


def test_given_a_project_with_a_forerunner_then_both_pages_show_the_line(client: Client) -> None:
    first = a_project("Afval I", started="2006")
    second = a_project("Afval II", started="2009", follows=first)

    for project, other in ((first, second), (second, first)):
        page = _text(client, "project", project.slug)
        assert reverse("portal:project", args=[other.slug]) in page


def test_given_a_partner_then_its_relations_stand_in_the_order_of_time_with_their_motives(
    client: Client,
) -> None:
    partner = an_organisation("Poznań", country="PL")
    learn = Motive.objects.create(title_nl="leren")
    later = Relation.objects.create(organisation=partner, started="2004")
    later.motives.set([learn])
    later.save()
    Relation.objects.create(
        organisation=partner, started="1992", ended="2004", why_ended_nl="de aard veranderde"
    )

    page = _text(client, "partner", partner.slug)

    assert page.index("1992") < page.index("de aard veranderde") < page.index("leren")
    assert "Polen" in page


def test_given_a_partner_in_a_project_then_each_names_the_other_with_the_role(
    client: Client,
) -> None:
    partner, project = an_organisation("Vilnius"), a_project("Luister")
    ProjectPartner.objects.create(
        project=project, organisation=partner, role=PartnerRole.IMPLEMENTING
    )

    assert "Luister" in _text(client, "partner", partner.slug)
    assert "Vilnius" in _text(client, "project", project.slug)


@pytest.mark.parametrize("page", ["home", "agendas", "goals", "projects", "partners", "grants"])
def test_given_nothing_at_all_then_a_page_is_friendly(client: Client, page: str) -> None:
    assert "<h1" in _text(client, page)


def test_given_sources_that_differ_then_the_project_shows_both_with_their_documents(
    client: Client,
) -> None:
    project = a_project("Drugs")
    topic = StatementTopic.objects.create(title_nl="begin", group=TopicGroup.FACT, subject=project)
    for stated in ("juni 2006", "2007"):
        Statement.objects.create(
            topic=topic,
            text_nl=stated,
            document=SourceDocument.objects.create(title_nl=f"stuk dat {stated} zegt"),
        )

    page = _text(client, "project", project.slug)

    for words in ("juni 2006", "2007", "stuk dat juni 2006 zegt", "stuk dat 2007 zegt"):
        assert words in page
    assert 'href="#statements"' in page


def test_given_a_refusal_or_a_fault_then_the_page_says_how_to_go_on(rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = AnonymousUser()
    request.resolver_match = None

    refused = permission_denied(request, PermissionDenied()).content.decode()
    failed = server_error(request).content.decode()

    assert 'href="/"' in refused
    assert 'href="/"' in failed


def test_given_an_unknown_address_then_the_answer_is_in_style(client: Client) -> None:
    response = client.get("/no-such-page")

    assert response.status_code == 404
    assert 'href="/goals"' in response.content.decode()
