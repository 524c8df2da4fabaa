"""What the workspace exports opens safely in a spreadsheet."""

import csv
import io

import pytest
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.agenda.models import Agenda

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("//elsewhere")'


def test_given_a_title_like_a_formula_when_exported_then_it_stays_text(
    client: Client,
) -> None:
    client.force_login(User.objects.create_superuser("root"))
    agenda = Agenda.objects.create(title_nl=FORMULA)
    agenda.save_revision(log_action="wagtail.create", user=User.objects.get())

    export = client.get(reverse("wagtailadmin_reports:site_history"), {"export": "csv"})

    assert export["Content-Type"] == "text/csv"
    text = b"".join(export.streaming_content).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert f"'{FORMULA}" in cells
    assert not [cell for cell in cells if cell.startswith("=")]
