"""Publishers are asked cheaply what changed, table by table, and one failure stops no other."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from koers_engine.intake import Outcome, bring_in, last_check, refresh, refreshable
from koers_engine.observations import VintageStore
from koers_engine.sources.request import SourceRequest
from tests.engine.loopback import LoopbackCbs, serving
from tests.engine.loopback_v3 import LoopbackV3, serving_v3, small_table
from tests.engine.samples import a_dataset
from tests.engine.spoiling import change_json, replace_text
from tests.engine.unit.test_cli import Koers

NOW = datetime(2026, 7, 3, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TABLE = "cbs:00001tst"


def request_to(server: LoopbackCbs) -> SourceRequest:
    return SourceRequest(kind="cbs", name="00001tst", origin=server.address)


def publish_anew(server: LoopbackCbs) -> None:
    """The publisher changes a figure, and says when."""
    change_json(
        server.recording / "properties.json", lambda said: said.update(Modified="2026-07-04T02:00Z")
    )
    server.rows[0]["Value"] += 1


@pytest.mark.parametrize("has_etags", [True, False])
def test_a_table_that_did_not_change_costs_one_question(
    recording: Path, store: VintageStore, *, has_etags: bool
) -> None:
    with serving(LoopbackCbs(recording, has_etags=has_etags)) as server:
        vintage = bring_in(request_to(server), store=store, now=NOW).addition.vintage
        server.asked.clear()

        check = refresh(vintage, store=store, now=LATER)

    assert check.outcome is Outcome.UNCHANGED
    assert [target.rpartition("/")[2] for target in server.asked] == ["Properties"]
    assert last_check(store, TABLE) == check


def test_a_table_that_changed_comes_in_as_a_vintage(recording: Path, store: VintageStore) -> None:
    with serving(LoopbackCbs(recording, has_etags=True)) as server:
        bring_in(request_to(server), store=store, now=NOW)
        publish_anew(server)

        check = refresh(store.vintage(TABLE), store=store, now=LATER)
        again = refresh(store.vintage(TABLE), store=store, now=LATER)

    assert (check.outcome, again.outcome) == (Outcome.NEW_VINTAGE, Outcome.UNCHANGED)
    assert check.digest == store.vintage(TABLE).digest
    assert len(store.vintages(TABLE)) == 2


def test_a_table_of_odata_v3_tells_by_one_question_whether_it_changed(store: VintageStore) -> None:
    with serving_v3(LoopbackV3(small_table())) as server:
        request = SourceRequest(kind="cbs", name="00001tst", form="v3", origin=server.address)
        vintage = bring_in(request, store=store, now=NOW).addition.vintage
        server.asked.clear()
        unchanged = refresh(vintage, store=store, now=LATER)
        n_asked = len(server.asked)

        server.table.info["Modified"] = "2026-07-04T02:00:00"
        server.table.rows[0]["All_1"] = "     101"
        changed = refresh(vintage, store=store, now=LATER)

    assert (unchanged.outcome, n_asked) == (Outcome.UNCHANGED, 1)
    assert changed.outcome is Outcome.NEW_VINTAGE


def test_a_table_that_was_published_again_unchanged_is_not_fetched_every_time(
    recording: Path, store: VintageStore
) -> None:
    with serving(LoopbackCbs(recording)) as server:
        bring_in(request_to(server), store=store, now=NOW)
        change_json(
            recording / "properties.json", lambda said: said.update(Modified="2026-07-04T02:00Z")
        )
        first = refresh(store.vintage(TABLE), store=store, now=LATER)
        server.asked.clear()

        second = refresh(store.vintage(TABLE), store=store, now=LATER)

    assert (first.outcome, second.outcome) == (Outcome.UNCHANGED, Outcome.UNCHANGED)
    assert len(server.asked) == 1


def test_a_local_folder_is_held_against_its_checksums(
    koers_table: Path, store: VintageStore
) -> None:
    request = SourceRequest(kind="koers", name=str(koers_table))
    vintage = bring_in(request, store=store, now=NOW).addition.vintage
    unchanged = refresh(vintage, store=store, now=LATER)
    replace_text(koers_table / "observations.csv", "M1,NL01,2023JJ00,100", "M1,NL01,2023JJ00,101")
    replace_text(koers_table / "dataset.toml", "at = 2026-07-02", "at = 2026-07-03")

    changed = refresh(vintage, store=store, now=LATER)

    assert (unchanged.outcome, changed.outcome) == (Outcome.UNCHANGED, Outcome.NEW_VINTAGE)


def test_what_came_in_without_a_request_is_left_alone(store: VintageStore) -> None:
    store.add(a_dataset())

    assert refreshable(store) == []


def test_a_failure_is_told_and_the_next_table_is_asked_for(
    recording: Path, koers_table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    koers = Koers(tmp_path / "store", capsys)
    koers("data", "add", TABLE, "--from", str(recording))
    koers("data", "add", f"koers:{koers_table}")
    (recording / "index.json").unlink()

    told = json.loads(koers("data", "refresh", "--format", "json", code=1))

    assert [(row["dataset"], row["outcome"]) for row in told] == [
        (TABLE, "failed"),
        ("cbs:00002tst", "unchanged"),
    ]
    assert "index.json" in told[0]["why"]


def test_refresh_is_quiet_and_certain_where_all_is_well(
    koers_table: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    koers = Koers(tmp_path / "store", capsys)
    assert "nothing to refresh" in koers("data", "refresh")
    koers("data", "add", f"koers:{koers_table}")

    assert koers("data", "refresh").startswith("cbs:00002tst: unchanged ")
    assert "last asked: " in koers("data", "show", "cbs:00002tst")
    assert koers("data", "verify") == "1 vintage of 1 table: all whole.\n"
    next(koers.store.glob("cbs/00002tst/snapshots/*/observations.csv")).write_text("")
    assert "1 fault" in koers("data", "verify", code=1)
