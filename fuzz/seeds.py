"""Small good tables in each form, to start the fuzzing from."""

import csv
import io
import json
from pathlib import Path

import openpyxl

from tests.engine.loopback_v3 import small_table

_RECORDING = Path(__file__).parents[1] / "tests" / "engine" / "specimens" / "cbs_recording"

CSV = b"""Gemeente;Jaar;Tevreden;Aantal
GM0106;2023;7,1;512
GM0014;2023;7,4;1.033
GM0106;2024;.;498
GM0014;2024;7,5;x
"""
MAPPING = b"""[dataset]
id = "own:survey"
title = "Survey"
publisher = "Assen"
[file]
format = "csv"
delimiter = ";"
decimal = ","
thousands = "."
[area]
column = "Gemeente"
by = "code"
[period]
column = "Jaar"
form = "year"
[[measures]]
column = "Tevreden"
title = "Satisfied"
unit = "mark"
decimals = 1
[[measures]]
column = "Aantal"
title = "Answers"
unit = "aantal"
decimals = 0
[missing]
"." = "O"
x = "Q"
"""
SHEET_MAPPING = MAPPING.replace(
    b'format = "csv"\ndelimiter = ";"\ndecimal = ","\nthousands = "."', b'format = "excel"'
)
JSON = b"""{"a": {"rows": [
{"g": "GM0106", "y": 2023, "v": 7.1}, {"g": "GM0014", "y": 2023, "v": null}
]}}"""
JSON_MAPPING = b"""[dataset]
id = "own:survey"
title = "Survey"
publisher = "Assen"
[file]
format = "json"
records = "a.rows"
[area]
column = "g"
by = "code"
[period]
column = "y"
form = "year"
[[measures]]
column = "v"
title = "Satisfied"
unit = "mark"
decimals = 1
[missing]
"" = "O"
"""
DESCRIPTION = b"""Grenswijziging per 01-01-2021, overgegaan naar:
- Schiermonnikoog (GM0088),
... 25 hectare met 0 woningen en 1 inwoner

Ontstaan per 01-01-2019, ontvangen van:
- Bedum (GM0005),
... 4454 hectare met 4703 woningen en 10493 inwoners
Begindatum 01-01-2019
"""
JSON_STAT = json.dumps(
    {
        "version": "2.0",
        "class": "dataset",
        "label": "Population",
        "source": "Eurostat",
        "updated": "2026-01-01T00:00:00Z",
        "id": ["geo", "time"],
        "size": [2, 2],
        "role": {"geo": ["geo"], "time": ["time"]},
        "dimension": {
            "geo": {"category": {"index": {"NL": 0, "PL": 1}, "label": {"NL": "a", "PL": "b"}}},
            "time": {"category": {"index": ["2023", "2024"]}},
        },
        "value": [1.0, None, 3.5, 4],
        "status": {"1": ":", "2": "p"},
    }
).encode()
SDMX_CSV = b"""DATAFLOW,LAST UPDATE,freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG
ESTAT:T(1.0),01/02/26 11:00:00,A,NR,NL,2023,17.5,
ESTAT:T(1.0),01/02/26 11:00:00,A,NR,NL,2024,,c
ESTAT:T(1.0),01/02/26 11:00:00,A,NR,PL,2024,37.1,bp
"""
SDMX_ML = b"""<?xml version="1.0" encoding="UTF-8"?>
<m:GenericData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common">
<m:Header><m:ID>T</m:ID><m:Test>false</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared>
<m:Sender id="ESTAT"/><m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD">
<c:Structure><Ref agencyID="ESTAT" id="T" version="1.0"/></c:Structure></m:Structure></m:Header>
<m:DataSet structureRef="S"><g:Series><g:SeriesKey><g:Value id="FREQ" value="A"/>
<g:Value id="GEO" value="NL"/></g:SeriesKey><g:Obs><g:ObsDimension value="2024"/>
<g:ObsValue value="17.5"/><g:Attributes><g:Value id="OBS_STATUS" value="p"/></g:Attributes></g:Obs>
</g:Series></m:DataSet></m:GenericData>
"""


def workbook() -> bytes:
    """The rows of CSV as a workbook, with numbers as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in csv.reader(io.StringIO(CSV.decode()), delimiter=";"):
        sheet.append([_number(cell) for cell in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _number(cell: str) -> str | float:
    try:
        return float(cell.replace(".", "").replace(",", "."))
    except ValueError:
        return cell


def v3() -> dict[str, bytes]:
    """The sets of a small table of OData v3, each as one response."""
    return {
        f"{name}.json": json.dumps({"value": rows}).encode()
        for name, rows in small_table().sets().items()
        if name != "TypedDataSet"
    }


def bulk() -> dict[str, bytes]:
    """The recorded table of OData v4 as the files of a bulk download."""
    files = {}
    for path in sorted(_RECORDING.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        name = _BULK_NAMES.get(path.stem) or _list_name(path.stem)
        rows = content.get("value", [content])
        if path.stem == "index":
            continue
        if path.stem.startswith("observations-page-"):
            files.setdefault(name, []).extend(rows)
        else:
            files[name] = rows
    return {name: _as_csv(rows) for name, rows in files.items()}


_BULK_NAMES = {
    "properties": "Properties.csv",
    "dimensions": "Dimensions.csv",
    "measure-codes": "MeasureCodes.csv",
    "observations-page-1": "Observations.csv",
    "observations-page-2": "Observations.csv",
}


def _list_name(stem: str) -> str:
    return f"{stem.removeprefix('codes-')}Codes.csv"


def _as_csv(rows: list[dict[str, object]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", extrasaction="ignore")
    writer.writeheader()
    for row in rows:
        cells = {key: "" if value is None else value for key, value in row.items()}
        if isinstance(row.get("Value"), int | float):
            cells["Value"] = str(row["Value"]).replace(".", ",")
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode()
