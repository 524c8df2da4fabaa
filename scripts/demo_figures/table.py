"""Koers' own table format: a folder with dataset.toml, observations.csv and its code lists."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

MADE_BY = "scripts/make_demo_figures.py"
FIXED_COLUMNS = ("measure", "area", "period", "value", "status", "break")
NUMBER = re.compile(r"-?\d+(\.\d+)?")
# CBS's explanation of symbols, as codes of the SDMX code list CL_OBS_STATUS.
STATUS_OF_MARK = {".": "O", "x": "Q"}


class UnreadableSource(ValueError):
    """Files that cannot be made into a table; every fault is named, none is repaired."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class Bilingual(NamedTuple):
    """A text in Dutch and in English."""

    nl: str
    en: str


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Who published the table, and when; moments are RFC 3339 texts, written as they are given."""

    table: str
    title: Bilingual
    description: Bilingual
    published_at: str
    retrieved_at: str
    dataset: str = ""
    """The table of which these figures are a vintage; empty for the very table."""
    form: str = "cbs"
    """What its id begins with: `cbs-v3` where the measures have the codes of OData v3, `statline`
    where an export had names only, and the codes of the measures are the demonstration's; `koers`
    where the table is no table of the publisher, but was drawn from one."""
    drawn_from: str = ""
    """The table of StatLine that was drawn from; empty for the very table."""
    source_url: str = ""
    attribution: str = ""

    @property
    def id(self) -> str:
        """The id in the store."""
        return f"{self.form}:{self.dataset or self.table}"

    @property
    def found_at(self) -> str:
        """Where the publisher has it: on StatLine, where nothing else is said."""
        table = self.drawn_from or self.table
        return self.source_url or f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{table}/table"

    @property
    def attributed_to(self) -> str:
        """The words that its licence asks for."""
        return self.attribution or f"Bron: CBS (StatLine), tabel {self.drawn_from or self.table}"


class Measure(NamedTuple):
    """What is counted, in the publisher's unit."""

    code: str
    title: Bilingual
    unit: str
    decimals: int


class Code(NamedTuple):
    """A value of a dimension; `group` is CBS's DimensionGroupId, such as GMPV22."""

    code: str
    title: str
    group: str = ""
    description: str = ""


@dataclass(frozen=True, kw_only=True)
class Dimension:
    """One of the things a figure is about, with the codes it can have."""

    identifier: str
    kind: str  # area, period or other
    title: str
    codes: Sequence[Code]

    def as_csv(self) -> str:
        """The code list; with the descriptions only where there are any."""
        n_columns = 4 if any(code.description for code in self.codes) else 3
        return _csv(Code._fields[:n_columns], (code[:n_columns] for code in self.codes))


def years(codes: Iterable[Code]) -> Dimension:
    """The period, as CBS names it, with the years that occur; in their order."""
    return Dimension(
        identifier="Perioden", kind="period", title="Perioden", codes=sorted(set(codes))
    )


class Observation(NamedTuple):
    """One figure as published: `value` is the publisher's text, empty where `status` is missing."""

    measure: str
    area: str
    period: str
    value: str
    status: str
    others: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, ...]:
        """What the figure is about: no other may be about the same."""
        return (self.measure, self.area, self.period, *self.others)


class Figure(NamedTuple):
    """The text of a figure and its code in CL_OBS_STATUS; the text is empty where it is missing."""

    value: str
    status: str


def figure(text: str, *, status: str = "A") -> Figure:
    """Read a cell: a number with `status`, or one of CBS's marks for a figure that is missing.

    Raises:
        ValueError: `text` is neither; the caller knows the place and names it before the message.
    """
    if text in STATUS_OF_MARK:
        return Figure("", STATUS_OF_MARK[text])
    if not NUMBER.fullmatch(text):
        raise ValueError(f"expected a number, found {text!r}.")
    return Figure(text, status)


@dataclass(frozen=True, kw_only=True)
class Table:
    """A dataset with its figures. The dimensions are the area, the period, and any others.

    Raises:
        UnreadableSource: A figure stands twice, or a code is in no list.
    """

    origin: Origin
    dimensions: Sequence[Dimension]
    measures: Sequence[Measure]
    observations: Sequence[Observation]

    def __post_init__(self) -> None:
        if faults := list(self._faults()):
            raise UnreadableSource(faults)

    def _faults(self) -> Iterator[str]:
        lists = [{measure.code for measure in self.measures}]
        lists += [{code.code for code in dimension.codes} for dimension in self.dimensions]
        seen = set()
        for observation in self.observations:
            key = observation.key
            place = f"{self.origin.id}, {', '.join(key)}"
            if key in seen:
                yield f"{place}: two figures; expected one."
            seen.add(key)
            for code, known in zip(key, lists, strict=True):
                if code not in known:
                    yield f"{place}: code {code!r} is in no code list."

    def files(self) -> dict[str, str]:
        """The folder's files by name; the same figures give the same text on any day."""
        return {
            "dataset.toml": self._dataset(),
            "observations.csv": self._observations(),
            **{
                f"codes-{dimension.identifier}.csv": dimension.as_csv()
                for dimension in self.dimensions
            },
        }

    def _observations(self) -> str:
        others = [dimension.identifier for dimension in self.dimensions[2:]]
        rows = ((*row[:5], "", *row.others) for row in sorted(self.observations))
        return _csv((*FIXED_COLUMNS, *others), rows)

    def _dataset(self) -> str:
        origin = self.origin
        lines = [
            f"id = {_text(origin.id)}",
            f"title = {_both(origin.title)}",
            f"description = {_both(origin.description)}",
            f"publisher = {_text('CBS')}",
            f"source_url = {_text(origin.found_at)}",
            f"licence = {_text('CC BY 4.0')}",
            f"attribution = {_text(origin.attributed_to)}",
            f"published_at = {origin.published_at}",
            f"retrieved_at = {origin.retrieved_at}",
            f"made_by = {_text(MADE_BY)}",
        ]
        for dimension in self.dimensions:
            lines += [
                "\n[[dimensions]]",
                f"identifier = {_text(dimension.identifier)}",
                f"kind = {_text(dimension.kind)}",
                f"title = {_text(dimension.title)}",
            ]
        for measure in self.measures:
            lines += [
                "\n[[measures]]",
                f"code = {_text(measure.code)}",
                f"title = {_both(measure.title)}",
                f"unit = {_text(measure.unit)}",
                f"decimals = {measure.decimals}",
            ]
        return "\n".join(lines) + "\n"


def write(table: Table, folder: Path) -> None:
    """Write the table in a folder of its own, over what an earlier run left there."""
    target = folder / table.origin.table
    target.mkdir(parents=True, exist_ok=True)
    for name, content in table.files().items():
        (target / name).write_text(content, encoding="utf-8", newline="\n")


def _csv(header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)  # a JSON string is a TOML basic string


def _both(value: Bilingual) -> str:
    return f"{{ nl = {_text(value.nl)}, en = {_text(value.en)} }}"
