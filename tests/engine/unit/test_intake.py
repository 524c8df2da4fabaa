"""A table comes in whole with its raw responses, or not at all; a broken fetch goes on later."""

import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from koers_engine.intake import NotAccepted, bring_in
from koers_engine.intake.workplace import FOLDER, workplace
from koers_engine.observations import VintageStore
from koers_engine.observations.snapshots import snapshot_files, snapshot_folder
from koers_engine.observations.store import UnusableStore
from koers_engine.observations.verifying import vintage_faults
from koers_engine.sources.fetching import fetcher as fetching
from koers_engine.sources.files import read_bytes
from koers_engine.sources.registry import READERS, reader_of
from koers_engine.sources.request import SourceRequest, UnreadableSource
from tests.engine.loopback import LoopbackCbs, serving
from tests.engine.spoiling import change_json, replace_text

NOW = datetime(2026, 7, 3, tzinfo=UTC)
TABLE = "cbs:00001tst"


def request_to(server: LoopbackCbs) -> SourceRequest:
    return SourceRequest(kind="cbs", name="00001tst", origin=server.address)


def pages_asked(server: LoopbackCbs) -> list[str]:
    return [target.rpartition("/")[2] for target in server.asked if "Observations" in target]


def stop_after(n_rows: int):  # type: ignore[no-untyped-def]
    def progress(done: int, _whole: int | None) -> None:
        if done >= n_rows:
            raise KeyboardInterrupt

    return progress


def test_a_broken_fetch_asks_only_for_what_is_missing(recording: Path, store: VintageStore) -> None:
    with serving(LoopbackCbs(recording, page_size=2)) as server:
        with pytest.raises(KeyboardInterrupt):
            bring_in(request_to(server), store=store, now=NOW, progress=stop_after(4))
        assert store.datasets() == []
        before = len(server.asked)

        intake = bring_in(request_to(server), store=store, now=NOW)

        assert intake.addition.vintage.n_observations == 6
        assert [target.rpartition("/")[2] for target in server.asked[before:]] == [
            "Properties",
            "Observations?$skip=4",
        ]
    assert not [path for path in (store.path / FOLDER).iterdir() if path.is_dir()]


def test_a_broken_fetch_starts_anew_where_the_publisher_changed_the_table(
    recording: Path, store: VintageStore, tmp_path: Path
) -> None:
    with serving(LoopbackCbs(recording, page_size=2)) as server:
        with pytest.raises(KeyboardInterrupt):
            bring_in(request_to(server), store=store, now=NOW, progress=stop_after(6))
        change_json(
            recording / "properties.json", lambda said: said.update(Modified="2026-07-01T02:00Z")
        )
        server.asked.clear()
        server.page_size = 4

        kept = tmp_path / "kept"
        bring_in(request_to(server), store=store, now=NOW, recording=kept)

    assert pages_asked(server) == ["Observations", "Observations?$skip=4"]
    assert sorted(path.name for path in kept.glob("obs*")) == [
        "observations-page-1.json.zst",
        "observations-page-2.json.zst",
    ]


def test_a_spoilt_file_of_a_broken_fetch_is_fetched_again(
    recording: Path, store: VintageStore
) -> None:
    with serving(LoopbackCbs(recording, page_size=2)) as server:
        with pytest.raises(KeyboardInterrupt):
            bring_in(request_to(server), store=store, now=NOW, progress=stop_after(4))
        page = next((store.path / FOLDER).glob("*/observations-page-1.json.zst"))
        page.write_bytes(page.read_bytes()[:-3])
        with next((store.path / FOLDER).glob("*/snapshot.jsonl")).open("a") as journal:
            journal.write('{"file": "half')
        server.asked.clear()

        bring_in(request_to(server), store=store, now=NOW)

    assert pages_asked(server) == ["Observations", "Observations?$skip=4"]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_command_that_is_stopped_says_how_to_go_on(
    sign: signal.Signals, recording: Path, store: VintageStore
) -> None:
    reached = threading.Event()

    def hangs(handler: BaseHTTPRequestHandler) -> bool:
        if "skip=4" not in handler.path or reached.is_set():
            return False
        reached.set()
        time.sleep(0.5)
        return True

    with serving(LoopbackCbs(recording, page_size=2, misbehave=hangs)) as server:
        run = "from koers_engine.cli import main; main()"
        words = ["data", "add", TABLE, "--from", server.address, "--store", str(store.path)]
        command = subprocess.Popen(
            [sys.executable, "-c", run, *words], stderr=subprocess.PIPE, text=True
        )
        assert reached.wait(20)
        command.send_signal(sign)
        told = command.communicate(timeout=20)[1]
        server.asked.clear()
        intake = bring_in(request_to(server), store=store, now=NOW)

    assert command.returncode == 130
    assert told.startswith("koers: stopped. Nothing was stored.")
    assert "Traceback" not in told
    assert intake.addition.is_new
    assert set(pages_asked(server)) == {"Observations?$skip=4"}


def test_two_with_the_same_request_do_not_meet(store: VintageStore) -> None:
    request = SourceRequest(kind="cbs", name="00001tst")
    with workplace(store.path, request) as first, workplace(store.path, request) as second:
        assert first != second
        (first / "file").touch()

    with workplace(store.path, request) as third:
        assert third == first
        assert list(third.iterdir()) == []


def test_what_a_broken_fetch_left_is_cleared_after_a_week(store: VintageStore) -> None:
    request = SourceRequest(kind="cbs", name="00001tst")
    with pytest.raises(KeyboardInterrupt), workplace(store.path, request) as left:
        raise KeyboardInterrupt
    assert left.is_dir()
    eight_days_ago = time.time() - 8 * 24 * 3600
    os.utime(left, (eight_days_ago, eight_days_ago))

    with workplace(store.path, replace(request, name="00002tst")):
        assert not left.exists()


def test_the_snapshot_holds_what_the_server_sent(recording: Path, store: VintageStore) -> None:
    with serving(LoopbackCbs(recording, page_size=4)) as server:
        vintage = bring_in(request_to(server), store=store, now=NOW).addition.vintage
        sent = {target: server.answer(target)[1] for target in set(server.asked)}

    folder = snapshot_folder(store.folder(TABLE), vintage.provenance.snapshot)
    by_address = {file["address"]: file for file in snapshot_files(folder) if file["address"]}
    host = server.address.removesuffix("/odata")
    assert {address.removeprefix(host) for address in by_address} == set(sent)
    for target, content in sent.items():
        file = by_address[host + target]
        assert read_bytes(folder / file["file"]) == content
    assert vintage.provenance.request["origin"] == server.address
    assert not list(vintage_faults(store, vintage))


def test_content_that_is_known_gets_no_second_snapshot(
    recording: Path, store: VintageStore
) -> None:
    with serving(LoopbackCbs(recording)) as server:
        for day in range(3):
            bring_in(request_to(server), store=store, now=NOW + timedelta(days=day))

    assert len(list(store.folder(TABLE).glob("snapshots/*"))) == 1
    assert not list(vintage_faults(store, store.vintage(TABLE)))


def test_a_snapshot_that_was_touched_is_told(recording: Path, store: VintageStore) -> None:
    request = SourceRequest(kind="cbs", name="00001tst", origin=str(recording))
    vintage = bring_in(request, store=store, now=NOW).addition.vintage
    folder = snapshot_folder(store.folder(TABLE), vintage.provenance.snapshot)

    replace_text(folder / "observations-page-1.json", "M1", "M2")
    (told,) = vintage_faults(store, vintage)
    assert "observations-page-1.json: its content is not what was received" in str(told)

    bring_in(request, store=store, now=NOW)  # the same files from the same place
    assert not list(vintage_faults(store, vintage))


def test_data_that_was_touched_is_told(recording: Path, store: VintageStore) -> None:
    request = SourceRequest(kind="cbs", name="00001tst", origin=str(recording))
    vintage = bring_in(request, store=store, now=NOW).addition.vintage
    store.observations_file(vintage).write_bytes(b"PAR1")

    (told,) = vintage_faults(store, vintage)

    assert "cannot be read" in told.what
    assert "add the same content again" in told.what


def test_a_large_local_file_is_named_by_its_checksum_only(
    koers_table: Path, store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES_COPIED", 150)
    request = SourceRequest(kind="koers", name=str(koers_table))

    vintage = bring_in(request, store=store, now=NOW).addition.vintage

    folder = snapshot_folder(store.folder("cbs:00002tst"), vintage.provenance.snapshot)
    left_out = {file["file"] for file in snapshot_files(folder) if file["is_left_out"]}
    assert "dataset.toml" in left_out
    assert not left_out & {path.name for path in folder.iterdir()}
    assert not list(vintage_faults(store, vintage))


def test_a_faulty_table_leaves_nothing_to_go_on_with(recording: Path, store: VintageStore) -> None:
    replace_text(recording / "measure-codes.json", '"aantal"', '""')
    with serving(LoopbackCbs(recording)) as server:
        with pytest.raises(ValueError, match="has no unit"):
            bring_in(request_to(server), store=store, now=NOW)

        replace_text(recording / "measure-codes.json", '""', '"aantal"')
        assert bring_in(request_to(server), store=store, now=NOW).addition.is_new


def lose_a_figure(koers_table: Path) -> None:
    """One of three released figures is gone a day later."""
    replace_text(koers_table / "observations.csv", "M1,GM0106,2023JJ00,60,A,\n", "")
    replace_text(koers_table / "dataset.toml", "at = 2026-07-02", "at = 2026-07-03")


def test_a_finding_holds_a_table_back_until_it_is_accepted_with_a_reason(
    koers_table: Path, store: VintageStore
) -> None:
    request = SourceRequest(kind="koers", name=str(koers_table))
    bring_in(request, store=store, now=NOW)
    lose_a_figure(koers_table)
    later = NOW + timedelta(days=1)

    with pytest.raises(NotAccepted, match='add: --accept vanished="why"'):
        bring_in(request, store=store, now=later)
    assert len(store.vintages("cbs:00002tst")) == 1
    bring_in(request, store=store, now=later, by="anna", accept={"vanished": "area left out"})

    provenance = store.vintage("cbs:00002tst").provenance
    assert [(a.check, a.reason, a.by, a.at) for a in provenance.acceptances] == [
        ("vanished", "area left out", "anna", later)
    ]
    assert "vanished" in {finding.check for finding in provenance.findings}


def test_what_was_accepted_once_stays_so_while_the_findings_are_the_same(
    koers_table: Path, store: VintageStore
) -> None:
    request = SourceRequest(kind="koers", name=str(koers_table))
    bring_in(request, store=store, now=NOW)
    lose_a_figure(koers_table)
    later = NOW + timedelta(days=1)
    bring_in(request, store=store, now=later, accept={"vanished": "area left out"})

    again = bring_in(request, store=store, now=later)

    assert not again.addition.is_new


def test_a_full_disk_is_told_and_what_came_is_kept(
    recording: Path, store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with serving(LoopbackCbs(recording)) as server:
        with monkeypatch.context() as patch:
            patch.setattr(fetching, "keep", full)
            with pytest.raises(UnusableStore, match="No space left"):
                bring_in(request_to(server), store=store, now=NOW)

        assert bring_in(request_to(server), store=store, now=NOW).addition.is_new


def test_every_reader_is_there() -> None:
    for kind in READERS:
        reader = reader_of(SourceRequest(kind=kind, name="x"))
        assert callable(reader.collect)
        assert callable(reader.read)
    with pytest.raises(UnreadableSource, match="Write the kind of source"):
        reader_of(SourceRequest(kind="ftp", name="x"))
