from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Measure, Period
from koers_engine.observations import Dataset
from koers_engine.observations.dataset import FIXED_COLUMNS, Locate

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_LARGEST = np.iinfo(np.int64).max


class Found(NamedTuple):
    """Something that is odd: the cell or part of the table, and what is odd there."""

    where: str
    what: str
    place: str = ""
    """Where the cell stands in the source."""


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
    locate: Locate

    @classmethod
    def of(cls, dataset: Dataset) -> "Cells":
        """The cells of a dataset."""
        table = dataset.observations
        columns = ["measure", "area", "period"]
        columns += [name for name in table.column_names if name not in FIXED_COLUMNS]
        codes, places = {}, {}
        for name in columns:
            places[name], codes[name] = encoded(table.column(name))
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
            locate=dataset.locate,
        )

    def place_of(self, column: str, code: str) -> int:
        """Where a code stands among those of a column; -1 where no observation has it."""
        return self.codes[column].index(code) if code in self.codes[column] else -1

    def rows_of_measures(self, codes: Iterable[str]) -> IntArray:
        """Row numbers of the observations of these measures, in order."""
        wanted = np.isin(self.codes["measure"], list(codes))
        return np.flatnonzero(wanted[self.places["measure"]])

    def groups(self, rows: IntArray, *, but: Iterable[str]) -> IntArray:
        """A number from 0 per row, equal where all keys but those of `but` are.

        Some numbers up to a few times the number of rows may belong to no row.
        """
        left_out = set(but)
        columns = [name for name in self.places if name not in left_out]
        return numbered(
            [self.places[name][rows] for name in columns],
            [len(self.codes[name]) for name in columns],
        )

    def in_words(self, row: int) -> str:
        """The key of an observation for people: codes with their titles."""
        said = []
        for column in self.codes:
            code = self.codes[column][self.places[column][row]]
            title = self.titles.get(column, {}).get(code, "")
            if column == "period":
                title = Period.from_cbs(code).label
            said.append(f"{column} {code} ({title})" if title and title != code else code)
        return ", ".join(said)

    def found(self, row: int, what: str) -> Found:
        """What is odd about an observation, with its key and its place in the source."""
        return Found(self.in_words(row), what, self.locate(row, "value"))


def encoded(column: pa.ChunkedArray) -> tuple[IntArray, list[str]]:
    """The place of each row's code among the distinct codes of a column, and these."""
    joined = column.combine_chunks()
    if not pa.types.is_dictionary(joined.type):
        joined = joined.dictionary_encode()
    places = joined.indices.to_numpy(zero_copy_only=False).astype(np.int64)
    return places, joined.dictionary.to_pylist()


def numbered(places: Sequence[IntArray], sizes: Sequence[int]) -> IntArray:
    """One number per row out of its place in each of several lists of these sizes.

    Numbers are closed up only where they would grow past a few times the rows there are.
    """
    n_rows = places[0].size if places else 0
    number, reach = np.zeros(n_rows, np.int64), 1
    for place, size in zip(places, sizes, strict=True):
        if reach * size > _LARGEST:
            number, reach = _closed_up(number)
        number = number * size + place
        reach *= max(size, 1)
    return _closed_up(number)[0] if reach > _SPARSEST * max(n_rows, _FEW) else number


def _closed_up(number: IntArray) -> tuple[IntArray, int]:
    found, closed = np.unique(number, return_inverse=True)
    return closed, found.size


_SPARSEST = 4
_FEW = 10_000


def _titles(codes: pa.Table) -> dict[str, str]:
    return dict(zip(codes["code"].to_pylist(), codes["title"].to_pylist(), strict=True))
