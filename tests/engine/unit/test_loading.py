from pathlib import Path

import pytest

from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, IndicatorWithoutData, Panel, load_panel
from koers_engine.indicators.loading import AmbiguousSource
from koers_engine.observations import VintageStore
from koers_engine.observations.store import NotYetKnown
from koers_engine.sources.cbs import read_recording
from tests.engine.samples import AUGUST, JULY, Row, a_dataset
from tests.engine.spoiling import change_json, replace_text

DEFINITION = """
[jobs]
name = { nl = "Banen", en = "Jobs" }
definition = { nl = "Banen", en = "Jobs" }
unit = { nl = "banen", en = "jobs" }
direction = "higher"
kind = "count"
decimals = 0
[[jobs.sources]]
dataset = "cbs:first"
measure = "M1"
multiply = 1000
[[jobs.sources]]
dataset = "cbs:second"
measure = "M1"
break = true
"""


@pytest.fixture
def own(tmp_path: Path) -> Catalogue:
    path = tmp_path / "own.toml"
    path.write_text(DEFINITION)
    return Catalogue.read(path)


def add(store: VintageStore, dataset_id: str, *rows: Row, **more: object) -> None:
    store.add(a_dataset(rows, dataset_id=dataset_id, **more))  # type: ignore[arg-type]


def figures(panel: Panel, area: str) -> dict[int, float | None]:
    return {period.year: value for period, value, _ in panel.series(area)}


def test_several_sources_make_one_series_and_the_first_named_goes_first(
    store: VintageStore, own: Catalogue
) -> None:
    add(store, "cbs:first", ("GM1", "2008JJ00", 38.81, "P"), ("GM1", "2009JJ00", 39.28, "A"))
    add(store, "cbs:second", ("GM1", "2009JJ00", 1.0, "A"), ("GM1", "2015JJ00", 40000.0, "A"))

    panel = load_panel("jobs", store=store, catalogue=own)

    assert figures(panel, "GM1") == {2008: 38810.0, 2009: 39280.0, 2015: 40000.0}
    assert panel.statuses.tolist() == [["P", "A", "A"]]
    assert [v.dataset_id for v in panel.vintages_of(Period(2009), Period(2015))] == [
        "cbs:first",
        "cbs:second",
    ]


def test_a_source_that_breaks_the_series_is_stated_where_it_takes_over(
    store: VintageStore, own: Catalogue
) -> None:
    add(store, "cbs:first", ("GM1", "2008JJ00", 1.0, "A"))
    add(store, "cbs:second", ("GM1", "2015JJ00", 1.0, "A"), ("GM1", "2016JJ00", 1.0, "A"))

    assert load_panel("jobs", store=store, catalogue=own).breaks == (Period(2015),)


def test_a_break_that_the_publisher_marks_holds_for_that_area(
    store: VintageStore, own: Catalogue
) -> None:
    rows = [("GM1", "2023JJ00", 1.0, "A"), ("GM1", "2024JJ00", 2.0, "A")]
    rows += [("GM2", "2023JJ00", 1.0, "A"), ("GM2", "2024JJ00", 2.0, "A")]
    add(store, "cbs:first", *rows, breaks=[False, True, False, False])

    panel = load_panel("jobs", store=store, catalogue=own)

    assert panel.broken_between(Period(2023), Period(2024)).tolist() == [True, False]


def test_a_source_that_is_not_there_is_passed_over_and_named(
    store: VintageStore, own: Catalogue
) -> None:
    add(store, "cbs:second", ("GM1", "2015JJ00", 1.0, "A"))

    panel = load_panel("jobs", store=store, catalogue=own)

    assert panel.absent == ("cbs:first",)
    assert panel.breaks == ()


def test_without_any_source_the_way_to_bring_it_in_is_told(
    store: VintageStore, own: Catalogue
) -> None:
    with pytest.raises(IndicatorWithoutData, match="koers data add cbs:first"):
        load_panel("jobs", store=store, catalogue=own)


def test_what_cannot_exist_anywhere_is_left_out_and_what_is_secret_is_not(
    store: VintageStore, own: Catalogue
) -> None:
    add(
        store,
        "cbs:first",
        ("GM1", "2024JJ00", 1.0, "A"),
        ("GM2", "2024JJ00", None, "M"),
        ("GM3", "2024JJ00", None, "Q"),
    )

    panel = load_panel("jobs", store=store, catalogue=own)

    assert panel.areas == ("GM1", "GM3")
    assert panel.series("GM3") == [(Period(2024), None, "Q")]
    assert panel.value("GM2", Period(2024)) is None


def test_where_a_source_is_silent_the_status_says_missing(
    store: VintageStore, own: Catalogue
) -> None:
    add(store, "cbs:first", ("GM1", "2023JJ00", 1.0, "A"), ("GM2", "2024JJ00", 1.0, "A"))

    panel = load_panel("jobs", store=store, catalogue=own)

    assert panel.series("GM1")[1] == (Period(2024), None, "O")


def test_other_frequencies_than_years_are_left_out(store: VintageStore, own: Catalogue) -> None:
    add(store, "cbs:first", ("GM1", "2024JJ00", 1.0, "A"), ("GM1", "2024KW01", 9.0, "A"))

    assert load_panel("jobs", store=store, catalogue=own).periods == (Period(2024),)


def test_figures_are_given_as_they_were_known(store: VintageStore, own: Catalogue) -> None:
    add(store, "cbs:first", ("GM1", "2024JJ00", 1.0, "P"), retrieved_at=JULY)
    add(store, "cbs:first", ("GM1", "2024JJ00", 2.0, "A"), retrieved_at=AUGUST)

    then = load_panel("jobs", store=store, catalogue=own, as_of=JULY)
    now = load_panel("jobs", store=store, catalogue=own)

    assert (then.value("GM1", Period(2024)), now.value("GM1", Period(2024))) == (1000, 2000)


def test_before_the_first_vintage_nothing_is_given(store: VintageStore, own: Catalogue) -> None:
    add(store, "cbs:first", ("GM1", "2024JJ00", 1.0, "A"), retrieved_at=AUGUST)

    with pytest.raises(NotYetKnown):
        load_panel("jobs", store=store, catalogue=own, as_of=JULY)


def test_a_measure_that_is_not_in_the_dataset_is_refused(
    store: VintageStore, own: Catalogue
) -> None:
    add(store, "cbs:first", ("GM1", "2024JJ00", 1.0, "A"), measure="M2")

    with pytest.raises(AmbiguousSource, match=r"no measure M1.*a measure out of M2"):
        load_panel("jobs", store=store, catalogue=own)


def test_a_dimension_that_is_left_open_is_refused(
    store: VintageStore, tmp_path: Path, recording: Path
) -> None:
    replace_text(recording / "codes-Sex.json", '"value": [', '"value": [{"Identifier": "M"},')
    change_json(
        recording / "observations-page-2.json",
        lambda page: page["value"][0].update(Perioden="2023JJ00", Sex="M"),
    )
    store.add(read_recording(recording, "00001tst"))
    path = tmp_path / "own.toml"
    path.write_text(DEFINITION.replace("cbs:first", "cbs:00001tst"))

    with pytest.raises(AmbiguousSource, match=r"more than one figure.*for each of Sex"):
        load_panel("jobs", store=store, catalogue=Catalogue.read(path))


def test_a_condition_on_a_dimension_that_is_not_there_is_refused(
    store: VintageStore, tmp_path: Path
) -> None:
    add(store, "cbs:first", ("GM1", "2024JJ00", 1.0, "A"))
    path = tmp_path / "own.toml"
    path.write_text(DEFINITION.replace("multiply = 1000", 'where = { Sex = "T" }'))

    with pytest.raises(AmbiguousSource, match="the dataset has no dimension Sex"):
        load_panel("jobs", store=store, catalogue=Catalogue.read(path))
