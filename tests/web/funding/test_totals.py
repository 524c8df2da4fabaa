"""Grants add up exactly, apart from the municipality's own contributions."""

from decimal import Decimal

import pytest

from koers.funding.selectors import Totals, public_grants, totals_by
from tests.web.portal.policy import a_grant, a_project

pytestmark = pytest.mark.django_db


def test_given_grants_of_two_years_then_each_year_has_its_own_totals() -> None:
    project = a_project("project")
    a_grant(project, "Agis", 2007, 450_000, 25_000)
    a_grant(project, "Equal", 2004, 3_600_000, 277_000)
    a_grant(project, "Agis", 2004, 90_000, 0)

    by_year = totals_by(lambda grant: grant.decision_year, public_grants())
    by_programme = totals_by(lambda grant: str(grant.programme), public_grants())

    assert [(year, some.amount_eur, some.own_contribution_eur) for year, some in by_year] == [
        (2004, Decimal(3_690_000), Decimal(277_000)),
        (2007, Decimal(450_000), Decimal(25_000)),
    ]
    assert {name: some.amount_eur for name, some in by_programme} == {
        "Equal": Decimal(3_600_000),
        "Agis": Decimal(540_000),
    }


def test_given_no_grants_then_the_totals_are_nothing() -> None:
    assert Totals(grants=[]).amount_eur == 0
