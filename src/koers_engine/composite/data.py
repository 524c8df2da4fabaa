"""What an index is made of: units, their figures, and how the parts hang together."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property

import numpy as np

from koers_engine.composite.arrays import FloatArray, IntArray
from koers_engine.composite.findings import Finding
from koers_engine.composite.imputing import NO_GROUP
from koers_engine.composite.structure import Structure
from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault, listed

FEWEST_UNITS = 2
MOST_UNITS = 5000
"""Copeland compares every unit with every other."""
LARGEST = 1e100
"""No figure is that large; below it no step overflows."""


class UnusableData(Refusal, ValueError):
    """The figures of an index cannot be used; every fault that was found is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"No index can be built of these figures. {listed(faults)}")


@dataclass(frozen=True, kw_only=True, eq=False)
class CompositeData:
    """The figures of an index, read from files or put together from stored indicators.

    Raises:
        UnusableData: Arrays of another length than there are units or indicators, two units with
            one code, fewer than FEWEST_UNITS or more than MOST_UNITS units, an infinite or huge
            figure, an indicator whose denominator is not there.
    """

    codes: tuple[str, ...]
    """Of the units, each once."""
    names: tuple[str, ...]
    structure: Structure
    values: FloatArray
    """Shape (n_units, n_indicators), columns as `structure.indicators`, in their own units; NaN is
    missing."""
    groups: Mapping[str, tuple[str | None, ...]] = field(default_factory=dict)
    """Per way of grouping the group of each unit, None for no group."""
    denominators: Mapping[str, FloatArray] = field(default_factory=dict)
    """Figures to divide by, each of shape (n_units,); NaN is missing."""
    findings: tuple[Finding, ...] = ()
    """What whoever brought the data together has to say of it."""

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise UnusableData(faults)

    def _faults(self) -> Iterator[Fault]:
        n_units = len(self.codes)
        if n_units < FEWEST_UNITS:
            yield Fault("units", f"{n_units} found; an index compares at least {FEWEST_UNITS}")
        if n_units > MOST_UNITS:
            yield Fault("units", f"{n_units} found; at most {MOST_UNITS} are compared")
        for code, number in Counter(self.codes).items():
            if number > 1:
                what = f"{number} units have this code; keep one, for of several years one is taken"
                yield Fault(code, what)
        yield from self._faults_of_shape()
        for name, array in {"values": self.values, **self.denominators}.items():
            if (abs(np.nan_to_num(array, nan=0.0)) > LARGEST).any():
                yield Fault(name, f"a figure is infinite or beyond {LARGEST:g}; correct it")
        for indicator in self.structure.indicators:
            asked = indicator.denominator
            if asked is not None and asked not in self.denominators:
                hint = did_you_mean(nearest(asked, self.denominators))
                yield Fault(indicator.code, f"its denominator {asked!r} is not in the data.{hint}")

    def _faults_of_shape(self) -> Iterator[Fault]:
        n_units, n_indicators = len(self.codes), len(self.structure.indicators)
        if self.values.shape != (n_units, n_indicators):
            shape = f"{n_units} units and {n_indicators} indicators"
            yield Fault("values", f"shape {self.values.shape} is not that of {shape}")
        for name, column in {"names": self.names, **self.groups, **self.denominators}.items():
            if len(column) != n_units:
                yield Fault(name, f"{len(column)} values for {n_units} units")

    @cached_property
    def divisors(self) -> FloatArray:
        """What each value is divided by, shape (n_units, n_indicators); 1 for nothing."""
        asked = [indicator.denominator for indicator in self.structure.indicators]
        nothing = np.ones(len(self.codes))
        return np.column_stack([nothing if by is None else self.denominators[by] for by in asked])

    def grouped(self, by: str) -> IntArray:
        """The number of each unit's group, shape (n_units,); NO_GROUP for none.

        Raises:
            UnknownGrouping: The data has no such grouping.
        """
        if by not in self.groups:
            raise UnknownGrouping(by, self.groups)
        labels = self.groups[by]
        numbers = {
            label: number for number, label in enumerate(sorted({*labels} - {None}, key=str))
        }
        return np.array([numbers.get(label, NO_GROUP) for label in labels], dtype=np.intp)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over all that the data says, names and units of measure included."""
        names = sorted(self.denominators)
        told = {
            "units": [self.codes, self.names],
            "elements": [asdict(element) for element in self.structure.elements],
            "groups": {name: self.groups[name] for name in sorted(self.groups)},
            "denominators": names,
        }
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode())
        for array in (self.values, *(self.denominators[name] for name in names)):
            digest.update(np.ascontiguousarray(np.nan_to_num(array, nan=np.inf) + 0.0).tobytes())
        return digest.hexdigest()


class UnknownGrouping(Refusal, LookupError):
    """The recipe imputes by a grouping that the data does not have."""

    def __init__(self, by: str, known: Mapping[str, object]) -> None:
        there = f"There are: {', '.join(known)}." if known else "The data has none."
        super().__init__(
            f"The units are not grouped by {by!r}.{did_you_mean(nearest(by, known))} {there} "
            "Give impute.group another name, add a column of type Group, or choose another "
            "impute.method."
        )
