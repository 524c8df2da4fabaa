"""Reads SDMX-CSV 1.0 and 2.0 with Arrow: a row per observation, at the speed of the disk.

Source: SDMX-CSV field guide (github.com/sdmx-twg/sdmx-csv). 1.0 begins with DATAFLOW; 2.0 with
STRUCTURE, STRUCTURE_ID and, if at all, ACTION. Then come the dimensions, the measure and the
attributes. With labels=both a cell and a column's name are "CODE: label".
"""

import csv
import io
import re

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from koers_engine.observations import Fault
from koers_engine.observations.checks import repeated
from koers_engine.sources.sdmx.assembling import ONE_MEASURE
from koers_engine.sources.sdmx.figures import Figures, numbers
from koers_engine.sources.sdmx.messages import UnreadableMessage
from koers_engine.sources.sdmx.structure import moment

MOST_COLUMNS = 200
_MOST_HEADER_BYTES = 1 << 16
_FIRST = re.compile(rb'(?:\xef\xbb\xbf)?"?(DATAFLOW|STRUCTURE)(?:\[.\])?"?([,;\t])')
# AGENCY:FLOW(1.0), in labels=both followed by the flow's name.
_FLOW_OF_URN = re.compile(r"^(?:[^:]*:)?([^:(\s]+)(?:\([^)]*\))?(?::.*)?$", re.DOTALL)
_LAST_UPDATE = "LAST UPDATE"
_OF_THE_MESSAGE = {"DATAFLOW", "STRUCTURE", "STRUCTURE_ID", "ACTION", _LAST_UPDATE}
_NAMES_BESIDE_CODES = "STRUCTURE_NAME"


def is_sdmx_csv(content: bytes) -> bool:
    """Whether a content is SDMX-CSV, told by its first column."""
    return _FIRST.match(content) is not None


def read_csv(content: bytes, name: str, faults: list[Fault]) -> Figures:
    """The figures in an SDMX-CSV file.

    Raises:
        UnreadableMessage: It has not the columns of SDMX-CSV, or is no regular CSV in UTF-8.
    """
    delimiter = _FIRST.match(content)
    if delimiter is None:
        raise UnreadableMessage("no SDMX-CSV: its first column is neither DATAFLOW nor STRUCTURE")
    table = _table(content, delimiter[2].decode())
    titles = dict(map(_code_and_label, table.column_names))
    codes = [re.sub(r"\[.\]$", "", code) for code in titles]
    if len(codes) != len(table.column_names) or any(True for _ in repeated(codes)):
        raise UnreadableMessage("line 1: a column's name stands twice")
    table = table.rename_columns(codes)
    _check_columns(codes)

    def locate(row: int, column: str) -> str:
        shown = {"value": ONE_MEASURE, "period": "TIME_PERIOD"}.get(column, column)
        return f"{name}, line {row + 2}, column {shown}"

    first = codes.index("STRUCTURE_ID") if "STRUCTURE_ID" in codes else 0
    flows = pc.unique(table.column(first)).to_pylist()
    if len(flows) > 1:
        shown = ", ".join(map(repr, flows[:5]))
        raise UnreadableMessage(f"figures of {len(flows)} flows ({shown}); give one in each file")
    if "ACTION" in codes:
        deleted = pc.index(table.column("ACTION"), "D").as_py()
        if deleted >= 0:
            what = "a deletion; ask for the figures as a whole"
            faults.append(Fault(locate(deleted, "ACTION"), what))
    is_flow = "STRUCTURE" not in codes or "dataflow" in table.column("STRUCTURE")[:1].to_pylist()
    place = codes.index(ONE_MEASURE)
    dimensions = [code for code in codes[:place] if code not in _OF_THE_MESSAGE]
    with_labels = [code for code in codes if titles.get(code)]
    columns = {code: table.column(code) for code in codes}
    labels = {}
    for code in with_labels:
        if code not in {ONE_MEASURE, "TIME_PERIOD"}:
            columns[code], labels[code] = _split(columns[code])
    updated = pc.unique(columns[_LAST_UPDATE]).to_pylist() if _LAST_UPDATE in codes else []
    return Figures(
        flow=_FLOW_OF_URN.sub(r"\1", str(flows[0])) if flows and is_flow else "",
        dimensions=dimensions,
        columns={code: columns[code] for code in dimensions},
        value=numbers(columns[ONE_MEASURE], locate, faults),
        attributes={code: columns[code] for code in codes[place + 1 :]},
        titles={code: label for code, label in titles.items() if label},
        labels=labels,
        published_at=max(filter(None, map(moment, updated[:1000])), default=None),
        locate=locate,
    )


def _table(content: bytes, delimiter: str) -> pa.Table:
    try:
        first_line = content[:_MOST_HEADER_BYTES].partition(b"\n")[0].decode("utf-8-sig")
        header = next(csv.reader(io.StringIO(first_line), delimiter=delimiter))
        if len(header) > MOST_COLUMNS:
            raise UnreadableMessage(f"line 1: {len(header):,} columns; at most {MOST_COLUMNS}")
        try:
            table = _rows(content, delimiter, header, use_threads=True)
        except pa.ArrowInvalid:  # only one thread can tell the row
            table = _rows(content, delimiter, header, use_threads=False)
        names = table.column_names
    except (pa.ArrowException, csv.Error, UnicodeDecodeError) as reason:
        raise UnreadableMessage(f"no regular CSV in UTF-8 ({reason})") from reason
    if names != header:  # Arrow reads quotes in its own way
        raise UnreadableMessage("line 1: the names of the columns are no regular CSV")
    return table


def _rows(content: bytes, delimiter: str, header: list[str], *, use_threads: bool) -> pa.Table:
    return arrow_csv.read_csv(
        pa.BufferReader(content),
        read_options=arrow_csv.ReadOptions(block_size=8 << 20, use_threads=use_threads),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=b'"' in content
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
        ),
    )


def _check_columns(codes: list[str]) -> None:
    if _NAMES_BESIDE_CODES in codes:
        raise UnreadableMessage(
            f"line 1: {_NAMES_BESIDE_CODES} says that columns with names stand beside those with "
            "codes; ask for the file with labels=id or labels=both"
        )
    if ONE_MEASURE not in codes:
        raise UnreadableMessage(f"line 1: there is no column {ONE_MEASURE}")


def _code_and_label(cell: str) -> tuple[str, str]:
    code, _, label = cell.partition(":")
    return code.strip(), label.strip()


def _split(column: pa.ChunkedArray) -> tuple[pa.ChunkedArray, dict[str, str]]:
    """The codes of a column whose cells are "CODE: label", and the label of each."""
    encoded = column.combine_chunks().dictionary_encode()
    pairs = [_code_and_label(cell) for cell in encoded.dictionary.to_pylist()]
    codes = pa.array([code for code, _ in pairs], pa.string())
    return pa.chunked_array([codes.take(encoded.indices)]), {
        c: label for c, label in pairs if label
    }
