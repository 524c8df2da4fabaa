"""`koers positions`: where every municipality stands, as one file."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from koers_engine.areas import AreaRegister
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import harmless, printable
from koers_engine.cli.waiting import progress_bar, stoppable
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel, load_panels
from koers_engine.observations import VintageStore
from koers_engine.observations.engines import Spark
from koers_engine.position.everywhere import SCHEMA, Figures, Grid, positions
from koers_engine.references import Characteristics, parse_reference, read_groups

DEFAULT_REFERENCES = ("nl", "province", "size-class")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What `koers positions` was asked, as it was typed."""

    out: Path
    indicators: tuple[str, ...]
    """Empty for all that have figures."""
    references: tuple[str, ...]
    periods: tuple[str, ...]
    """Empty for all there are."""
    groups: Path | None
    as_of: str | None
    boundaries: int | None
    catalogues: tuple[Path, ...]


class UnknownForm(Refusal, ValueError):
    """A file is asked for in a form that is not written."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out}: give a name that ends in .parquet or .csv.")


class NoSuchFolder(Refusal, OSError):
    """A file is to be written in a folder that is not there."""

    def __init__(self, out: Path) -> None:
        super().__init__(f"{out}: there is no folder {out.parent}. Make it, or name another.")


class NothingToStandBy(Refusal, LookupError):
    """No indicator has any figure in the periods that were asked for."""

    def __init__(self, why: str) -> None:
        super().__init__(f"No position can be given: {why} Bring figures in with: koers data add")


def write(wanted: Wanted, *, store: Path | None) -> None:
    """Write the file, whole or not at all, and say on the error stream what is in it."""
    if wanted.out.suffix.casefold() not in _WRITERS:
        raise UnknownForm(wanted.out)
    if not wanted.out.parent.is_dir():
        raise NoSuchFolder(wanted.out)
    groups = read_groups(wanted.groups) if wanted.groups else {}
    references = [parse_reference(text, groups) for text in dict.fromkeys(wanted.references)]
    asked = {Period.parse(text) for text in wanted.periods}
    catalogue = Catalogue.load(*wanted.catalogues)
    codes = [catalogue[code].code for code in dict.fromkeys(wanted.indicators)]
    found, as_of = opened(store), end_of_day(wanted.as_of, "--as-of")
    register = AreaRegister.from_store(found, as_of)
    if wanted.boundaries is not None:
        register.refuse_unknown_boundaries(wanted.boundaries)
        register = register.on(date(wanted.boundaries, 1, 1))
    loaded = load_panels(
        codes or [indicator.code for indicator in catalogue],
        store=found,
        catalogue=catalogue,
        as_of=as_of,
        boundaries=wanted.boundaries,
    )
    panels = _with_figures(loaded, must=bool(codes))
    periods = sorted({period for panel in panels.values() for period in panel.periods})
    periods = [period for period in periods if not asked or period in asked]
    if not periods:
        raise NothingToStandBy("there are no figures in the periods that were asked for.")

    def load(code: str) -> Panel:
        return panels.get(code) or load_panel(
            code, store=found, catalogue=catalogue, as_of=as_of, boundaries=wanted.boundaries
        )

    with stoppable("Nothing was written."), progress_bar("Working out positions") as progress:
        grid = Grid.of(
            references, periods, register=register, characteristics=Characteristics(load)
        )
        n_rows = 0
        with _written(wanted.out) as put:
            for done, table in enumerate(_worked_out(panels, grid, found), start=1):
                put(table)
                n_rows += table.num_rows
                progress(done, len(panels))
    sys.stderr.write(
        f"koers: positions written to {printable(str(wanted.out))}: {n_rows:,} (indicators: "
        f"{len(panels):,}, periods: {len(periods):,}, references: {len(references):,})\n"
    )


def _with_figures(loaded: dict[str, Panel | Refusal], *, must: bool) -> dict[str, Panel]:
    """The panels that were loaded; what is not there is told, and refused where it was named."""
    panels: dict[str, Panel] = {}
    absent: list[str] = []
    for code, panel in loaded.items():
        if isinstance(panel, Panel):
            panels[code] = panel
        elif must:
            raise panel
        else:
            absent.append(code)
    if not panels:
        raise NothingToStandBy("the store has no figures of any indicator.")
    if absent:
        sys.stderr.write(f"koers: without figures: {printable(', '.join(absent))}\n")
    return panels


def _worked_out(panels: dict[str, Panel], grid: Grid, store: VintageStore) -> Iterator[pa.Table]:
    """The positions per indicator, on the engine that the store is asked by."""
    figures = (Figures.of(panel, grid) for panel in panels.values())
    if isinstance(store.engine, Spark):
        from koers_engine.position.on_spark import positions_on_spark  # noqa: PLC0415

        yield from positions_on_spark(figures, grid, store.engine)
    else:
        yield from (positions(one, grid) for one in figures)


class _Parquet:
    """Writes one row group per indicator."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(path, SCHEMA, compression="zstd")

    def put(self, table: pa.Table) -> None:
        self._writer.write_table(table)

    def close(self) -> None:
        self._writer.close()


class _Csv:
    """Writes a header, and a line per position."""

    def __init__(self, path: Path) -> None:
        self._schema = pa.schema([(f.name, pa.string() if _is_text(f) else f.type) for f in SCHEMA])
        self._writer = pacsv.CSVWriter(path, self._schema)

    def put(self, table: pa.Table) -> None:
        columns = [
            _harmless_texts(column) if _is_text(field) else column
            for field, column in zip(SCHEMA, table.columns, strict=True)
        ]
        self._writer.write_table(pa.table(columns, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


def _is_text(field: pa.Field) -> bool:
    return bool(pa.types.is_dictionary(field.type))


def _harmless_texts(column: pa.ChunkedArray) -> pa.Array:
    """The texts of a column, none of which a spreadsheet runs."""
    encoded = column.unify_dictionaries().combine_chunks()
    texts = pa.array([harmless(text) for text in encoded.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(encoded.indices, texts).cast(pa.string())


_WRITERS: dict[str, type[_Parquet] | type[_Csv]] = {".parquet": _Parquet, ".csv": _Csv}


@contextmanager
def _written(out: Path) -> Iterator[Callable[[pa.Table], None]]:
    """Takes tables for a file that is there when all of them are in it, and not before."""
    temporary = out.with_name(f".{out.name}.{os.getpid()}")
    writer = _WRITERS[out.suffix.casefold()](temporary)
    try:
        yield writer.put
        writer.close()
        temporary.replace(out)
    finally:
        with suppress(OSError):
            writer.close()
        temporary.unlink(missing_ok=True)
