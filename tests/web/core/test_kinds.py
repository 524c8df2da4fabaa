"""Choices among all records: by kind and name, at the cost of one query for each kind."""

import pytest
from pytest_django import DjangoAssertNumQueries

from koers.core.workspace.kinds import record_choices, record_key, record_kinds, record_of
from tests.web.accounts.examples import one_of_each_kind

pytestmark = pytest.mark.django_db


def test_given_one_record_of_each_kind_then_each_is_a_choice_at_one_query_a_kind(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = one_of_each_kind()

    with django_assert_num_queries(len(record_kinds())):
        choices = [*record_choices()]

    keys = {key for _kind, group in choices[1:] for key, _title in group}
    assert keys == {record_key(record) for record in records.values()}


def test_given_a_key_then_it_leads_back_to_its_record() -> None:
    for record in one_of_each_kind().values():
        assert record_of(record_key(record)) == record


@pytest.mark.parametrize("key", ["", "goals.goal:999", "accounts.user:1", "goals.goal:x", "?"])
def test_given_a_key_of_no_record_then_it_leads_nowhere(key: str) -> None:
    assert record_of(key) is None
