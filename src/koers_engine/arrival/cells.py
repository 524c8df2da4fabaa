from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import DimensionKind, Measure, Period
from koers_engine.observations import Dataset
from koers_engine.observations.dataset import FIXED_COLUMNS

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_LARGEST = np.iinfo(np.int64).max


class Found(NamedTuple):
    """Something that is odd: the cell or part of the table, and what is odd there."""

    where: str
    what: str


@dataclass(frozen=True, slots=True)
class Cells:
    """The observations of a dataset as arrays with one element per observation.

    `places[column]` says which of `codes[column]` an observation has; `value` is NaN where missing.
    """

    codes: Mapping[str, list[str]]
    places: Mapping[str, IntArray]
    value: FloatArray
    cannot_exist: BoolArray
    is_explained: BoolArray
    """The series breaks here, or the status says that the figure differs by definition."""
    measures: Mapping[str, Measure]
    titles: Mapping[str, Mapping[str, str]]
    """Per column the title of each code, where there is a code list."""

    @classmethod
    def of(cls, dataset: Dataset) -> "Cells":
        """The cells of a dataset."""
        table = dataset.observations
        columns = ["measure", "area", "period"]
        columns += [name for name in table.column_names if name not in FIXED_COLUMNS]
        codes, places = {}, {}
        for name in columns:
            column = table.column(name).combine_chunks()
            if not pa.types.is_dictionary(column.type):
                column = column.dictionary_encode()
            codes[name] = column.dictionary.to_pylist()
            places[name] = column.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        status = table.column("status")
        differs = pc.equal(status, "D").to_numpy()
        value = pc.fill_null(table.column("value"), np.nan).to_numpy()
        return cls(
            codes=codes,
            places=places,
            value=value,
            cannot_exist=pc.equal(status, "M").to_numpy(),
            is_explained=table.column("breaks_series").to_numpy() | differs,
            measures={measure.code: measure for measure in dataset.measures},
            titles={
                axis.column: _titles(dataset.codes[axis.identifier])
                for axis in dataset.dimensions
                if axis.identifier in dataset.codes
            }
            | {"measure": {measure.code: measure.title.nl for measure in dataset.measures}},
        )

    def place_of(self, column: str, code: str) -> int:
        """Where a code stands among those of a column; -1 where no observation has it."""
        return self.codes[column].index(code) if code in self.codes[column] else -1

    def rows_of_measures(self, codes: Iterable[str]) -> IntArray:
        """Row numbers of the observations of these measures, in order."""
        wanted = np.isin(self.codes["measure"], list(codes))
        return np.flatnonzero(wanted[self.places["measure"]])

    def groups(self, rows: IntArray, *, but: Iterable[str]) -> IntArray:
        """A number per row, equal where all keys but those of `but` are; from 0, without gaps."""
        left_out = set(but)
        number = np.zeros(rows.size, np.int64)
        reach = 1
        for column, places in self.places.items():
            if column in left_out:
                continue
            size = len(self.codes[column])
            if reach > _LARGEST // max(size, 1):
                found, number = np.unique(number, return_inverse=True)
                reach = found.size
            number = number * size + places[rows]
            reach *= size
        return np.unique(number, return_inverse=True)[1]

    def in_words(self, row: int, *, instead: Mapping[str, str] | None = None) -> str:
        """The key of an observation for people: codes with their titles."""
        said = []
        for column in self.codes:
            code = (instead or {}).get(column, self.codes[column][self.places[column][row]])
            title = self.titles.get(column, {}).get(code, "")
            if column == "period":
                title = Period.from_cbs(code).label
            said.append(f"{column} {code} ({title})" if title and title != code else code)
        return ", ".join(said)


def of_kind(dataset: Dataset, kind: DimensionKind) -> list[str]:
    """Columns of the dimensions of a kind."""
    return [axis.column for axis in dataset.dimensions if axis.kind is kind]


def _titles(codes: pa.Table) -> dict[str, str]:
    return dict(zip(codes["code"].to_pylist(), codes["title"].to_pylist(), strict=True))
