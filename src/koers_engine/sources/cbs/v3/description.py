"""What a table of OData v3 says of itself: its dimensions, topics and code lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

import pyarrow as pa

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, unusable
from koers_engine.observations.dataset import CODE_COLUMNS
from koers_engine.sources.cbs.metadata import (
    ToldMeasure,
    checked_dimensions,
    checked_measures,
)
from koers_engine.sources.cbs.metadata import described as told_of_table
from koers_engine.sources.cbs.v3.responses import GROUPS, INFO, PROPERTIES, Responses, Row

DUTCH_TIME = ZoneInfo("Europe/Amsterdam")
"""The moments of v3 have no time zone; they are the office's own."""
_AXES = ("Dimension", "GeoDimension", "GeoDetail", "TimeDimension")
_NUMBERS = {"byte", "short", "integer", "integer32", "integer64", "int", "long"}
_NUMBERS |= {"decimal", "float", "single", "double"}
_PROVISIONAL = "Voorlopig"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What is known of a table beside its cells."""

    table: str
    title: str
    text: str = ""
    published_at: datetime | None = None
    dimensions: Sequence[Dimension]
    measures: Sequence[Measure]
    in_words: Sequence[str] = ()
    """The topics that hold words, not figures."""
    codes: Mapping[str, pa.Table] = field(default_factory=dict)
    status_of_period: Mapping[str, str] = field(default_factory=dict)

    further: Sequence[str] = ()
    """The titles of the dimensions of areas or time that are neither the area nor the period."""

    def told(self) -> Bilingual:
        """The publisher's text, and what of the table became something else."""
        return told_of_table(self.text, self.in_words, self.further)


def described(responses: Responses, table: str) -> Description:
    """What the responses say of the table; what is wrong with them is noted there."""
    info = _info(responses, table)
    rows = responses.rows(PROPERTIES)
    axes = [(where, row) for where, row in rows if _text(row, "Type") in _AXES]
    told = [
        (f"{where}.Key", _text(row, "Key"), _text(row, "Type"), _text(row, "Title"))
        for where, row in axes
    ]
    dimensions = checked_dimensions(told, f"{PROPERTIES}.json: $.value", responses.fault)
    kinds = {name: kind for _, name, kind, _ in told}
    topics = [(where, row) for where, row in rows if _text(row, "Type") == "Topic"]
    figures = [(where, row) for where, row in topics if _holds_figures(row)]
    titles = _Titles([row for _, row in rows])
    measures = checked_measures(
        (
            ToldMeasure(
                where=where,
                code=_text(row, "Key"),
                code_field="Key",
                title=titles.of(row),
                unit=_text(row, "Unit"),
                decimals=row.get("Decimals"),
            )
            for where, row in figures
        ),
        responses.fault,
    )
    words = [titles.of(row) for _, row in topics if not _holds_figures(row)]
    if words and not measures:
        named = ", ".join(words[:5])
        what = f"the table holds words only ({named}); it is a list, and has no figures"
        responses.fault(f"{PROPERTIES}.json: $.value", what)
    codes, status_of_period = _code_lists(responses, dimensions)
    return Description(
        table=_text(info, "Identifier") or table,
        title=_text(info, "Title") or table,
        text=_text(info, "ShortDescription") or _text(info, "Summary"),
        published_at=_moment(responses, info),
        dimensions=dimensions,
        measures=measures,
        in_words=words,
        codes=codes,
        status_of_period=status_of_period,
        further=[
            axis.title
            for axis in dimensions
            if axis.kind is DimensionKind.OTHER and kinds[axis.identifier] != "Dimension"
        ],
    )


def _info(responses: Responses, table: str) -> Row:
    rows = responses.rows(INFO)
    if not rows:
        return {}
    where, info = rows[0]
    found = _text(info, "Identifier")
    if found.casefold() != table.casefold():
        what = f"expected table {table!r}, found {found!r}; give the right one"
        responses.fault(f"{where}.Identifier", what)
        return {}
    return info


def _moment(responses: Responses, info: Row) -> datetime | None:
    if not info:
        return None
    text = _text(info, "Modified")
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=DUTCH_TIME)
        why = unusable(moment)
    except ValueError:
        why = f"expected a date with time, found {text!r}"
    if why:
        responses.fault(f"{INFO}.json: $.value[0].Modified", why)
        return None
    return moment


def _holds_figures(topic: Row) -> bool:
    kind = _text(topic, "Datatype").casefold()
    return not kind or kind in _NUMBERS


class _Titles:
    """A topic's title after those of the groups it stands in: titles alone repeat in a table."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._groups = {
            _number(row, "ID"): row for row in rows if _text(row, "Type") == "TopicGroup"
        }

    def of(self, topic: Row) -> str:
        """The title, as in "Population / Men"."""
        words, row = [_text(topic, "Title")], topic
        above: set[int | None] = {None}  # a group without a number is none
        while (parent := _number(row, "ParentID")) in self._groups and parent not in above:
            above.add(parent)
            row = self._groups[parent]
            words.append(_text(row, "Title"))
        return " / ".join(filter(None, reversed(words)))


def _code_lists(
    responses: Responses, dimensions: Sequence[Dimension]
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """The code list of every dimension, and the status of each period that has one."""
    codes: dict[str, pa.Table] = {}
    status_of_period: dict[str, str] = {}
    group_names = _group_names(responses)
    for axis in dimensions:
        rows = [row for _, row in responses.rows(axis.identifier)]
        if not rows:
            if responses.has(axis.identifier):
                responses.fault(f"{axis.identifier}.json", "the code list is empty or unreadable")
            continue
        columns = [
            [_text(row, "Key") for row in rows],
            [_text(row, "Title") for row in rows],
            [
                group_names.get((axis.identifier, _number(row, "CategoryGroupID")), "")
                for row in rows
            ],
            [_text(row, "Description") for row in rows],
        ]
        codes[axis.identifier] = pa.table(
            [pa.array(column, pa.string()) for column in columns], names=list(CODE_COLUMNS)
        )
        if axis.kind is DimensionKind.PERIOD:
            for row in rows:
                # StatLine puts one star or two behind a period whose figures are not definitive.
                starred = _PROVISIONAL if _text(row, "Title").endswith("*") else ""
                status_of_period[_text(row, "Key")] = _text(row, "Status") or starred
    return codes, status_of_period


def _group_names(responses: Responses) -> dict[tuple[str, int | None], str]:
    """The groups of codes by dimension and number; a table may have none."""
    rows = responses.rows(GROUPS) if responses.has(GROUPS) else []
    return {
        (_text(row, "DimensionKey"), _number(row, "ID")): _text(row, "Title") for _, row in rows
    }


def _number(row: Row, key: str) -> int | None:
    value = row.get(key)
    return value if type(value) is int else None


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
