"""The dimensions of a JSON-stat table, with their codes in the order of the values."""

from collections.abc import Mapping
from typing import Any

from koers_engine.concepts import MOST_DECIMALS
from koers_engine.observations import Fault
from koers_engine.sources.jsonstat.document import head_of
from koers_engine.sources.sdmx.assembling import Axis, Code, Role, role_by_name

MOST_DIMENSIONS = 60
_ROLES = {"time": Role.PERIOD, "geo": Role.AREA, "metric": Role.MEASURE}


def axes_of(table: Mapping[str, Any], faults: list[Fault]) -> tuple[list[Axis], list[int]]:
    """The dimensions and how many codes each has; what is not as it should be is a fault."""
    names, sizes = head_of(table, "id"), head_of(table, "size")
    if not _is_list_of(names, str) or not names or len(set(names)) != len(names):
        faults.append(Fault("$.id", "expected a list with the names of the dimensions"))
        return [], []
    if not _is_list_of(sizes, int) or len(sizes) != len(names) or min(sizes) < 0:
        faults.append(Fault("$.size", f"expected {len(names)} whole numbers, one per dimension"))
        return [], []
    if len(names) > MOST_DIMENSIONS:
        faults.append(Fault("$.id", f"{len(names)} dimensions; at most {MOST_DIMENSIONS} are read"))
        return [], []
    axes: list[Axis] = []
    roles = _roles(head_of(table, "role"))
    for name, size in zip(names, sizes, strict=True):
        described = table["dimension"].get(name)
        where = f"$.dimension.{name}"
        if not isinstance(described, dict):
            faults.append(Fault(where, "the dimension is not described"))
            continue
        codes = _codes(described.get("category"), where, faults)
        if len(codes) != size:
            faults.append(Fault(where, f"{len(codes)} codes are listed, and its size is {size}"))
        taken = {axis.role for axis in axes}
        role = roles.get(name, Role.OTHER)
        if role in taken or role is Role.OTHER:
            expected = {roles[later] for later in names if later in roles}
            role = role_by_name(name, taken | expected)
        title = str(described.get("label") or name)
        axes.append(Axis(name=name, title=title, role=role, codes=codes))
    return axes, sizes


def _roles(given: object) -> dict[str, Role]:
    """Per dimension the role that the table gives it."""
    if not isinstance(given, dict):
        return {}
    return {
        name: role
        for word, role in _ROLES.items()
        if isinstance(given.get(word), list)
        for name in given[word]
        if isinstance(name, str)
    }


def _codes(category: object, where: str, faults: list[Fault]) -> list[Code]:
    """The codes in the order of their places, with what is said of each."""
    category = category if isinstance(category, dict) else {}
    labels, index = category.get("label"), category.get("index")
    labels = labels if isinstance(labels, dict) else {}
    if isinstance(index, dict):
        places = index.values()
        if not _is_list_of(list(places), int) or sorted(places) != list(range(len(index))):
            faults.append(Fault(f"{where}.category.index", "the places are not 0, 1, 2 and on"))
            return []
        names = sorted(index, key=index.__getitem__)
    elif index is None:
        names = list(labels)  # a dimension of one code needs no index
    else:
        names = index
    if not _is_list_of(names, str):
        faults.append(Fault(f"{where}.category.index", "expected codes that are texts"))
        return []
    parents = _parents(category.get("child"))
    notes, units = category.get("note"), category.get("unit")
    return [
        Code(
            code=name.strip(),
            title=str(labels.get(name) or name).strip(),
            parent=parents.get(name, ""),
            note=_note(notes, name),
            unit=_unit(units, name),
            decimals=_decimals(units, name),
        )
        for name in names
    ]


def _parents(children: object) -> dict[str, str]:
    if not isinstance(children, dict):
        return {}
    return {
        child: parent
        for parent, of_parent in children.items()
        if isinstance(of_parent, list)
        for child in of_parent
        if isinstance(child, str)
    }


def _note(notes: object, name: str) -> str:
    given = notes.get(name) if isinstance(notes, dict) else None
    given = given if isinstance(given, list) else [given]
    return " ".join(str(note) for note in given if note)


def _about(units: object, name: str) -> Mapping[str, Any]:
    about = units.get(name) if isinstance(units, dict) else None
    return about if isinstance(about, dict) else {}


def _unit(units: object, name: str) -> str:
    """The unit of a measure in words, with the factor that its values are to be multiplied by."""
    about = _about(units, name)
    words = about.get("label") or about.get("base") or about.get("type") or about.get("symbol")
    factor = about.get("multiplier")
    if isinstance(factor, int) and factor and words:
        return f"{words} × {10**factor:,}" if 0 < factor <= 12 else f"{words} × 10^{factor}"
    return str(words or "")


def _decimals(units: object, name: str) -> int | None:
    decimals = _about(units, name).get("decimals")
    in_range = type(decimals) is int and 0 <= decimals <= MOST_DECIMALS
    return decimals if in_range else None


def _is_list_of(found: object, kind: type) -> bool:
    """Whether it is a list of only this kind; True is no whole number."""
    return isinstance(found, list) and all(type(one) is kind for one in found)
