"""The matrix has a place for every crossing, in the order of pillars and themes."""

import pytest
from pytest_django import DjangoAssertNumQueries

from koers.agenda.models import AgendaStatus
from koers.agenda.selectors import matrix_of, public_agendas, public_agendas_in_full
from tests.web.portal.policy import a_matrix, an_agenda

pytestmark = pytest.mark.django_db


def test_given_a_hole_in_the_matrix_then_its_place_stays_empty() -> None:
    agenda = an_agenda("agenda")
    a_matrix(agenda, themes=2, pillars=2)[1].delete()

    rows = matrix_of(public_agendas_in_full().get())

    assert [[cell and str(cell.task) for _, cell in row.tasks] for row in rows] == [
        ["task 1.1", None],
        ["task 2.1", "task 2.2"],
    ]


def test_given_an_agenda_read_in_full_then_its_matrix_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    a_matrix(an_agenda("agenda"), themes=4, pillars=3)
    agenda = public_agendas_in_full().get()

    with django_assert_num_queries(0):
        assert sum(len(row.tasks) for row in matrix_of(agenda)) == 12


def test_given_agendas_then_the_public_ones_come_latest_first_and_one_without_period_on_top() -> (
    None
):
    an_agenda("old", period_from=2009)
    an_agenda("new", period_from=2020)
    an_agenda("lasting")
    an_agenda("draft", status=AgendaStatus.DRAFT)

    assert [str(agenda) for agenda in public_agendas()] == ["lasting", "new", "old"]
