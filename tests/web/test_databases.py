"""The platform runs on SQLite and on PostgreSQL; the same tests run on both."""

import pytest
from django.conf import settings
from django.db import connection


@pytest.mark.django_db
def test_given_a_postgresql_address_then_the_tests_really_run_on_postgresql() -> None:
    if "postgresql" not in settings.DATABASES["default"]["ENGINE"]:
        pytest.skip("PostgreSQL is absent: set DATABASE_URL=postgres://… to run these tests on it")

    with connection.cursor() as cursor:
        cursor.execute("select version()")
        (version,) = cursor.fetchone()

    assert version.startswith("PostgreSQL")
    assert connection.pg_version >= 150_000
