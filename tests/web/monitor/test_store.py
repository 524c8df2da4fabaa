"""The store as the site uses it."""

import shutil
from pathlib import Path

import pytest

from koers.monitor.figures import add_table, indicator_choices, panel
from koers_engine.concepts import Period

LATEST = Period(2026)


def a_copy(table: Path, into: Path, *, retrieved: str, **replaced: str) -> Path:
    """The table as retrieved at another moment, with other text in its observations."""
    folder = Path(shutil.copytree(table, into / retrieved[:10]))
    description = folder / "dataset.toml"
    lines = description.read_text(encoding="utf-8").splitlines()
    lines = [f"retrieved_at = {retrieved}" if li.startswith("retrieved_at") else li for li in lines]
    description.write_text("\n".join(lines), encoding="utf-8")
    observations = folder / "observations.csv"
    text = observations.read_text(encoding="utf-8")
    assert replaced["old"] in text
    observations.write_text(text.replace(replaced["old"], replaced["new"]), encoding="utf-8")
    return folder


def test_given_a_table_in_the_store_when_it_is_added_again_then_nothing_is_added(
    empty_store: Path, demo_figures: Path
) -> None:
    first = add_table(demo_figures / "03759ned")
    again = add_table(demo_figures / "03759ned")

    assert (first.is_new, again.is_new) == (True, False)
    assert again.vintage == first.vintage


def test_given_a_page_that_read_a_figure_when_a_vintage_comes_in_then_the_new_figure_shows(
    empty_store: Path, demo_figures: Path, tmp_path: Path
) -> None:
    add_table(demo_figures / "03759ned")
    before = panel("population").value("GM0106", LATEST)

    revised = a_copy(
        demo_figures / "03759ned",
        tmp_path,
        retrieved="2026-09-01T00:00:00Z",
        old="M000352,GM0106,2026JJ00,70769,",
        new="M000352,GM0106,2026JJ00,70770,",
    )
    add_table(revised)

    assert (before, panel("population").value("GM0106", LATEST)) == (70769, 70770)


@pytest.mark.usefixtures("official_figures")
def test_given_the_same_vintages_when_a_figure_is_asked_twice_then_it_is_read_once() -> None:
    assert panel("dwellings") is panel("dwellings")


def test_given_no_store_when_indicators_are_offered_then_all_defined_ones_are_there(
    empty_store: Path,
) -> None:
    codes = [code for code, _name in indicator_choices()]

    assert {"population", "dwellings", "jobs", "jobs-per-1000"} <= set(codes)
    assert not empty_store.exists()
