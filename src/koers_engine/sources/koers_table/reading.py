"""Reads a folder in Koers' own table format into a dataset; no network and no clock."""

import io
from dataclasses import fields
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from koers_engine.concepts import ObservationStatus, Refusal
from koers_engine.observations import (
    Dataset,
    Fault,
    FaultyTable,
    checked_dataset,
    streamed_dataset,
)
from koers_engine.observations.dataset import CODE_COLUMNS
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes
from koers_engine.sources.koers_table.description import Description, read_description
from koers_engine.sources.koers_table.streaming import is_large, observations_of
from koers_engine.sources.periods import unreadable_periods

_NUMBER = r"^-?\d+(\.\d+)?([eE][+-]?\d+)?$"
_STATUSES = pa.array([status.value for status in ObservationStatus])


class NoKoersTable(Refusal, FileNotFoundError):
    """A folder is no table in Koers' own format."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds no dataset.toml, so it is no table in Koers' own format. Give the "
            "folder that holds dataset.toml, observations.csv and the code lists."
        )


def read_koers_table(folder: Path, *, called: str = "") -> Dataset:
    """Read the table in `folder`; `called` names it where another folder is what the user knows.

    Raises:
        NoKoersTable: There is no dataset.toml.
        FaultyTable: With every fault of every file, each with its file and line or key.
    """
    if not (folder / "dataset.toml").is_file():
        raise NoKoersTable(folder)
    description, faults = read_description(folder / "dataset.toml")
    if description is None:
        raise FaultyTable(called or str(folder), faults)
    codes = {}
    for dimension in description.dimensions:
        path = packed_or_plain(folder / f"codes-{dimension.identifier}.csv")
        table = _read_csv(path, CODE_COLUMNS[:3], faults, and_perhaps=CODE_COLUMNS[3:])
        if table is not None:
            codes[dimension.identifier] = _code_list(table)
    others = [d.column for d in description.dimensions if d.kind == "other"]
    path = packed_or_plain(folder / "observations.csv")
    columns = ("measure", "area", "period", "value", "status", "break", *others)
    in_parquet = folder / "observations.parquet"
    if in_parquet.is_file() or is_large(path):
        if in_parquet.is_file() and path.is_file():
            what = f"stands beside {path.name}; leave one of the two"
            raise FaultyTable(called or str(folder), [*faults, Fault(in_parquet.name, what)])
        path = in_parquet if in_parquet.is_file() else path
        return _streamed(description, codes, path, columns, faults)
    observations = _read_csv(path, columns, faults)
    if observations is None:
        raise FaultyTable(called or str(folder), faults)
    return _dataset(description, codes, observations, path.name, faults)


def _streamed(
    description: Description,
    codes: dict[str, pa.Table],
    path: Path,
    columns: tuple[str, ...],
    faults: list[Fault],
) -> Dataset:
    """A table whose observations are in Parquet, or too many to be in memory."""
    stream = observations_of(path, columns)
    about = {each.name: getattr(description, each.name) for each in fields(description)}
    if is_large(path):
        return streamed_dataset(**about, codes=codes, observations=stream, found_before=faults)
    read = list(stream.batches(faults))
    if not read:
        faults = faults or [Fault(path.name, "there is not a single observation")]
        raise FaultyTable(description.id, faults)
    return checked_dataset(
        **about,
        codes=codes,
        observations=pa.Table.from_batches(read),
        locate=stream.locate,
        found_before=faults,
    )


def _dataset(
    description: Description,
    codes: dict[str, pa.Table],
    text: pa.Table,
    name: str,
    faults: list[Fault],
) -> Dataset:
    def locate(row: int, column: str) -> str:
        return f"{name}, line {row + 2}, column {column}"

    value, status, breaks = (text.column(column) for column in ("value", "status", "break"))
    is_number = pc.match_substring_regex(value, _NUMBER)
    no_number = pc.and_(pc.not_equal(value, ""), pc.invert(is_number))
    unknown_status = pc.invert(pc.is_in(status, value_set=_STATUSES))
    unknown_break = pc.invert(pc.is_in(breaks, value_set=pa.array(["", "1"])))
    for column, wrong, expected in (
        ("value", no_number, "a number with a decimal point, or nothing"),
        ("status", unknown_status, "a code of SDMX CL_OBS_STATUS without B"),
        ("break", unknown_break, "1 or nothing"),
    ):
        for row in pc.indices_nonzero(wrong).to_pylist():
            found = text.column(column)[row].as_py()
            faults.append(Fault(locate(row, column), f"expected {expected}, found {found!r}"))
    faults += unreadable_periods(text.column("period"), locate)

    read = {column: text.column(column) for column in text.column_names if column != "break"}
    read["value"] = pc.if_else(is_number, value, None).cast(pa.float64())
    read["breaks_series"] = pc.equal(breaks, "1")
    return checked_dataset(
        id=description.id,
        title=description.title,
        description=description.description,
        origin=description.origin,
        measures=description.measures,
        dimensions=description.dimensions,
        codes=codes,
        observations=pa.table(read),
        locate=locate,
        found_before=faults,
    )


def _read_csv(
    path: Path,
    columns: tuple[str, ...],
    faults: list[Fault],
    *,
    and_perhaps: tuple[str, ...] = (),
) -> pa.Table | None:
    """The file's columns as text; None, and a fault, where it cannot be read.

    Texts with more than one line are read where there may be further columns: in code lists.
    """
    try:
        content = read_bytes(path)
        table = csv.read_csv(
            io.BytesIO(content),
            parse_options=csv.ParseOptions(newlines_in_values=bool(and_perhaps)),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys((*columns, *and_perhaps), pa.string()),
                strings_can_be_null=False,
            ),
        )
        names = table.column_names
    except (UnreadableFile, pa.ArrowInvalid, UnicodeDecodeError) as reason:
        faults.append(Fault(path.name, str(reason)))
        return None
    columns += tuple(name for name in and_perhaps if name in names)
    if sorted(names) != sorted(columns):
        found, expected = ", ".join(names), ", ".join(columns)
        faults.append(
            Fault(f"{path.name}, line 1", f"expected the columns {expected}, found {found}")
        )
        return None
    return table.select(columns)


def _code_list(table: pa.Table) -> pa.Table:
    if "description" not in table.column_names:
        table = table.append_column("description", pa.array([""] * table.num_rows, pa.string()))
    return table.select(CODE_COLUMNS)
