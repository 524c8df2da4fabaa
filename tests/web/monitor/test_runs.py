"""Bringing figures in from the workspace: by whom, how far, and what came of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from koers.accounts.models import User
from koers.accounts.rights import RIGHTS
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.monitor import running, services
from koers.monitor.models import ImportRun, RunState
from koers.monitor.running import Watch, carry_out
from koers.monitor.services import UnableToRun
from koers.monitor.store import store
from koers_engine.intake import NotAccepted, bringing
from koers_engine.observations import Finding, Severity
from koers_engine.sources.fetching import FetchFailed
from koers_engine.sources.koers_table import read_koers_table
from scripts.make_survey import write
from tests.engine.loopback import LoopbackCbs, serving

pytestmark = pytest.mark.django_db

MAPPING = """
[dataset]
id = "assen:survey"
title = { nl = "Bewonersenquête", en = "Residents' survey" }
publisher = "Gemeente Assen"
[file]
format = "excel"
[area]
column = "Gemeente"
by = "name"
[period]
column = "Jaar"
form = "year"
[[measures]]
column = "Rapportcijfer buurt"
title = "Rapportcijfer buurt"
unit = "rapportcijfer"
decimals = 1
[missing]
x = "Q"
"""


@pytest.fixture
def researcher(client: Client) -> User:
    make_demonstration_accounts()
    found = User.objects.get(username=Role.RESEARCHER.value)
    client.force_login(found)
    return found


@pytest.fixture
def survey(tmp_path: Path) -> SimpleUploadedFile:
    write(tmp_path / "survey.xlsx")
    return SimpleUploadedFile("survey.xlsx", (tmp_path / "survey.xlsx").read_bytes())


@pytest.fixture(autouse=True)
def own_folders(settings: Any, tmp_path: Path) -> None:
    settings.KOERS_UPLOADS = tmp_path / "uploads"


@pytest.fixture
def own_store(settings: Any, tmp_path: Path, demo_figures: Path) -> Path:
    """A store of the test's own, with the register of areas in it."""
    settings.KOERS_STORE = tmp_path / "store"
    store().add(read_koers_table(demo_figures / "03759ned"))
    return settings.KOERS_STORE


def a_prepared_run(survey: SimpleUploadedFile, by: User, mapping: str = MAPPING) -> ImportRun:
    return services.prepare_file(upload=survey, mapping=mapping, by=by, at=timezone.now())


def brought_in(run: ImportRun, by: User) -> ImportRun:
    services.take_up(run=run, by=by, at=timezone.now())
    carry_out.call(run.pk)
    run.refresh_from_db()
    return run


def asked(by: User, **request: Any) -> ImportRun:
    given = {"kind": "cbs", "name": "03759ned", "form": "", "where": {}}
    return services.ask_for_table(**(given | request), by=by, at=timezone.now())


def test_given_an_own_file_when_it_is_walked_through_the_pages_then_its_figures_are_there(
    client: Client, researcher: User, survey: SimpleUploadedFile, own_store: Path
) -> None:
    page = client.post(reverse("figures:upload"), {"file": survey}, follow=True)
    run = ImportRun.objects.get()
    assert "by = &quot;name&quot;" in page.content.decode()  # the register knows the names
    assert "108 " in page.content.decode()

    client.post(reverse("figures:layout", args=[run.pk]), {"mapping": MAPPING, "bring-in": "1"})
    carry_out.call(run.pk)

    run.refresh_from_db()
    vintage = store().vintage("assen:survey")
    assert (run.state, run.dataset, run.vintage) == ("added", "assen:survey", vintage.digest)
    assert vintage.n_observations == 36
    assert vintage.provenance.snapshot  # the file itself is kept beside it
    shown = client.get(reverse("figures:run", args=[run.pk])).content.decode()
    assert "assen:survey" in shown


def test_given_a_mapping_with_faults_then_all_are_listed_and_nothing_is_brought_in(
    client: Client, researcher: User, survey: SimpleUploadedFile, own_store: Path
) -> None:
    run = a_prepared_run(survey, researcher)
    faulty = MAPPING.replace('x = "Q"', "").replace("[missing]", "")

    page = client.post(
        reverse("figures:layout", args=[run.pk]), {"mapping": faulty, "bring-in": "1"}
    )

    run.refresh_from_db()
    assert run.state == RunState.PREPARED
    assert "C35" in page.content.decode()  # the cell with the x


@pytest.mark.parametrize("dataset", ["cbs:03759ned", "cbs-v3:70072ned", "estat:urb_cpop1"])
def test_given_a_mapping_that_poses_as_an_official_table_then_it_is_not_brought_in(
    client: Client, researcher: User, survey: SimpleUploadedFile, own_store: Path, dataset: str
) -> None:
    run = a_prepared_run(survey, researcher)
    posing = MAPPING.replace("assen:survey", dataset)

    client.post(reverse("figures:layout", args=[run.pk]), {"mapping": posing, "bring-in": "1"})

    run.refresh_from_db()
    assert run.state == RunState.PREPARED
    brought_in(run, researcher)  # taken up by its address, past the page that shows the fault
    assert run.state == RunState.REFUSED
    assert len(store().vintages("cbs:03759ned")) == 1


@pytest.mark.parametrize("cell", ["\0", "\ud800"])
def test_given_a_refusal_that_quotes_what_no_database_keeps_then_the_run_ends_all_the_same(
    researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch, cell: str
) -> None:
    finding = Finding("jump", cell, cell, Severity.REFUSAL)

    def refuse(*_: Any, **__: Any) -> None:
        raise NotAccepted(f"assen:{cell}", [finding])

    monkeypatch.setattr(running, "bring_in", refuse)
    run = asked(researcher)
    carry_out.call(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.REFUSED


def test_given_a_store_that_cannot_be_read_then_nothing_is_asked_again_and_the_pages_stay(
    client: Client, researcher: User, own_store: Path
) -> None:
    for manifest in own_store.rglob("vintages/*.json"):
        manifest.write_text("{")

    assert client.post(reverse("figures:renew"), {"dataset": "cbs:03759ned"}).status_code == 302
    assert client.post(reverse("figures:renew_all")).status_code == 302
    assert client.get(reverse("figures:overview")).status_code == 200
    assert not ImportRun.objects.exists()


def test_given_the_same_file_again_then_nothing_is_new(
    researcher: User, survey: SimpleUploadedFile, own_store: Path
) -> None:
    brought_in(a_prepared_run(survey, researcher), researcher)
    survey.seek(0)

    again = brought_in(a_prepared_run(survey, researcher), researcher)

    assert again.state == RunState.UNCHANGED
    assert len(store().vintages("assen:survey")) == 1


def test_given_findings_that_hold_it_back_when_accepted_with_a_reason_then_it_is_kept_with_it(
    client: Client,
    researcher: User,
    survey: SimpleUploadedFile,
    own_store: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    finding = Finding(
        "parts-and-totals", "Assen, 2021", "the parts do not add up", Severity.REFUSAL
    )
    monkeypatch.setattr(bringing, "findings_of", lambda *_: [finding])
    run = brought_in(a_prepared_run(survey, researcher), researcher)
    assert (run.state, run.unaccepted) == (RunState.REFUSED, ["parts-and-totals"])
    assert (
        "the parts do not add up"
        in client.get(reverse("figures:run", args=[run.pk])).content.decode()
    )
    address = reverse("figures:accept", args=[run.pk])

    client.post(address, {"accept-parts-and-totals": ""})
    run.refresh_from_db()
    assert run.state == RunState.REFUSED  # not without a reason

    client.post(address, {"accept-parts-and-totals": "Afgerond op hele procenten."})
    carry_out.call(run.pk)

    run.refresh_from_db()
    (accepted,) = store().vintage("assen:survey").provenance.acceptances
    assert run.state == RunState.ADDED
    assert (accepted.reason, accepted.by) == ("Afgerond op hele procenten.", "researcher")


def test_given_a_publisher_that_cannot_be_reached_then_the_run_failed_and_may_be_taken_up(
    client: Client, researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "bring_in", _unreachable)
    run = asked(researcher)

    carry_out.call(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "not there" in run.refusal
    client.post(reverse("figures:take_up", args=[run.pk]))
    run.refresh_from_db()
    assert (run.state, run.refusal) == (RunState.QUEUED, "")


def _unreachable(*_: Any, **__: Any) -> None:
    raise FetchFailed("http://cbs.example", "is not there.")


def test_given_a_run_under_way_when_it_is_stopped_then_it_ends_at_the_next_step(
    client: Client, researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(researcher)

    def bring_in_slowly(*_: Any, progress: Watch, **__: Any) -> None:
        progress(1, 10)
        client.post(reverse("figures:stop", args=[run.pk]))
        progress.look()
        progress(2, 10)
        pytest.fail("it went on")

    monkeypatch.setattr(running, "bring_in", bring_in_slowly)
    carry_out.call(run.pk)

    run.refresh_from_db()
    assert (run.state, run.done, run.percent) == (RunState.STOPPED, 1, 10)


def test_given_a_run_that_waits_for_a_server_when_it_is_stopped_then_it_waits_no_longer(
    client: Client, researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = asked(researcher)

    def wait_long(*_: Any, progress: Watch, wait: Callable[[float], None], **__: Any) -> None:
        client.post(reverse("figures:stop", args=[run.pk]))
        progress.look()
        wait(120.0)
        pytest.fail("it went on")

    monkeypatch.setattr(running, "bring_in", wait_long)
    carry_out.call(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.STOPPED


def test_given_a_run_that_waits_when_it_is_stopped_then_the_worker_leaves_it(
    researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "bring_in", lambda *_, **__: pytest.fail("it was carried out"))
    run = services.stop(run=asked(researcher), by=researcher, at=timezone.now())

    carry_out.call(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.STOPPED
    with pytest.raises(UnableToRun):
        services.stop(run=run, by=researcher, at=timezone.now())


def test_given_a_fault_nobody_foresaw_then_the_run_failed_and_does_not_show_its_text(
    researcher: User, own_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_off(*_: Any, **__: Any) -> None:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(running, "bring_in", break_off)
    run = asked(researcher)

    carry_out.call(run.pk)

    run.refresh_from_db()
    assert run.state == RunState.FAILED
    assert "secret" not in run.refusal


def test_given_a_run_under_way_when_the_same_is_asked_then_it_is_refused(
    researcher: User, own_store: Path
) -> None:
    asked(researcher)

    with pytest.raises(UnableToRun):
        asked(researcher)
    asked(researcher, where={"Perioden": ["2024JJ00"]})  # another part is another request


def test_given_a_run_whose_worker_fell_silent_then_the_page_says_so_and_it_may_be_taken_up(
    client: Client, researcher: User, own_store: Path
) -> None:
    run = asked(researcher)
    long_ago = timezone.now() - timedelta(minutes=10)
    ImportRun.objects.update(state=RunState.RUNNING, started_at=long_ago, seen_at=long_ago)

    page = client.get(reverse("figures:run", args=[run.pk])).content.decode()

    assert reverse("figures:take_up", args=[run.pk]) in page
    assert "data-run-now" not in page


def test_given_a_table_of_a_publisher_when_it_is_asked_again_then_nothing_new_is_fetched(
    client: Client,
    researcher: User,
    settings: Any,
    tmp_path: Path,
    shared_data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.KOERS_STORE = tmp_path / "store"
    recorded = LoopbackCbs(shared_data / "cbs_odata_v4" / "03759ned", page_size=50_000)
    with serving(recorded) as server:
        monkeypatch.setenv("KOERS_CBS_BASE", server.address)
        client.post(reverse("figures:ask"), {"kind": "cbs", "name": "03759ned"})
        carry_out.call(ImportRun.objects.get().pk)
        client.post(reverse("figures:renew"), {"dataset": "cbs:03759ned"})
        carry_out.call(ImportRun.objects.filter(renews=True).get().pk)

    again, first = ImportRun.objects.order_by("-pk")
    assert (first.state, again.state) == (RunState.ADDED, RunState.UNCHANGED)
    assert again.vintage == first.vintage


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        ("cbs", "http://127.0.0.1:8000/x"),
        ("cbs", "../../etc/passwd"),
        ("cbs", "03759ned/../x"),
        ("cbs", "@evil.example"),
        ("sdmx", "https://evil.example/x"),
        ("sdmx", "ESTAT/../x"),
        ("sdmx", "ESTAT/X?y/../../z"),
        ("file", "/etc/passwd"),
        ("jsonstat", "http://169.254.169.254/"),
        ("koers", "/var/lib"),
    ],
)
def test_given_an_address_or_a_path_for_a_table_then_nothing_is_asked(
    client: Client, researcher: User, own_store: Path, kind: str, name: str
) -> None:
    client.post(reverse("figures:ask"), {"kind": kind, "name": name})

    assert not ImportRun.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"x"), ("a.xls", b"x"), ("a.csv", b""), ("a.csv", b"x" * 2_000), ("a.xlsx", b"PK")],
)
def test_given_an_upload_that_is_no_table_then_it_is_refused_and_not_kept(
    client: Client, researcher: User, own_store: Path, settings: Any, name: str, content: bytes
) -> None:
    settings.KOERS_UPLOAD_BYTES = 1_000

    page = client.post(reverse("figures:upload"), {"file": SimpleUploadedFile(name, content)})

    assert page.status_code == 200
    assert not ImportRun.objects.exists()
    assert not settings.KOERS_UPLOADS.exists()


@pytest.mark.parametrize("role", list(Role))
def test_given_a_role_then_it_may_do_with_runs_what_the_table_of_rights_says(
    client: Client, role: Role, own_store: Path
) -> None:
    make_demonstration_accounts()
    client.force_login(User.objects.get(username=role.value))

    assert _doors(client) == set(RIGHTS["monitor.importrun"][role])


def test_given_an_outsider_or_an_account_without_a_role_then_no_door_opens(
    client: Client, own_store: Path
) -> None:
    assert _doors(client) == set()
    client.force_login(User.objects.create_user("nobody"))
    assert _doors(client) == set()


def _doors(client: Client) -> set[str]:
    """What this visitor may do with runs, tried at every address there is."""
    by = User.objects.filter(username="owner").first() or User.objects.create_user("owner")
    opened: dict[str, list[bool]] = {"view": [], "add": [], "change": []}

    def changes(act: str, run: ImportRun, state: RunState, after: RunState) -> bool:
        ImportRun.objects.filter(pk=run.pk).update(state=state)
        client.post(
            reverse(f"figures:{act}", args=[run.pk]), {"accept-parts-and-totals": "Because it is."}
        )
        return ImportRun.objects.get(pk=run.pk).state == after

    ImportRun.objects.all().delete()
    run = asked(by)
    layout = a_prepared_run(SimpleUploadedFile("a.csv", b"a,b\n"), by)
    pages = [("overview", []), ("run", [run.pk]), ("run_now", [run.pk])]
    opened["view"] = [
        client.get(reverse(f"figures:{n}", args=a)).status_code == 200 for n, a in pages
    ]
    forms = [("ask", []), ("upload", []), ("layout", [layout.pk])]
    opened["add"] = [
        client.get(reverse(f"figures:{n}", args=a)).status_code == 200 for n, a in forms
    ]
    before = ImportRun.objects.count()
    client.post(reverse("figures:ask"), {"kind": "cbs", "name": "70072ned"})
    opened["add"].append(ImportRun.objects.count() == before + 1)
    finding = {"check": "parts-and-totals", "where": "", "what": "", "severity": "refusal"}
    ImportRun.objects.filter(pk=run.pk).update(findings=[finding])
    opened["change"] = [
        changes("accept", run, RunState.REFUSED, RunState.QUEUED),
        changes("stop", run, RunState.QUEUED, RunState.STOPPED),
        changes("take_up", run, RunState.FAILED, RunState.QUEUED),
    ]
    for act, tried in opened.items():
        assert len(set(tried)) == 1, f"{act} is only half allowed: {tried}"
    return {act for act, tried in opened.items() if tried[0]}
