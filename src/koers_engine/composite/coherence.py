"""Whether the parts of an index belong together, in numbers and in a sentence."""

from dataclasses import dataclass

import numpy as np

from koers_engine.composite import findings as say
from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.correlating import correlations, cronbach_alpha
from koers_engine.composite.findings import Finding
from koers_engine.composite.structure import Structure
from koers_engine.concepts import Bilingual

RELIABLE = 0.7
WEAK = 0.2
DOUBLE = 0.92


@dataclass(frozen=True, slots=True, kw_only=True)
class Coherence:
    """How the parts of one aggregate go together."""

    code: str
    name: str
    alpha: float | None
    """Cronbach's alpha; None where it says nothing."""
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """How one element goes with what it is part of."""

    code: str
    with_parent: float | None
    """Correlation, -1 to 1; None where there is none."""
    with_index: float | None


def coherences(structure: Structure, scores: FloatArray) -> tuple[Coherence, ...]:
    """Cronbach's alpha of each aggregate's parts, from the index down.

    Args:
        structure: Which element is part of which.
        scores: Of all elements, shape (n_units, n_elements).
    """
    found = []
    for group in sorted(structure.groups, key=lambda each: -structure.elements[each.parent].level):
        element = structure.elements[group.parent]
        alpha = cronbach_alpha(scores[:, list(group.children)])
        text = _told(element.name, len(group.children), alpha)
        found.append(Coherence(code=element.code, name=element.name, alpha=alpha, text=text))
    return tuple(found)


def belongings(structure: Structure, scores: FloatArray) -> tuple[Belonging, ...]:
    """How each element but the index goes with its parent and the index, from the top down."""
    table = correlations(scores)
    found = []
    places = sorted(
        range(len(structure.elements) - 1), key=lambda at: -structure.elements[at].level
    )
    for place in places:
        element = structure.elements[place]
        parent = structure.places[str(element.parent)]
        found.append(
            Belonging(
                code=element.code,
                with_parent=_number(table[place, parent]),
                with_index=_number(table[place, -1]),
            )
        )
    return tuple(found)


def coherence_findings(structure: Structure, scores: FloatArray) -> list[Finding]:
    """Parts that work against their aggregate, hardly show in it, or say what another part says."""
    table = correlations(scores)
    found = []
    for group in structure.groups:
        parent = structure.elements[group.parent]
        children = list(group.children)
        for place in children:
            part, r = structure.elements[place], table[place, group.parent]
            if len(children) > 1 and r < 0:
                found.append(say.opposed(part.code, part.name, parent.name, float(r)))
            elif len(children) > 1 and r < WEAK:
                found.append(say.weak(part.code, part.name, parent.name, float(r)))
        alike = np.argwhere(np.triu(table[np.ix_(children, children)], 1) > DOUBLE)
        for left, right in alike:
            one, other = (structure.elements[children[at]] for at in (left, right))
            r = float(table[children[left], children[right]])
            found.append(say.double(one.code, one.name, other.name, r))
    return found


def _told(name: str, parts: int, alpha: float | None) -> Bilingual:
    if alpha is None:
        if parts == 1:
            return Bilingual(
                nl=f"{name} heeft één onderdeel; samenhang is er niet te meten.",
                en=f"{name} has one part; there is no coherence to measure.",
            )
        return Bilingual(
            nl=f"Hoe de onderdelen van {name} samenhangen, is met deze cijfers niet te zeggen.",
            en=f"How the parts of {name} go together cannot be said with these figures.",
        )
    number = f"{alpha:.2f}"
    dutch = number.replace(".", ",")
    if alpha >= RELIABLE:
        return Bilingual(
            nl=f"De onderdelen van {name} hangen goed samen (alfa {dutch}).",
            en=f"The parts of {name} go together well (alpha {number}).",
        )
    if alpha < 0:
        return Bilingual(
            nl=f"De onderdelen van {name} gaan tegen elkaar in (alfa {dutch}, onder 0): wat een "
            "eenheid op het ene wint, verliest zij vaak op het andere.",
            en=f"The parts of {name} go against each other (alpha {number}, below 0): what a unit "
            "wins on one it often loses on another.",
        )
    return Bilingual(
        nl=f"De onderdelen van {name} hangen weinig samen (alfa {dutch}, onder {_LIMIT_NL}): zij "
        "meten verschillende dingen.",
        en=f"The parts of {name} go together little (alpha {number}, below {RELIABLE}): they "
        "measure different things.",
    )


_LIMIT_NL = str(RELIABLE).replace(".", ",")


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
