"""What publishers say beside a value, in the words of SDMX.

Capitals are codes of SDMX CL_OBS_STATUS. Small letters are flags of Eurostat, which may be put
together ("bd"). Source: Eurostat, "Flags" in the user guide of the database; from 27 January 2025
on, s has become i, z has become m, and c has moved to CONF_STATUS. The old ones are read as their
successors. r (revised) says nothing about the figure as it stands now: its vintages tell.
"""

import re
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import ObservationStatus as Status
from koers_engine.observations import Fault
from koers_engine.observations.dataset import Locate

EUROSTAT_FLAGS = {
    "c": Status.SUPPRESSED,
    "d": Status.DEFINITION_DIFFERS,
    "e": Status.ESTIMATED,
    "f": Status.FORECAST,
    "i": Status.IMPUTED,
    "m": Status.CANNOT_EXIST,
    "n": Status.NOT_SIGNIFICANT,
    "p": Status.PROVISIONAL,
    "r": Status.NORMAL,
    "s": Status.IMPUTED,
    "u": Status.LOW_RELIABILITY,
    "z": Status.CANNOT_EXIST,
}
_SDMX = {status.value: status for status in Status} | {"J": Status.NOT_COLLECTED}  # derogation
_WORDS = {"na": Status.MISSING, "-": Status.CANNOT_EXIST, "0": Status.NORMAL}
_BREAK = {"b", "B"}
_SEPARATORS = r"[\s,;:|]+"
_FREE = {"", "F"}
"""The codes of CONF_STATUS that keep nothing back."""

# Of several marks the first of these is kept, being the one that a reader should know first.
_OF_A_VALUE = (
    Status.LOW_RELIABILITY,
    Status.FORECAST,
    Status.ESTIMATED,
    Status.IMPUTED,
    Status.EXPERIMENTAL,
    Status.DEFINITION_DIFFERS,
    Status.NOT_SIGNIFICANT,
    Status.WITH_OTHER_CATEGORY,
    Status.SPECIAL_EVENT,
    Status.UNVALIDATED,
    Status.PROVISIONAL,
)
_OF_A_GAP = (
    Status.SUPPRESSED,
    Status.CANNOT_EXIST,
    Status.NOT_COLLECTED,
    Status.IN_OTHER_CATEGORY,
    Status.HOLIDAY,
)
_MOST_KINDS = 1000
"""More different marks than this are no marks, but something else that stands in their column."""


def marks_of(flag: str) -> tuple[set[Status], bool, str]:
    """The statuses a flag stands for, whether it tells of a break, and what of it is unknown.

    >>> statuses, breaks, unknown = marks_of("bp")
    >>> sorted(status.name for status in statuses), breaks, unknown
    (['PROVISIONAL'], True, '')
    """
    found, breaks, unknown = set(), False, ""
    for word in re.split(_SEPARATORS, flag):
        if word in _WORDS:
            found.add(_WORDS[word])
            continue
        for mark in word:
            if mark in _BREAK:
                breaks = True
            elif mark in EUROSTAT_FLAGS or mark in _SDMX:
                found.add(EUROSTAT_FLAGS.get(mark) or _SDMX[mark])
            else:
                unknown += mark
    return found, breaks, unknown


def status_of(marks: set[Status], *, has_value: bool) -> Status:
    """The one status an observation with these marks is given.

    A value that a mark says is missing is kept, as one that its publisher has not checked. A gap
    is MISSING unless a mark tells why.

    >>> status_of({Status.CANNOT_EXIST}, has_value=True).name
    'UNVALIDATED'
    """
    if not has_value:
        return next((status for status in _OF_A_GAP if status in marks), Status.MISSING)
    if any(mark.is_missing for mark in marks):
        return Status.UNVALIDATED
    return next((status for status in _OF_A_VALUE if status in marks), Status.NORMAL)


def statuses(
    flags: pa.ChunkedArray,
    confidential: pa.ChunkedArray | None,
    has_value: npt.NDArray[np.bool_],
    locate: Locate,
    faults: list[Fault],
) -> tuple[pa.ChunkedArray, pa.ChunkedArray]:
    """Status and break of every observation; what is unknown becomes a fault, once per mark.

    Args:
        flags: OBS_STATUS or OBS_FLAG as text, empty where there is none.
        confidential: CONF_STATUS as text. It explains a gap; a value that is there is no secret.
    """
    is_secret = (
        pc.invert(pc.is_in(confidential, value_set=pa.array(sorted(_FREE))))
        if (confidential is not None)
        else pa.chunked_array([pa.repeat(pa.scalar(value=False), len(flags))])
    )
    encoded = flags.combine_chunks().dictionary_encode()
    kinds = encoded.dictionary.to_pylist()
    if len(kinds) > _MOST_KINDS:
        what = f"{len(kinds):,} different flags; at most {_MOST_KINDS:,} are read"
        faults.append(Fault(locate(0, "status"), what))
        kinds = kinds[:0]
    for flag, what in _unknown(kinds):
        faults.append(Fault(locate(pc.index(flags, flag).as_py(), "status"), what))
    marks = [marks_of(flag) for flag in kinds] or [(set(), False, "")]
    place = np.minimum(encoded.indices.to_numpy(zero_copy_only=False), len(marks) - 1)
    of_value = np.array([str(status_of(found, has_value=True)) for found, _, _ in marks])
    of_gap = np.array([str(status_of(found, has_value=False)) for found, _, _ in marks])
    gap = np.where(is_secret.to_numpy(), str(Status.SUPPRESSED), of_gap[place])
    status = np.where(has_value, of_value[place], gap)
    breaks = np.array([breaks for _, breaks, _ in marks])[place]
    return pa.chunked_array([pa.array(status, pa.string())]), pa.chunked_array([pa.array(breaks)])


def _unknown(kinds: list[str]) -> Iterator[tuple[str, str]]:
    known = "".join(sorted({*EUROSTAT_FLAGS, "b"}))
    codes = "".join(sorted({*_SDMX, "B"}))
    for flag in kinds:
        *_, unknown = marks_of(flag)
        if unknown:
            yield (
                flag,
                f"flag {flag!r}: {unknown!r} is none of Eurostat's ({known}) or SDMX's ({codes})",
            )
