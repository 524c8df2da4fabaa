from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

import pytest

from koers_engine.observations import Dataset, FaultyTable, VintageStore
from koers_engine.sources.addresses import BaseAddress
from koers_engine.sources.cbs import read_recording, v4
from koers_engine.sources.cbs.v4 import TableTooLarge, collect
from koers_engine.sources.fetching import Fetcher, FetchFailed
from koers_engine.sources.request import SourceRequest
from tests.engine.loopback import LoopbackCbs, serving
from tests.engine.spoiling import change_json

NOW = datetime(2026, 7, 3, tzinfo=UTC)


def fetched(server: LoopbackCbs, folder: Path, table: str = "00001tst", **where: str) -> Dataset:
    folder.mkdir()
    request = SourceRequest(
        kind="cbs",
        name=table,
        origin=server.address,
        where={dimension: tuple(codes.split(",")) for dimension, codes in where.items()},
    )
    with Fetcher(folder, NOW, wait=lambda _seconds: None) as fetcher:
        collect(request, fetcher)
    return read_recording(folder, table)


def test_a_table_from_a_server_is_the_table_of_the_recording(
    recorded_population: Path, store: VintageStore, tmp_path: Path
) -> None:
    store.add(read_recording(recorded_population, "03759ned"))

    with serving(LoopbackCbs(recorded_population, page_size=5000)) as server:
        addition = store.add(fetched(server, tmp_path / "fetched", "03759ned"))

    assert not addition.is_new
    assert sum("Observations" in target for target in server.asked) == 3


def test_what_a_server_sent_can_be_read_again(recording: Path, tmp_path: Path) -> None:
    with serving(LoopbackCbs(recording, page_size=4)) as server:
        first = fetched(server, tmp_path / "fetched")

    again = read_recording(tmp_path / "fetched", "00001tst")

    assert again.observations.equals(first.observations)
    assert again.origin.retrieved_at == NOW


def test_a_part_is_asked_for_in_the_words_of_odata(recording: Path, tmp_path: Path) -> None:
    with serving(LoopbackCbs(recording)) as server:
        fetched(server, tmp_path / "fetched", Sex="T", RegioS="GM'06")

    asked = next(target for target in server.asked if "filter" in target)
    assert asked.endswith("?$filter=Sex%20eq%20%27T%27%20and%20RegioS%20eq%20%27GM%27%2706%27")


def test_several_codes_of_a_dimension_are_alternatives(recording: Path, tmp_path: Path) -> None:
    with serving(LoopbackCbs(recording)) as server:
        dataset = fetched(server, tmp_path / "fetched", RegioS="GM0106,GM0114", Measure="M1")

    asked = "(RegioS eq 'GM0106' or RegioS eq 'GM0114') and Measure eq 'M1'"
    assert any(unquote(target).endswith(f"?$filter={asked}") for target in server.asked)
    assert dataset.origin.part == asked


def test_a_busy_server_is_asked_again(recording: Path, tmp_path: Path) -> None:
    with serving(LoopbackCbs(recording, unavailable_first=3)) as server:
        dataset = fetched(server, tmp_path / "fetched")

    assert dataset.observations.num_rows == 6


def test_a_server_that_stays_busy_is_given_up(recording: Path, tmp_path: Path) -> None:
    with (
        serving(LoopbackCbs(recording, unavailable_first=100)) as server,
        pytest.raises(FetchFailed, match=r"answered 503\. Tried 4 times"),
    ):
        fetched(server, tmp_path / "fetched")


def test_a_table_that_is_not_there_is_refused_at_once(recording: Path, tmp_path: Path) -> None:
    with serving(LoopbackCbs(recording)) as server:
        with pytest.raises(FetchFailed, match="has no table '00009tst'"):
            fetched(server, tmp_path / "fetched", "00009tst")

        assert len(server.asked) == 1


def test_a_page_at_another_server_is_never_fetched(recording: Path, tmp_path: Path) -> None:
    spoilt = LoopbackCbs(recording, page_size=4, next_host="http://192.0.2.1")
    with (
        serving(spoilt) as server,
        pytest.raises(FetchFailed, match=r"come from another server, 192\.0\.2\.1"),
    ):
        fetched(server, tmp_path / "fetched")


@pytest.mark.parametrize("link", ["http://[bad", "", 7, ["x"], "\ud800", "http://x:y/"])
def test_a_next_page_without_an_address_is_refused(
    recording: Path, tmp_path: Path, link: object
) -> None:
    told = "no whole JSON" if link == "\ud800" else "the address of the next page, .* is none"
    with (
        serving(LoopbackCbs(recording, next_link=link)) as server,
        pytest.raises(FetchFailed, match=rf"Observations: .*{told}"),
    ):
        fetched(server, tmp_path / "fetched")


def test_an_answer_that_cannot_be_unpacked_is_refused(recording: Path, tmp_path: Path) -> None:
    with (
        serving(LoopbackCbs(recording, headers={"Content-Encoding": "gzip"})) as server,
        pytest.raises(FetchFailed, match="DecodingError"),
    ):
        fetched(server, tmp_path / "fetched")


def test_an_answer_that_is_no_data_is_blamed_on_its_address(
    recording: Path, tmp_path: Path
) -> None:
    (recording / "properties.json").write_text("<!DOCTYPE html><p>Log in first")
    with (
        serving(LoopbackCbs(recording)) as server,
        pytest.raises(FetchFailed, match=r"/Properties: .* else than OData v4: '<!DOCTYPE html>"),
    ):
        fetched(server, tmp_path / "fetched")


def test_pages_that_go_round_are_refused(recording: Path, tmp_path: Path) -> None:
    class Circle(LoopbackCbs):
        def _page(self, skip: int) -> tuple[int, bytes]:
            return super()._page(0)

    with (
        serving(Circle(recording, page_size=4)) as server,
        pytest.raises(FetchFailed, match="round in a circle"),
    ):
        fetched(server, tmp_path / "fetched")


def test_a_page_that_stops_half_way_is_refused_with_its_place(
    recording: Path, tmp_path: Path
) -> None:
    told = r"Observations\?\$skip=4: the answer stops half way .*\(line \d+, column \d+"
    with (
        serving(LoopbackCbs(recording, page_size=4, truncate_page=2)) as server,
        pytest.raises(FetchFailed, match=told),
    ):
        fetched(server, tmp_path / "fetched")


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    nowhere = LoopbackCbs.__new__(LoopbackCbs)
    nowhere.address = "http://127.0.0.1:9"

    with pytest.raises(FetchFailed, match="cannot be reached"):
        fetched(nowhere, tmp_path / "fetched")


def test_a_table_that_is_too_large_is_refused_before_it_is_fetched(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_json(recording / "properties.json", lambda said: said.update(ObservationCount=10**8))
    with serving(LoopbackCbs(recording)) as server:
        monkeypatch.setattr(v4, "CBS_V4", BaseAddress("UNSET", server.address, "a test"))

        with pytest.raises(TableTooLarge, match=r"100,000,000 observations .* --where DIMENSION"):
            fetched(server, tmp_path / "fetched")

        assert not any("Observations" in target for target in server.asked)


def test_pages_that_hold_less_than_is_announced_are_refused(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change_json(recording / "properties.json", lambda said: said.update(ObservationCount=7))
    with serving(LoopbackCbs(recording)) as server:
        monkeypatch.setattr(v4, "CBS_V4", BaseAddress("UNSET", server.address, "a test"))

        with pytest.raises(FaultyTable, match="7 observations are announced and 6 are there"):
            fetched(server, tmp_path / "fetched")
