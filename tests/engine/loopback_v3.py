"""A real HTTP server on loopback that serves a table as OData v3 does, from memory.

The table is a small one to be spoilt at will, or one of any size, seeded, for measuring. Nothing
but Python's own library is used, so that what is measured is the client.
"""

import json
import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.engine.loopback import Quiet, served

Row = dict[str, Any]
_EQUALS = re.compile(r"(\w+) eq '((?:[^']|'')*)'")


@dataclass
class TableV3:
    """The sets of one table. `rows` are those of UntypedDataSet: every value a padded text."""

    code: str
    properties: list[Row]
    codes: dict[str, list[Row]]
    rows: list[Row]
    groups: list[Row] = field(default_factory=list)
    info: Row = field(default_factory=dict)

    @property
    def topics(self) -> list[str]:
        return [row["Key"] for row in self.properties if row["Type"] == "Topic"]

    def names(self) -> list[str]:
        """The names of the sets; unlike the sets themselves, they cost nothing."""
        return [
            "TableInfos",
            "UntypedDataSet",
            "TypedDataSet",
            "DataProperties",
            "CategoryGroups",
            *self.codes,
        ]

    def sets(self) -> dict[str, list[Row]]:
        info = {
            "ID": 0,
            "Title": "People by area",
            "Identifier": self.code,
            "Modified": "2026-03-02T02:00:00",
            "RecordCount": len(self.rows),
            "Language": "nl",
            "ShortDescription": "\nHow many people there are.\n",
        }
        sets = [
            [info | self.info],
            self.rows,
            [self._typed(row) for row in self.rows],
            self.properties,
            self.groups,
            *self.codes.values(),
        ]
        return dict(zip(self.names(), sets, strict=True))

    def _typed(self, row: Row) -> Row:
        return {key: _number(row[key]) if key in self.topics else row[key] for key in row}


def _number(text: str) -> float | int | str | None:
    word = text.strip()
    if word in {"", ".", "x", "-"}:
        return None
    try:
        return float(word) if "." in word else int(word)
    except ValueError:
        return text


@dataclass
class LoopbackV3:
    """Serves the pages of one table; what `instead` holds is answered in its stead."""

    table: TableV3
    page_size: int = 10_000
    address: str = ""
    asked: list[str] = field(default_factory=list)
    instead: dict[str, bytes] = field(default_factory=dict)
    """Per target as it is asked for: another body."""
    prepared: dict[tuple[str, int], bytes] = field(default_factory=dict)

    def prepare(self, *sets: str) -> "LoopbackV3":
        """Make the bytes of every page of these sets now, so that serving costs next to nothing."""
        everything = self.table.sets()
        for name in sets:
            for skip in range(0, max(len(everything[name]), 1), self.page_size):
                self.prepared[name, skip] = self._page(name, everything[name], skip, "")
        return self

    def answer(self, target: str) -> tuple[int, bytes]:
        self.asked.append(target)
        if target in self.instead:
            return 200, self.instead[target]
        parts = urlsplit(target)
        root = f"/ODataFeed/odata/{self.table.code}"
        if not parts.path.startswith(root):
            return 404, b"no such table"
        name = parts.path.removeprefix(root).strip("/")
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        skip = int(asked.get("$skip", 0))
        if "$filter" not in asked and "$select" not in asked and (name, skip) in self.prepared:
            return 200, self.prepared[name, skip]
        if not name:
            names = self.table.names()
            listed = [{"name": one, "url": f"{self.address}{root}/{one}"} for one in names]
            return 200, json.dumps({"value": listed}).encode()
        everything = self.table.sets()
        if name not in everything:
            return 404, b"no such set"
        rows = _selected(everything[name], asked.get("$filter"), asked.get("$select"))
        rest = "".join(f"&{key}={asked[key]}" for key in ("$filter", "$select") if key in asked)
        return 200, self._page(name, rows, skip, rest.replace(" ", "%20").replace("'", "%27"))

    def _page(self, name: str, rows: list[Row], skip: int, rest: str) -> bytes:
        page: Row = {"odata.metadata": f"{self.address}/$metadata#{name}"}
        page["value"] = rows[skip : skip + self.page_size]
        following = skip + self.page_size
        if following < len(rows):
            root = f"{self.address}/ODataFeed/odata/{self.table.code}"
            page["odata.nextLink"] = f"{root}/{name}?$format=json{rest}&$skip={following}"
        return json.dumps(page, separators=(",", ":")).encode()


def _selected(rows: list[Row], condition: str | None, select: str | None) -> list[Row]:
    if condition is not None:
        # (A eq 'x' or A eq 'y') and B eq 'z': within a column any, of the columns all
        wanted: dict[str, set[str]] = {}
        for column, code in _EQUALS.findall(condition):
            wanted.setdefault(column, set()).add(code.replace("''", "'"))
        rows = [row for row in rows if all(row[key] in codes for key, codes in wanted.items())]
    if select is not None:
        rows = [{key: row[key] for key in select.split(",")} for row in rows]
    return rows


@contextmanager
def serving_v3(server: LoopbackV3, *prepared: str) -> Iterator[LoopbackV3]:
    """Serve until the block ends; `server.address` is the base to give to --from."""

    class Handler(Quiet):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
            status, content = server.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "application/json;charset=utf-8")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with served(Handler) as server.address:
        server.prepare(*prepared)
        yield server


def property_of(key: str, kind: str, **more: object) -> Row:
    return {"odata.type": f"Cbs.OData.{kind}", "Type": kind, "Key": key, "Title": key} | more


def topic(key: str, title: str, **more: object) -> Row:
    told = {"Datatype": "Long", "Unit": "aantal", "Decimals": 0, "Default": "None"}
    return property_of(key, "Topic", Title=title) | told | more


def code(key: str, title: str, **more: object) -> Row:
    return {"Key": key, "Title": title, "Description": "", "CategoryGroupID": None} | more


def small_table() -> TableV3:
    """Three areas in two years, with every mark that CBS sets for what is not there."""
    cells = [
        ("NL01  ", "2023JJ00", "     100", "    50.5"),
        ("NL01  ", "2024JJ00", "     110", "    55.0"),
        ("GM0106", "2023JJ00", "      60", "       x"),
        ("GM0106", "2024JJ00", "       .", "    33.3"),
        ("GM0113", "2023JJ00", "        ", "       -"),
        ("GM0113", "2024JJ00", "", "     0.0"),
    ]
    rows = [
        {"ID": row, "Sex": "T001038", "RegioS": area, "Perioden": period, "All_1": n, "Share_2": p}
        for row, (area, period, n, p) in enumerate(cells)
    ]
    return TableV3(
        code="00001tst",
        properties=[
            property_of("Sex", "Dimension", ID=0, ParentID=None),
            property_of("RegioS", "GeoDimension", ID=1, ParentID=None, Title="Regio's"),
            property_of("Perioden", "TimeDimension", ID=2, ParentID=None),
            property_of("", "TopicGroup", ID=3, ParentID=None, Title="Population"),
            topic("All_1", "Total", ID=4, ParentID=3),
            topic("Share_2", "Total", ID=5, ParentID=None, Unit="%", Decimals=1, Datatype="Double"),
        ],
        codes={
            "Sex": [code("T001038", "All sexes")],
            "RegioS": [
                code("NL01  ", "Nederland", CategoryGroupID=1),
                code("GM0106", "Assen", CategoryGroupID=2),
                code("GM0113", "Elsewhere", CategoryGroupID=2),
            ],
            "Perioden": [
                code("2023JJ00", "2023", Status="Definitief"),
                code("2024JJ00", "2024*", Status="Voorlopig"),
            ],
        },
        rows=rows,
        groups=[{"ID": 1, "DimensionKey": "RegioS", "Title": "Land", "ParentID": None}],
    )


def generated_table(n_rows: int, n_topics: int, *, seed: int = 1) -> TableV3:
    """A table by sex, 500 areas and as many months as `n_rows` takes; 3 in 100 cells are empty."""
    chance = random.Random(seed)
    sexes = ["T001038", "3000   ", "4000   "]
    areas = [f"GM{number:04}" for number in range(1, 501)]
    n_months = -(-n_rows // (len(sexes) * len(areas)))
    months = [f"{1900 + month // 12}MM{month % 12 + 1:02}" for month in range(n_months)]
    keys = [f"Topic_{number}" for number in range(1, n_topics + 1)]
    marks = ["       .", "       x", ""]
    rows: list[Row] = []
    for sex in sexes:
        for area in areas:
            for month in months:
                if len(rows) == n_rows:
                    break
                row: Row = {"ID": len(rows), "Sex": sex, "RegioS": area, "Perioden": month}
                for key in keys:
                    drawn = chance.random()
                    row[key] = f"{drawn * 1e6:8.1f}" if drawn > 0.03 else marks[int(drawn * 100)]
                rows.append(row)
    return TableV3(
        code="00300gen",
        properties=[
            property_of("Sex", "Dimension", ID=0),
            property_of("RegioS", "GeoDimension", ID=1),
            property_of("Perioden", "TimeDimension", ID=2),
            *(
                topic(key, key, ID=number + 3, Decimals=1, Datatype="Double")
                for number, key in enumerate(keys)
            ),
        ],
        codes={
            "Sex": [code(sex, sex.strip()) for sex in sexes],
            "RegioS": [code(area, area) for area in areas],
            "Perioden": [code(month, month, Status="Definitief") for month in months],
        },
        rows=rows,
    )
