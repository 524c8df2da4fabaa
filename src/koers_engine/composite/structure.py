"""The hierarchy of an index: indicators below, the index on top, any number of levels between."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isfinite

import numpy as np

from koers_engine.composite.arrays import FloatArray
from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault, listed

MOST_LEVELS = 20


class UnsoundStructure(Refusal, ValueError):
    """The parts of an index do not make a hierarchy; every fault that was found is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"These parts make no index. {listed(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """An indicator (level 1) or an aggregate of those a level below."""

    code: str
    name: str
    level: int
    parent: str | None
    """The code of what it is part of, one level up; None for the index itself."""
    direction: int = 1
    """1 where more is better, -1 where less is; of an aggregate always 1."""
    weight: float = 1.0
    """Against the others of the same parent; only the ratio matters."""
    unit: str = ""
    target: float | None = None
    """In the indicator's unit, after division by the denominator."""
    denominator: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The children of one aggregate."""

    parent: int
    """Place of the aggregate in `Structure.elements`."""
    children: tuple[int, ...]
    """Places of its children in `Structure.elements`."""


@dataclass(frozen=True)
class Structure:
    """A checked hierarchy.

    `elements` stand by level: the indicators first, in the order of the columns of the data, and
    the index last. Arrays over all elements have the shape (..., n_units, n_elements).

    Raises:
        UnsoundStructure: Two elements with one code, an element whose parent is unknown or not
            one level up, a ring, an aggregate of nothing, no single top, a weight that is no
            number of 0 or more, a group whose weights sum to 0, another direction than 1 or -1.
    """

    elements: tuple[Element, ...]

    def __post_init__(self) -> None:
        ordered = sorted(self.elements, key=lambda element: element.level)  # stable
        object.__setattr__(self, "elements", tuple(ordered))
        faults = list(_faults(self.elements))
        if faults:
            raise UnsoundStructure(faults)

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each element by its code."""
        return {element.code: place for place, element in enumerate(self.elements)}

    @cached_property
    def indicators(self) -> tuple[Element, ...]:
        """The elements of level 1."""
        return tuple(element for element in self.elements if element.level == 1)

    @cached_property
    def top(self) -> Element:
        """The index itself."""
        return self.elements[-1]

    @property
    def height(self) -> int:
        """How many levels there are."""
        return self.top.level

    @cached_property
    def directions(self) -> FloatArray:
        """1 or -1 per indicator."""
        return np.array([element.direction for element in self.indicators], dtype=np.float64)

    @cached_property
    def weights(self) -> FloatArray:
        """The given weight per element, shape (n_elements,)."""
        return np.array([element.weight for element in self.elements])

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """What is aggregated, from the lowest level up: a group's children come before it."""
        children: dict[str, list[int]] = {}
        for place, element in enumerate(self.elements):
            if element.parent is not None:
                children.setdefault(element.parent, []).append(place)
        return tuple(
            Group(place, tuple(children[element.code]))
            for place, element in enumerate(self.elements)
            if element.level > 1
        )

    def effective_weights(self, weights: FloatArray) -> FloatArray:
        """The share of each element in the whole index, as far as all means are arithmetic.

        Args:
            weights: Shape (..., n_elements).

        Returns:
            The same shape; the index has 1, and each level adds up to 1.

        Source: OECD/JRC (2008), step 6; COINr's get_eff_weights.
        """
        effective = np.array(weights, dtype=np.float64)
        effective[..., -1] = 1.0
        for group in reversed(self.groups):
            children = list(group.children)
            own = weights[..., children]
            effective[..., children] = (
                own / own.sum(axis=-1, keepdims=True) * effective[..., group.parent, np.newaxis]
            )
        return effective


def structure_of(
    indicators: Sequence[Element], index: tuple[str, str] = ("index", "Index")
) -> Structure:
    """The structure of indicators that name the groups they are part of, or no group.

    Args:
        indicators: Elements of level 1; their `parent` is the name of a group, or None for all.
            Groups weigh the same; without groups the indicators are part of the index.
        index: Code and name of the index.

    >>> part = Element(code="jobs", name="Jobs", level=1, parent="Economy")
    >>> [element.code for element in structure_of([part]).elements]
    ['jobs', 'Economy', 'index']
    """
    groups = list(dict.fromkeys(part.parent for part in indicators if part.parent is not None))
    height = 3 if groups else 2
    code, name = index
    between = [Element(code=group, name=group, level=2, parent=code) for group in groups]
    if not groups:
        indicators = [replace(part, parent=code) for part in indicators]
    top = Element(code=code, name=name, level=height, parent=None)
    return Structure((*indicators, *between, top))


def _faults(elements: Sequence[Element]) -> Iterable[Fault]:
    counted = Counter(element.code for element in elements)
    for code, number in counted.items():
        if number > 1:
            yield Fault(code, f"{number} parts have this code; give each a code of its own")
    by_code = {element.code: element for element in elements}
    yield from _rings(by_code)
    for element in elements:
        yield from _faults_of(element, by_code)
    tops = [element.code for element in elements if element.parent is None]
    if not elements or max(element.level for element in elements) < 2:
        yield Fault("Level", "there is no aggregate; add one on level 2, the parent of all")
    elif len(tops) != 1:
        found = ", ".join(tops) if tops else "none"
        yield Fault("Parent", f"one part must have no parent, the index itself; found {found}")
    if elements and not any(element.level == 1 for element in elements):
        yield Fault("Level", "there is no indicator; those have level 1")
    yield from _faults_of_groups(elements)


def _faults_of(element: Element, by_code: dict[str, Element]) -> Iterable[Fault]:
    where = element.code
    if not 1 <= element.level <= MOST_LEVELS:
        yield Fault(where, f"level {element.level} is not one of 1 to {MOST_LEVELS}")
    if element.direction not in {1, -1}:
        yield Fault(where, f"direction {element.direction} is neither 1 (more is better) nor -1")
    if element.direction == -1 and element.level > 1:
        yield Fault(where, "an aggregate has direction 1; turn the indicators below it instead")
    if not (isfinite(element.weight) and element.weight >= 0):
        yield Fault(where, f"weight {element.weight} is not a number of 0 or more")
    if element.parent is None:
        return
    parent = by_code.get(element.parent)
    if parent is None:
        hint = did_you_mean(nearest(element.parent, by_code))
        yield Fault(where, f"its parent {element.parent!r} is no part of this index.{hint}")
    elif parent.level != element.level + 1:
        yield Fault(
            where,
            f"it is on level {element.level} and its parent {parent.code} on level "
            f"{parent.level}; a parent is one level up. Put an aggregate between, or change a "
            "level",
        )


def _faults_of_groups(elements: Sequence[Element]) -> Iterable[Fault]:
    weights: dict[str, float] = {}
    for element in elements:
        if element.parent is not None:
            weights[element.parent] = weights.get(element.parent, 0.0) + abs(element.weight)
    for element in elements:
        if element.level > 1 and element.code not in weights:
            yield Fault(element.code, "nothing is part of this aggregate; give it parts or drop it")
        if weights.get(element.code) == 0:
            yield Fault(element.code, "the weights of its parts sum to 0; raise at least one")


def _rings(by_code: dict[str, Element]) -> Iterable[Fault]:
    settled: set[str] = set()
    for code in by_code:
        path: list[str] = []
        at: str | None = code
        while at in by_code and at not in settled and at not in path:
            path.append(at)
            at = by_code[at].parent
        if at in path:
            ring = [*path[path.index(at) :], at]
            yield Fault(at, f"it is part of itself: {' → '.join(ring)}. Break the ring")
        settled.update(path)
