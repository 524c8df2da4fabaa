"""Two real vintages: population of end 2024 in table 37230ned, and of 1 January 2025 in 03759ned.

The end of a year is 1 January of the next. The first is read from the export of StatLine, by a
mapping; both once more with pandas, to compare with.
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from koers_engine import cli
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, load_panel
from koers_engine.observations import VintageStore
from koers_engine.revisions import Change, Wanted, diff, two_vintages

FILE = "cbs_statline_csv/37230ned_bevolking_einde_jaar_2012_2016_2020_2024.csv"
TABLE = "cbs:03759ned"
WANTED = Wanted(measures=["M000352"], periods=["2025JJ00"])
MAPPING = """
[dataset]
id = "cbs:03759ned"
title = "Bevolking aan het einde van 2024, als bevolking op 1 januari 2025"
publisher = "CBS"
licence = "CC BY 4.0"
attribution = "Bron: CBS (StatLine), tabel 37230ned"
published_at = 2025-06-04T14:44:48+02:00
retrieved_at = 2025-06-04T14:44:48+02:00
[file]
footer = 1
[area]
column = "Regio's"
by = "name"
identifier = "RegioS"
[area.codes]
"s-Gravenhage (gemeente)" = "GM0518"
"s-Gravendeel" = "GM0517"
"s-Gravenzande" = "GM0519"
"s-Hertogenbosch" = "GM0796"
[period]
columns = ["2024"]
identifier = "Perioden"
[period.codes]
2024 = "2025JJ00"
[missing]
"" = "M"
[[measures]]
code = "M000352"
unit = "aantal"
"""


@pytest.fixture(scope="module")
def published(shared_data: Path) -> pd.DataFrame:
    """The figures of both tables by the municipality's name, read with pandas."""
    first = pd.read_csv(shared_data / FILE, index_col=0)["2024"].dropna().rename("first")
    first.index = [f"'{name}" if name.startswith("s-") else name for name in first.index]
    recorded = shared_data / "cbs_odata_v4" / "03759ned"
    codes = json.loads((recorded / "codes-RegioS.json").read_text(encoding="utf-8"))["value"]
    titles = {row["Identifier"].strip(): row["Title"] for row in codes}
    content = pd.read_json(recorded / "observations-page-1.json.gz")["value"]
    rows = pd.DataFrame(content.tolist())
    is_asked = (rows["Measure"] == "M000352") & (rows["Perioden"] == "2025JJ00")
    last = rows[is_asked & rows["RegioS"].str.startswith("GM")].dropna(subset="Value")
    area = last["RegioS"].str.strip()
    table = pd.DataFrame({"area": area, "name": area.map(titles), "last": last["Value"]})
    return table.astype({"last": float}).set_index("name").join(first, how="outer")


def added(store: Path, *words: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["koers", "data", "add", *words, "--store", str(store)])
        with pytest.raises(SystemExit) as end:
            cli.main()
    assert end.value.code == 0


@pytest.fixture(scope="module")
def store(
    shared_data: Path, demo_figures: Path, tmp_path_factory: pytest.TempPathFactory
) -> VintageStore:
    """The later vintage first, since its code list tells which municipality has which name."""
    folder = tmp_path_factory.mktemp("vintages")
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    added(folder / "store", f"koers:{demo_figures / '03759ned'}")
    mapping = ("--mapping", str(folder / "mapping.toml"))
    added(folder / "store", f"file:{shared_data / FILE}", *mapping)
    return VintageStore(folder / "store")


def test_both_tables_name_the_same_342_municipalities(published: pd.DataFrame) -> None:
    assert len(published) == 342
    assert published.notna().all().all()


def test_what_was_revised_is_what_differs_in_the_files(
    store: VintageStore, published: pd.DataFrame
) -> None:
    found = diff(store, *two_vintages(store, TABLE), wanted=WANTED, limit=None)

    cells = found.cells.to_pandas().query("change == 'revised'").set_index("area")
    expected = published[published["first"] != published["last"]].set_index("area")
    assert len(cells) == len(expected) == 313
    assert cells["before"].to_dict() == expected["first"].to_dict()
    assert cells["after"].to_dict() == expected["last"].to_dict()
    assert cells["difference"].sum() == -1_505
    [summary] = found.summary.to_pylist()
    assert summary["largest_difference"] == 1_267
    assert found.cells.column("area")[0].as_py() == "GM0363"
    assert found.total(Change.RELEASED) == found.total(Change.WITHDRAWN) == 0


def test_every_municipality_is_answered_as_it_was_known_on_the_day(
    store: VintageStore, published: pd.DataFrame, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    by_area = published.set_index("area")
    for day, known in (("2025-12-31", "first"), ("2026-12-31", "last")):
        moment = datetime.fromisoformat(day).replace(tzinfo=UTC)
        panel = load_panel("own", store=store, catalogue=Catalogue.load(own), as_of=moment)

        told = {area: panel.value(area, Period(2025)) for area in by_area.index}
        assert told == by_area[known].to_dict()


# The mapping knows no sex, age or marital status, so a definition that names none is needed; it
# is one to the later vintage too, where each has a single code.
OWN = """
[own]
name = { nl = "Inwoners", en = "Inhabitants" }
definition = { nl = "Bevolking op 1 januari", en = "Population on 1 January" }
unit = { nl = "inwoners", en = "inhabitants" }
direction = "higher"
kind = "count"
decimals = 0
[[own.sources]]
dataset = "cbs:03759ned"
measure = "M000352"
"""


def test_the_example_in_the_manual_holds_the_very_figures_of_the_file(
    revised_store: VintageStore, published: pd.DataFrame
) -> None:
    first = revised_store.vintages(TABLE)[0]

    read = revised_store.observations(first).select("area", "value").to_pyarrow().to_pandas()

    expected = published.set_index("area")["first"]
    assert read.set_index("area")["value"].to_dict() == expected.to_dict()
