"""Outside a demonstration: `manage.py load_demo` refuses, `manage.py load_content` does not."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pytest_django import Settings

from koers.accounts.models import User
from koers.agenda.models import Agenda
from koers.partners.models import Motive

pytestmark = pytest.mark.django_db


def test_given_no_demonstration_then_it_is_refused_and_nothing_is_made(settings: Settings) -> None:
    settings.KOERS_DEMONSTRATION = False

    with pytest.raises(CommandError, match="KOERS_DEMONSTRATION=1"):
        call_command("load_demo")

    assert not User.objects.exists()
    assert not Agenda.objects.exists()


def test_a_municipality_loads_its_own_records_and_says_why(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.KOERS_DEMONSTRATION = False
    (tmp_path / "motives.toml").write_text(
        "[[partners.motive]]\nslug = 'learn'\ntitle_nl = 'leren'\ntitle_en = 'to learn'"
    )

    with override("en"):
        call_command("load_content", tmp_path, reason="Overgenomen uit de nota")

    motive = Motive.objects.get()
    assert motive.latest_revision.object_str == "leren"
    assert motive.latest_revision.content["change_note"] == "Overgenomen uit de nota"
    assert "Records added: 1, kept as they were: 0." in capsys.readouterr().out


def test_faulty_records_of_ones_own_are_refused_with_their_faults(tmp_path: Path) -> None:
    (tmp_path / "motives.toml").write_text("[[partners.motive]]\nslug = 'learn'")

    with pytest.raises(CommandError, match=r"motives\.toml: partners\.motive\[learn\]\.title_nl"):
        call_command("load_content", tmp_path, reason="test")

    assert not Motive.objects.exists()
