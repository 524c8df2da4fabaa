"""Composite indices of stored indicators: made, kept, rebuilt, doubted and published."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koers.accounts.models import User
from koers.accounts.rights import RIGHTS
from koers.accounts.roles import Role
from koers.monitor.indices import doubt as index_doubt
from koers.monitor.indices.data import built
from koers.monitor.indices.report import report_of
from koers.monitor.indices.services import publish, withdraw
from koers.monitor.models import DoubtState, IndexDoubt, IndexVersion, OwnIndicator
from koers_engine.cli import index as at_terminal
from tests.web.monitor.index_examples import PARTS, a_version, form_of, make_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_figures", "assen")]


def test_given_chosen_indicators_when_recorded_then_the_version_holds_all_it_was_made_from(
    client: Client, researcher: User
) -> None:
    codes = ("jobs-per-1000", "establishments-per-1000", "welfare-per-1000")
    sent = form_of(*codes, record="1") | {"part-welfare-per-1000": "2", "goal-nl-2": "Zorg"}
    sent["direction-welfare-per-1000"] = "lower"

    answer = client.post(make_url(*codes), sent)

    version = IndexVersion.objects.get()
    assert answer.url == reverse("indices:index", args=["brede-blik"])
    assert (version.number, version.by, version.reason) == (1, researcher, "First look")
    assert 'code = "zorg"' in version.parts
    assert built(version, "nl").index.codes[0].startswith("GM")
    page = client.get(answer.url).content.decode()
    assert "Assen" in page
    assert version.index_digest[:12] in page
    assert "nan" not in re.sub(r"<[^>]*>|[Ff]inan\w*", "", page).lower().split()


def test_given_a_version_then_made_again_it_is_the_same_to_the_bit_here_and_at_a_terminal(
    client: Client, researcher: User, tmp_path: Path
) -> None:
    version = a_version(researcher, recipe='[normalise]\nmethod = "z-score"')

    again = built(version, "nl").index

    assert (again.digest, again.data.digest, again.recipe_digest) == (
        version.index_digest,
        version.data_digest,
        version.recipe_digest,
    )
    for name in ("iData.csv", "iMeta.csv", "recipe.toml"):
        answer = client.get(reverse("indices:file", args=[version.index.slug, name]))
        assert f'brede-blik-1-{name}"' in answer["Content-Disposition"]
        (tmp_path / name).write_bytes(answer.content)
    index = at_terminal.built(*(tmp_path / n for n in ("iData.csv", "iMeta.csv", "recipe.toml")))
    assert index.digest == version.index_digest


def test_given_a_revision_then_the_version_before_stays_and_says_who_when_and_why(
    client: Client, researcher: User
) -> None:
    first = a_version(researcher, recipe="[screen]\nminimum_share = 0.65")
    url = reverse("indices:revise", args=[first.index.slug])
    page = client.get(url).content.decode()
    assert 'name="weight-population"' in page

    codes = list(built(first, "nl").collected.taken)
    sent = form_of(*codes, record="1", aggregate="geometric", reason="Low ones weigh more")
    client.post(url, sent)

    second = first.index.last
    assert (second.number, second.reason) == (2, "Low ones weigh more")
    assert IndexVersion.objects.get(number=1).parts == first.parts
    assert second.index_digest != first.index_digest
    old = client.get(reverse("indices:index", args=[first.index.slug]) + "?version=1")
    assert first.index_digest[:12] in old.content.decode()
    with pytest.raises(TypeError, match="never changes"):
        first.save()
    with pytest.raises(TypeError, match="never changes"):
        first.delete()


def test_given_three_levels_and_a_denominator_as_text_then_they_are_kept_and_shown_as_text(
    client: Client, researcher: User
) -> None:
    deep = PARTS.replace('code = "work"\n', 'code = "work"\npart_of = "all"\n', 1)
    deep = deep.replace("weight = 2\n", 'weight = 2\npart_of = "all"\n')
    deep += '[[goals]]\ncode = "all"\nname = { nl = "Alles", en = "All" }\n'
    deep += '[[indicators]]\ncode = "jobs"\npart_of = "work"\ndenominator = "population"\n'

    version = a_version(researcher, parts=deep)

    index = built(version, "en").index
    assert index.data.structure.height == 4
    jobs = index.data.structure.places["jobs"]
    assert index.scores[0, jobs] == pytest.approx(index.scores[0, 0])  # jobs per inhabitant
    page = client.get(reverse("indices:revise", args=[version.index.slug])).content.decode()
    assert "parts_text" in page


def test_given_an_index_then_it_says_how_sure_each_place_is_and_why(
    researcher: User, in_english: None
) -> None:
    version = a_version(researcher)

    found = report_of(version, "GM0106")

    assert found.own.name == "Assen"
    assert re.fullmatch(
        r"Assen stands (on|between) place .* in (\d+% of|all) 1,000 reasonable ways.*",
        found.own.sentence,
    )
    assert all(1 <= row.doubt["best_place"] <= row.doubt["worst_place"] <= 12 for row in found.rows)
    assert "explains" in found.causes_text
    assert found.ranking.rows
    assert found.causes.rows


def test_given_an_index_whose_doubt_takes_long_then_a_worker_finds_it_and_the_page_follows(
    client: Client,
    researcher: User,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(index_doubt, "MOST_SECONDS", 0.0)
    asked: list[int] = []
    monkeypatch.setattr(type(index_doubt.work_out), "enqueue", lambda _task, pk: asked.append(pk))

    with django_capture_on_commit_callbacks(execute=True):
        version = a_version(researcher)

    assert asked == [version.doubt.pk]
    url = reverse("indices:index", args=[version.index.slug])
    assert "data-look-again" in client.get(url).content.decode()
    index_doubt.work_out.func(version.doubt.pk)
    assert IndexDoubt.objects.get().state == DoubtState.DONE
    page = client.get(url)
    assert "data-look-again" not in page.content.decode()
    assert page.context["report"].own.sentence
    now = client.get(reverse("indices:uncertainty_now", args=[version.index.slug]))
    assert "data-look-again" not in now.content.decode()


def test_copeland_of_all_municipalities_is_expected_to_take_long_and_a_mean_is_not(
    researcher: User,
) -> None:
    plain = a_version(researcher, units="nl")
    pairs = a_version(researcher, units="nl", recipe='[aggregate]\nmethods = ["copeland"]')

    assert index_doubt.seconds(built(plain, "nl").index) < 2
    assert index_doubt.seconds(built(pairs, "nl").index) > 5
    assert pairs.doubt.state == DoubtState.QUEUED
    assert not IndexDoubt.objects.filter(version=plain).exists()


def test_an_index_is_public_from_its_publication_to_its_withdrawal_and_never_without_a_reason(
    client: Client, researcher: User
) -> None:
    version = a_version(researcher)
    page = reverse("portal:index", args=[version.index.slug])
    visitor = Client()
    assert visitor.get(page).status_code == 404

    address = reverse("indices:publish", args=[version.index.slug])
    client.post(address, {"version": "1", "reason": "  "})
    assert visitor.get(page).status_code == 404
    client.post(address, {"version": "1", "reason": "The council asked"})

    shown = visitor.get(page).content.decode()
    assert "The council asked" in shown
    assert "Brede blik" in shown
    assert "Brede blik" in visitor.get(reverse("portal:indices")).content.decode()
    assert visitor.get(page + "?place=GM0114").context["decomposition"].place.name == "Emmen"
    assert visitor.get(page + "?place=<script>").context["decomposition"] is None
    a_version(researcher, index=version.index, recipe='[normalise]\nmethod = "rank"')
    assert version.index_digest[:12] in visitor.get(page).content.decode()  # a draft beside it

    withdraw(index=version.index, by=researcher, at=timezone.now(), reason="A fault")
    assert visitor.get(page).status_code == 404
    assert version.index.publications.count() == 2


def test_the_files_open_safely_in_a_spreadsheet_and_hold_every_place(
    client: Client, researcher: User
) -> None:
    OwnIndicator.objects.create(
        slug="odd", title_nl="=1+1", unit_nl="@x", definition_nl="d", direction="higher",
        calculation="per_1000", of="jobs", by="dwellings", kind="rate",
    )  # fmt: skip
    version = a_version(
        researcher, parts=PARTS + '[[indicators]]\ncode = "odd"\npart_of = "work"\n'
    )
    publish(version=version, by=researcher, at=timezone.now(), reason="To look at")

    def file(name: str) -> bytes:
        address = reverse("portal:index_file", args=[version.index.slug, name])
        return Client().get(address).content

    rows = [*csv.DictReader(io.StringIO(file("scores.csv").decode()))]
    assert len(rows) == 12
    assert rows[0]["place"] == "1"
    assert ",=1" not in file("iMeta.csv").decode()
    assert "'=1+1" in file("iMeta.csv").decode()
    book = openpyxl.load_workbook(io.BytesIO(file("index.xlsx")))
    assert len(book.worksheets) == 4
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert Client().get(f"/indices/{version.index.slug}/passwd").status_code == 404


@pytest.mark.parametrize("role", [*Role])
def test_each_role_opens_exactly_the_doors_that_the_table_of_rights_gives(
    client: Client, researcher: User, role: Role
) -> None:
    slug = a_version(researcher).index.slug
    client.force_login(User.objects.get(username=role.value))
    doors = {
        "view": client.get(reverse("indices:index", args=[slug])),
        "add": client.get(make_url("jobs-per-1000", "welfare-per-1000")),
        "change": client.post(reverse("indices:publish", args=[slug]), {"reason": "x"}),
    }

    # who may not is sent back to the first page of the workspace
    home = reverse("wagtailadmin_home")
    opened = {each for each, answer in doors.items() if getattr(answer, "url", "") != home}

    assert opened == set(RIGHTS["monitor.compositeindex"][role])


def test_an_outsider_opens_nothing_of_the_workspace(client: Client, researcher: User) -> None:
    slug = a_version(researcher).index.slug

    for name in ("index", "revise", "uncertainty_now"):
        answer = Client().get(reverse(f"indices:{name}", args=[slug]))
        assert answer.status_code == 302
        assert "/login/" in answer.url
    assert Client().get(reverse("indices:file", args=[slug, "iData.csv"])).status_code == 302


def test_given_a_definition_that_changed_since_then_the_page_says_that_it_comes_out_otherwise(
    client: Client, researcher: User
) -> None:
    own = OwnIndicator.objects.create(
        slug="mine", title_nl="Mijn", unit_nl="x", definition_nl="d", direction="higher",
        calculation="per_1000", of="jobs", by="dwellings", kind="rate",
    )  # fmt: skip
    version = a_version(
        researcher, parts=PARTS + '[[indicators]]\ncode = "mine"\npart_of = "work"\n'
    )
    own.by = "population"
    own.save()

    page = client.get(reverse("indices:index", args=[version.index.slug]))

    assert page.context["is_same"] is False
