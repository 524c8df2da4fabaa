"""`koers positions`: all positions at once say what one at a time says."""

from pathlib import Path

import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from koers_engine.areas import AreaRegister
from koers_engine.cli import app
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, Panel, load_panels
from koers_engine.observations import VintageStore
from koers_engine.position import position
from koers_engine.position.everywhere import SCHEMA, Figures, Grid, positions
from koers_engine.references import Characteristics, parse_reference

REFERENCES = (
    "nl",
    "province",
    "size-class",
    "north-netherlands",
    "50000..100000 inhabitants",
    "GM0106,GM0114,GM0014",
    "landsdeel without itself",
    "peers 8 by population",
)
INDICATORS = ("population", "jobs-per-1000", "population-growth")
NAMES = {name: name for name in SCHEMA.names[6:]} | {"reference_value": "value"}


@pytest.fixture(scope="module")
def panels(demo_store: VintageStore, catalogue: Catalogue) -> dict[str, Panel]:
    loaded = load_panels(INDICATORS, store=demo_store, catalogue=catalogue)
    return {code: panel for code, panel in loaded.items() if isinstance(panel, Panel)}


@pytest.mark.parametrize("reference", REFERENCES)
def test_every_position_is_the_one_asked_for_alone(
    panels: dict[str, Panel], register: AreaRegister, reference: str
) -> None:
    known = Characteristics(panels.__getitem__)
    asked = parse_reference(reference)
    periods = [Period(2010), Period(2015), Period(2024)]
    grid = Grid.of([asked], periods, register=register, characteristics=known)

    for panel in panels.values():
        rows = positions(Figures.of(panel, grid), grid).to_pylist()

        assert len(rows) > 300
        for row in rows[:: len(rows) // 20]:
            alone = position(
                panel,
                row["area"],
                references=[asked],
                register=register,
                characteristics=known,
                period=Period.parse(row["period"]),
            )
            held = alone.references[0]
            assert (row["value"], row["status"]) == (alone.value, alone.status)
            for name, told in NAMES.items():
                expected = getattr(held, told)
                if name == "tied" and held.rank is None:
                    expected = None
                where = f"{panel.indicator.code} {row['area']} {row['period']} {name}"
                if expected is None:
                    assert row[name] is None, where
                else:
                    assert row[name] == pytest.approx(expected, rel=1e-9, abs=1e-9), where


def run(*words: str) -> str:
    result = CliRunner().invoke(app, ["positions", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_both_forms_hold_the_same(demo_store: VintageStore, tmp_path: Path) -> None:
    asked = ("--indicator", "population", "--period", "2024", "--store", str(demo_store.path))

    for form in ("parquet", "csv"):
        run(str(tmp_path / f"all.{form}"), "--reference", "nl", *asked)

    table, text = pq.read_table(tmp_path / "all.parquet"), pacsv.read_csv(tmp_path / "all.csv")
    assert table.num_rows == text.num_rows == 342
    assert table.column("rank").to_pylist() == text.column("rank").to_pylist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.csv", "all.parquet"]


REFUSED = [
    pytest.param(["all.txt"], "parquet or .csv", id="a form that is not written"),
    pytest.param(["nowhere/all.csv"], "there is no folder", id="a folder that is not there"),
    pytest.param(["all.csv", "--indicator", "popultion"], "population", id="no such indicator"),
    pytest.param(["all.csv", "--period", "1801"], "no figures in the periods", id="no such period"),
    pytest.param(["all.csv", "--reference", "elsewhere"], "names no reference", id="no such group"),
]


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_cannot_be_is_refused_and_leaves_no_file(
    demo_store: VintageStore, tmp_path: Path, words: list[str], told: str
) -> None:
    with pytest.raises(Exception, match=told):
        run(str(tmp_path / words[0]), *words[1:], "--store", str(demo_store.path))

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_stays_where_the_run_is_stopped(
    demo_store: VintageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "all.csv"
    out.write_text("as it was")

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("koers_engine.cli.positions.positions", stop)
    result = CliRunner().invoke(app, ["positions", str(out), "--store", str(demo_store.path)])

    assert result.exit_code == 130
    assert out.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [out]
