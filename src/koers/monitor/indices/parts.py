"""What a composite index is made of, as TOML that people read and the site keeps: goals with
indicators below them, on any number of levels.
"""

import json
import math
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from koers_engine.composite import Element, Recipe, UnusableRecipe
from koers_engine.composite.recipe_text import recipe_of
from koers_engine.concepts import Bilingual, Refusal
from koers_engine.indicators import Catalogue, Direction
from koers_engine.observations import Fault
from koers_engine.observations.faults import listed
from koers_engine.observations.toml_keys import TomlKeys

TOP = "index"  # the code of the index itself, and what a part without part_of is part of
MOST_PARTS = 300
LONGEST = 60
_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,99}")
_SIGNS = {Direction.HIGHER: 1, Direction.LOWER: -1}


class UnusableParts(Refusal, ValueError):
    """The parts of an index cannot be read; every fault is named with its key."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"The parts of this index cannot be used. {listed(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A group of indicators, or of such groups."""

    code: str
    name: Bilingual
    weight: float = 1.0
    part_of: str = TOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An indicator in an index. Without `direction` the indicator's own one is taken."""

    code: str
    part_of: str = TOP
    weight: float = 1.0
    direction: Direction | None = None
    denominator: str | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """All parts of an index but the index itself."""

    goals: tuple[Goal, ...] = ()
    members: tuple[Member, ...] = ()

    @property
    def indicators(self) -> tuple[str, ...]:
        """Codes of all indicators that figures are needed of, each once."""
        divided_by = [each.denominator for each in self.members if each.denominator]
        return tuple(dict.fromkeys([*(each.code for each in self.members), *divided_by]))

    @property
    def is_plain(self) -> bool:
        """Whether a form can show it: goals right below the index, and nothing but weights."""
        of_goals = {each.part_of for each in self.goals}
        of_members = {each.part_of for each in self.members}
        more = any(each.denominator or each.target is not None for each in self.members)
        return of_goals <= {TOP} and (TOP in of_members) is not bool(self.goals) and not more

    def elements(
        self, catalogue: Catalogue, title: str, language: str, faults: list[Fault]
    ) -> list[Element]:
        """The elements of the hierarchy; an indicator without a direction is a fault."""
        levels = self._levels()
        goals = (
            Element(
                code=goal.code,
                name=goal.name.text(language),
                level=levels[goal.code],
                parent=goal.part_of,
                weight=goal.weight,
            )
            for goal in self.goals
        )
        indicators = self._indicators(catalogue, language, faults)
        return [*indicators, *goals, Element(code=TOP, name=title, level=levels[TOP], parent=None)]

    def _indicators(
        self, catalogue: Catalogue, language: str, faults: list[Fault]
    ) -> Iterator[Element]:
        known = {each.code: each for each in catalogue}
        for each in self.members:
            if each.code not in known:  # whoever asks for its figures hears so
                continue
            indicator = known[each.code]
            direction = each.direction or indicator.direction
            if direction not in _SIGNS:
                what = "more of it is neither better nor worse: choose higher or lower"
                faults.append(Fault(f"{each.code}, direction", what))
            yield Element(
                code=each.code,
                name=indicator.name.text(language),
                level=1,
                parent=each.part_of,
                direction=_SIGNS.get(direction, 1),
                weight=each.weight,
                unit=indicator.unit.text(language),
                target=each.target,
                denominator=each.denominator,
            )

    def _levels(self) -> dict[str, int]:
        """The level of every goal and of the index: one above the highest of its parts."""
        levels = {each.code: 1 for each in self.members}
        codes = dict.fromkeys([*(goal.code for goal in self.goals), TOP])
        above = [(goal.code, goal.part_of) for goal in self.goals]
        above += [(each.code, each.part_of) for each in self.members]
        for _round in range(len(self.goals) + 2):  # in a ring they would rise without end
            for code in codes:
                below = [levels.get(child, 1) for child, parent in above if parent == code]
                levels[code] = 1 + max(below, default=1)
        return {code: levels[code] for code in codes}


def read_parts(text: str) -> Parts:
    """The parts that a text in TOML describes.

    Raises:
        UnusableParts: With every fault of the text.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as reason:
        raise UnusableParts([Fault("TOML", str(reason))]) from None
    keys = TomlKeys(content, "")
    keys.refuse_others({"goals", "indicators"})
    goals = keys.tables("goals") if "goals" in content else []
    members = keys.tables("indicators")
    if len(goals) + len(members) > MOST_PARTS:
        keys.fault("indicators", f"more than {MOST_PARTS} parts")
        raise UnusableParts(keys.faults)
    parts = Parts(goals=tuple(map(_goal, goals)), members=tuple(map(_member, members)))
    if not members:
        keys.fault("indicators", "name at least two indicators")
    if keys.faults:
        raise UnusableParts(keys.faults)
    return parts


def _goal(keys: TomlKeys) -> Goal:
    keys.refuse_others({"code", "name", "weight", "part_of"})
    name = keys.bilingual("name")
    for language in ("nl", "en"):
        if len(name.text(language)) > LONGEST or not name.text(language).isprintable():
            keys.fault(f"name.{language}", f"take at most {LONGEST} printable characters")
    code = _code(keys, "code")
    if code == TOP:
        keys.fault("code", f"{TOP} is the code of the index itself; take another")
    return Goal(code=code, name=name, weight=_weight(keys), part_of=_part_of(keys))


def _member(keys: TomlKeys) -> Member:
    keys.refuse_others({"code", "weight", "part_of", "direction", "denominator", "target"})
    ways = [each.value for each in _SIGNS]
    return Member(
        code=_code(keys, "code"),
        part_of=_part_of(keys),
        weight=_weight(keys),
        direction=(
            Direction(keys.one_of("direction", ways)) if "direction" in keys.content else None
        ),
        denominator=_code(keys, "denominator") if "denominator" in keys.content else None,
        target=keys.take("target", float, 0.0) if "target" in keys.content else None,
    )


def _code(keys: TomlKeys, key: str) -> str:
    code = keys.take(key, str, "?")
    if code != "?" and not _CODE.fullmatch(code):
        keys.fault(key, f"{code[:80]!r} is no code: take small letters, digits and dashes")
    return code


def _part_of(keys: TomlKeys) -> str:
    return _code(keys, "part_of") if "part_of" in keys.content else TOP


def _weight(keys: TomlKeys) -> float:
    weight = keys.take_if_there("weight", float, 1.0)
    if not (math.isfinite(weight) and 0 <= weight <= 1e9):
        keys.fault("weight", f"{weight:g} is not a number from 0 to 1,000,000,000")
    return weight


def recipe_in(text: str) -> Recipe:
    """The recipe that a text in TOML describes.

    Raises:
        UnusableRecipe: With every fault of the text.
    """
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError) as reason:
        raise UnusableRecipe([Fault("TOML", str(reason))]) from None
    return recipe_of(content)


def written_parts(parts: Parts) -> str:
    """The parts as TOML, which `read_parts` reads back."""
    lines = [
        "# What the index is made of. part_of: the code of a goal; without it, the index itself.",
        "# Below a goal there may be goals again; a part is one level below what it is part of.",
    ]
    for goal in parts.goals:
        name = f"{{ nl = {_text(goal.name.nl)}, en = {_text(goal.name.en)} }}"
        lines += ["", "[[goals]]", f"code = {_text(goal.code)}", f"name = {name}"]
        lines += _common(goal.weight, goal.part_of)
    for member in parts.members:
        lines += ["", "[[indicators]]", f"code = {_text(member.code)}"]
        lines += _common(member.weight, member.part_of)
        if member.direction is not None:
            lines.append(f"direction = {_text(member.direction.value)}")
        if member.denominator is not None:
            lines.append(f"denominator = {_text(member.denominator)}")
        if member.target is not None:
            lines.append(f"target = {float(member.target)!r}")
    return "\n".join(lines) + "\n"


def _common(weight: float, part_of: str) -> list[str]:
    of = [] if part_of == TOP else [f"part_of = {_text(part_of)}"]
    return [*of, f"weight = {float(weight)!r}"]


def _text(text: str) -> str:
    """A basic string of TOML, which is that of JSON but for the control character DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
