"""Indicators that the municipality defines itself, in the one catalogue with all others."""

import logging
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.core.models import Municipality
from koers.monitor.figures import figure, indicator_choices, measure_of
from koers.monitor.models import Calculation, OwnIndicator
from koers.monitor.own_indicators import catalogue_with
from koers.monitor.store import catalogue
from koers_engine.observations import VintageStore

pytestmark = pytest.mark.django_db

ADD = "wagtailsnippets_monitor_ownindicator:add"
JOBS = {
    "title_nl": "Banen volgens de kerncijfers",
    "title_en": "Jobs in the key figures",
    "definition_nl": "Banen van werknemers in december.",
    "unit_nl": "banen",
    "direction": "higher",
    "kind": "count",
    "decimals": "0",
    "calculation": "published",
    "dataset": "cbs-v3:70072ned",
    "measure": "TotaalAantalBanen_112",
    "multiply": "1000",
    "frequency": "A",
}


@pytest.fixture
def researcher(client: Client) -> User:
    make_demonstration_accounts()
    found = User.objects.get(username=Role.RESEARCHER.value)
    client.force_login(found)
    return found


def an_indicator(**fields: Any) -> OwnIndicator:
    given = {
        "slug": "people-per-dwelling",
        "title_nl": "Inwoners per woning",
        "definition_nl": "Inwoners per 1.000 woningen.",
        "unit_nl": "inwoners",
        "calculation": Calculation.PER_1000,
        "of": "population",
        "by": "dwellings",
    }
    return OwnIndicator.objects.create(**(given | fields))


def test_given_a_table_when_an_indicator_is_made_of_it_then_its_figure_is_public_at_once(
    client: Client, researcher: User, official_figures: VintageStore, assen: Municipality
) -> None:
    form = client.get(reverse(ADD), {"table": "cbs-v3:70072ned"}).content.decode()
    assert "TotaalAantalBanen_112" in form

    client.post(reverse(ADD), JOBS)

    code = "banen-volgens-de-kerncijfers"
    assert OwnIndicator.objects.get().latest_revision is not None
    assert code in dict(indicator_choices())
    page = client.get(reverse("portal:figure", args=[code, "GM0106"])).content.decode()
    assert "33.000" in page or "banen, 2015" in page
    assert reverse("portal:source", args=["cbs-v3-70072ned"]) in page


def test_given_a_table_with_other_dimensions_then_a_code_of_each_must_be_chosen(
    client: Client, researcher: User, official_figures: VintageStore
) -> None:
    women = JOBS | {"dataset": "cbs:03759ned", "measure": "M000352", "multiply": "1"}
    codes = {"where-Geslacht": "T001038", "where-BurgerlijkeStaat": "T001019"}

    client.post(reverse(ADD), women | codes)
    assert not OwnIndicator.objects.exists()

    client.post(reverse(ADD), women | codes | {"where-Leeftijd": "10000"})
    assert OwnIndicator.objects.get().where == {
        "Geslacht": "T001038",
        "Leeftijd": "10000",
        "BurgerlijkeStaat": "T001019",
    }


@pytest.mark.parametrize(
    "faulty",
    [
        {"slug": "population"},
        {"measure": "NoSuchMeasure"},
        {"dataset": "cbs:nowhere"},
        {"measure": ""},
        {"decimals": "99"},
        {"calculation": "per_1000", "of": "", "by": ""},
        {"calculation": "growth_percent", "of": "population", "years": ""},
        {"slug": "x" * 61},
    ],
)
def test_given_a_definition_that_cannot_be_used_then_the_form_says_so_and_nothing_is_kept(
    client: Client, researcher: User, official_figures: VintageStore, faulty: dict[str, str]
) -> None:
    answer = client.post(reverse(ADD), JOBS | faulty)

    assert answer.status_code == 200
    assert not OwnIndicator.objects.exists()


def test_given_an_indicator_derived_from_others_then_it_is_worked_out_from_them(
    official_figures: VintageStore,
) -> None:
    an_indicator()

    found = figure("people-per-dwelling", "GM0106")

    assert found.own.released[-1].value == pytest.approx(
        1000
        * figure("population", "GM0106").own.released[-2].value
        / figure("dwellings", "GM0106").own.released[-1].value,
        rel=0.02,
    )


def test_given_an_indicator_that_is_revised_then_the_catalogue_has_the_new_definition(
    db: None,
) -> None:
    indicator = an_indicator()
    assert catalogue()["people-per-dwelling"].decimals == 0

    indicator.decimals = 2
    indicator.save()

    assert catalogue()["people-per-dwelling"].decimals == 2


def test_given_an_indicator_derived_from_itself_then_it_is_refused(db: None) -> None:
    with pytest.raises(ValidationError, match="derived from itself"):
        catalogue_with(OwnIndicator(slug="loop", of="loop", by="population", **_texts()))


def _texts() -> dict[str, str]:
    return {"title_nl": "A", "definition_nl": "A", "unit_nl": "a", "calculation": "per_1000"}


def test_given_an_indicator_whose_source_was_taken_away_then_the_others_stay(
    settings: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    an_indicator(slug="orphan", of="of-a-file-that-went")
    an_indicator()

    with caplog.at_level(logging.WARNING):
        codes = set(catalogue().by_code)

    assert "orphan" not in codes
    assert {"population", "people-per-dwelling"} <= codes
    assert "of-a-file-that-went" in caplog.text
    assert measure_of("orphan") is None
