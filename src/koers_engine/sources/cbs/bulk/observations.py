"""The observations of a table in bulk, batch by batch: as many as there are, little memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from koers_engine.concepts import Dimension, ObservationStatus
from koers_engine.observations import Fault
from koers_engine.observations.faults import FAULTS_SHOWN
from koers_engine.observations.ordering import BoolArray, IntArray
from koers_engine.observations.stream import place_of, statuses
from koers_engine.sources.cbs.bulk.files import OBSERVATIONS, BulkFiles, header_of
from koers_engine.sources.cbs.part import MEASURE, Where
from koers_engine.sources.cbs.reading import VALUE_ATTRIBUTES
from koers_engine.sources.fetching import Progress
from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.periods import unreadable_periods

_BLOCK = 8 << 20
_VALUE, _WORDS, _ATTRIBUTE = "Value", "StringValue", "ValueAttribute"
_CODES = pa.dictionary(pa.int32(), pa.string())
NATION = "NL01"
_NORMAL = place_of(ObservationStatus.NORMAL)
_PROVISIONAL = place_of(ObservationStatus.PROVISIONAL)


@dataclass(slots=True)
class BulkRows:
    """Reads Observations.csv; each call of `batches` reads it from the start."""

    files: BulkFiles
    dimensions: Sequence[Dimension]
    provisional: Sequence[str]
    """The periods whose figures are not definitive."""
    where: Where
    in_words: Sequence[str]
    """The measures that hold words: their rows are left out."""
    progress: Progress
    n_announced: int | None = None
    _kept: list[IntArray] = field(default_factory=list)
    _readable: set[str] = field(default_factory=set)
    """The codes that were met and are periods."""

    def locate(self, row: int, column: str) -> str:
        """The line of a cell; the header is line 1."""
        if self._kept:  # rows were left out
            row = int(np.concatenate(self._kept)[row])
        titles = {axis.column: axis.identifier for axis in self.dimensions}
        titles |= {"measure": MEASURE, "value": _VALUE, "status": _ATTRIBUTE}
        named = f", column {titles[column]}" if column in titles else ""
        return f"{OBSERVATIONS}, line {row + 2}{named}"

    def batches(self, faults: list[Fault]) -> Iterator[pa.RecordBatch]:
        """The observations in the order of the file, with the columns of Dataset.observations.

        What is wrong with the file is added to `faults`.
        """
        n_rows = 0
        self._kept.clear()
        try:
            for raw in self._raw(faults):
                batch = self._batch(raw, n_rows, faults)
                n_rows += raw.num_rows
                self.progress(n_rows, self.n_announced)
                yield batch
        except UnreadableFile as reason:
            faults.append(Fault(OBSERVATIONS, str(reason)))
            return
        if self.n_announced not in (None, n_rows) and not faults:
            what = f"{self.n_announced} observations are announced and {n_rows} are there"
            faults.append(Fault(OBSERVATIONS, f"{what}; fetch the table again"))

    def _raw(self, faults: list[Fault]) -> Iterator[pa.RecordBatch]:
        """The columns as they are in the file, the values as numbers.

        CBS writes a decimal comma. The point is tried as well, for a file that was saved again.
        """
        names = [MEASURE, *(axis.identifier for axis in self.dimensions), _VALUE, _ATTRIBUTE]
        with self.files.opened(OBSERVATIONS) as file:
            header = header_of(file.read(1 << 16))
        lacking = [name for name in names if name not in header]
        if lacking:
            what = f"there is no column {', '.join(lacking)}; found {', '.join(header[:12])}"
            faults.append(Fault(f"{OBSERVATIONS}, line 1", what))
            return
        names += [_WORDS] * (_WORDS in header)
        for mark in (",", "."):
            began = False
            try:
                for batch in self._parsed(names, mark, pa.float64()):
                    began = True
                    yield batch
            except (pa.ArrowInvalid, pa.ArrowKeyError) as reason:
                if not began and mark == ",":
                    continue
                self._find_faults(names, str(reason), faults)
            return

    def _parsed(
        self, names: Sequence[str], mark: str, kind: pa.DataType
    ) -> Iterator[pa.RecordBatch]:
        types = dict.fromkeys(names, _CODES) | {_VALUE: kind, _WORDS: pa.string()}
        with (
            self.files.opened(OBSERVATIONS) as file,
            pa_csv.open_csv(
                file,
                pa_csv.ReadOptions(block_size=_BLOCK),
                pa_csv.ParseOptions(delimiter=";"),
                pa_csv.ConvertOptions(
                    include_columns=names,
                    column_types={name: types[name] for name in names},
                    null_values=[""],
                    decimal_point=mark,
                ),
            ) as batches,
        ):
            yield from batches

    def _find_faults(self, names: Sequence[str], reason: str, faults: list[Fault]) -> None:
        """Read the file once more as texts, to tell which cells are no numbers."""
        known_before, n_rows = len(faults), 0
        try:
            for batch in self._parsed(names, ".", pa.string()):
                texts = pc.utf8_trim_whitespace(batch.column(_VALUE))
                wrong = pc.invert(
                    pc.match_substring_regex(texts, r"^([+-]?\d+([.,]\d+)?([eE][+-]?\d+)?)?$")
                )
                for row in np.flatnonzero(wrong.to_numpy(zero_copy_only=False)).tolist():
                    where = f"{OBSERVATIONS}, line {n_rows + row + 2}, column {_VALUE}"
                    faults.append(Fault(where, f"expected a number, found {texts[row].as_py()!r}"))
                    if len(faults) > FAULTS_SHOWN:
                        return
                n_rows += batch.num_rows
        except (pa.ArrowInvalid, pa.ArrowKeyError) as again:
            reason = str(again)
        if len(faults) == known_before:
            what = f"the file is no CSV in UTF-8 with ; between its columns ({reason})"
            faults.append(Fault(OBSERVATIONS, what))

    def _batch(self, raw: pa.RecordBatch, before: int, faults: list[Fault]) -> pa.RecordBatch:
        codes = {axis.column: trimmed(raw.column(axis.identifier)) for axis in self.dimensions}
        measure, period = trimmed(raw.column(MEASURE)), codes["period"]
        self._check_periods(period, before, faults)
        if "area" not in codes:
            nation = pa.array(np.zeros(raw.num_rows, dtype=np.int32))
            codes["area"] = pa.DictionaryArray.from_arrays(nation, pa.array([NATION]))
        if _WORDS in raw.schema.names:
            self._refuse_words(raw, measure, before, faults)
        columns = {
            "measure": measure,
            **codes,
            "value": raw.column(_VALUE),
            "status": self._statuses(raw.column(_ATTRIBUTE), period, before, faults),
            "breaks_series": pa.repeat(pa.scalar(value=False), raw.num_rows),
        }
        batch = pa.record_batch(columns)
        return self._part(batch, before) if self.where or self.in_words else batch

    def _check_periods(self, period: pa.DictionaryArray, before: int, faults: list[Fault]) -> None:
        if self._readable.issuperset(period.dictionary.to_pylist()):
            return
        found = list(
            unreadable_periods(
                pa.chunked_array([period.cast(pa.string())]),
                lambda row, _column: f"{OBSERVATIONS}, line {before + row + 2}, the period",
            )
        )
        faults += found
        if not found:
            self._readable.update(period.dictionary.to_pylist())

    def _refuse_words(
        self,
        raw: pa.RecordBatch,
        measure: pa.DictionaryArray,
        before: int,
        faults: list[Fault],
    ) -> None:
        words = pc.utf8_trim_whitespace(raw.column(_WORDS))
        said = pc.and_(pc.is_null(raw.column(_VALUE)), pc.greater(pc.binary_length(words), 0))
        wrong = pc.fill_null(said, fill_value=False).to_numpy(zero_copy_only=False)
        wrong = wrong & ~_among(measure, self.in_words)
        for row in np.flatnonzero(wrong)[:FAULTS_SHOWN].tolist():
            where = f"{OBSERVATIONS}, line {before + row + 2}, column {_WORDS}"
            faults.append(Fault(where, f"expected a number, found {words[row].as_py()!r}"))

    def _statuses(
        self,
        attribute: pa.DictionaryArray,
        period: pa.DictionaryArray,
        before: int,
        faults: list[Fault],
    ) -> pa.Array:
        """What is said of the value; of a value that is normal, what is said of its period."""
        said = trimmed(attribute)
        places = []
        for at, word in enumerate(said.dictionary.to_pylist()):
            status = VALUE_ATTRIBUTES.get(word)
            rows = np.flatnonzero(said.indices.to_numpy() == at)
            if status is None and rows.size:
                where = f"{OBSERVATIONS}, line {before + int(rows[0]) + 2}, column {_ATTRIBUTE}"
                known = ", ".join(VALUE_ATTRIBUTES)
                faults.append(Fault(where, f"{word!r} is none of the known ones: {known}"))
            places.append(place_of(status or ObservationStatus.NORMAL))
        of_value = np.array(places, dtype=np.int32)[said.indices.to_numpy()]
        is_provisional = pc.is_in(
            period.dictionary, value_set=pa.array(self.provisional, pa.string())
        )
        of_period = is_provisional.to_numpy(zero_copy_only=False)[period.indices.to_numpy()]
        of_value[(of_value == _NORMAL) & of_period] = _PROVISIONAL
        return statuses().take(pa.array(of_value))

    def _part(self, batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
        wanted = ~_among(batch.column("measure"), self.in_words)
        columns = {axis.identifier: axis.column for axis in self.dimensions} | {MEASURE: "measure"}
        for name, codes in self.where.items():
            wanted &= _among(batch.column(columns[name]), codes)
        self._kept.append(before + np.flatnonzero(wanted))
        return batch.filter(pa.array(wanted))


def _among(column: pa.DictionaryArray, codes: Sequence[str]) -> BoolArray:
    """Whether each row has one of the codes."""
    known = pc.is_in(column.dictionary, value_set=pa.array(codes, pa.string()))
    among: BoolArray = known.to_numpy(zero_copy_only=False)[column.indices.to_numpy()]
    return among


def trimmed(column: pa.Array) -> pa.DictionaryArray:
    """Codes without the spaces that pad them, an empty one where there is none."""
    if column.null_count:
        column = pc.fill_null(column.cast(pa.string()), "").dictionary_encode()
    texts = pc.utf8_trim_whitespace(column.dictionary).dictionary_encode()
    indices = texts.indices.take(column.indices)  # two codes may be one without their padding
    return pa.DictionaryArray.from_arrays(indices, texts.dictionary)
