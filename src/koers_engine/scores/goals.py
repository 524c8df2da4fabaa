"""A set of goals with the indicators behind them, as data: read from TOML with all its faults."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from koers_engine.concepts import Bilingual, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.indicators import Catalogue, Direction, Indicator, IndicatorKind
from koers_engine.observations import Fault
from koers_engine.observations.faults import listed
from koers_engine.observations.toml_keys import TomlKeys, read_toml
from koers_engine.scores.goalposts import (
    BestPerformers,
    Fixed,
    Goalpost,
    Goalposts,
    Percentile,
)

SDG_SET = Path(__file__).with_name("sdg.toml")
"""Koers' own selection for the Sustainable Development Goals."""

DEFAULT_OF_INDICATORS, DEFAULT_OF_GOALS = 0.5, 0.8
DEFAULT_SINCE, DEFAULT_BY = 2015, 2030  # from the adoption of the 2030 Agenda to its end
MOST_GOALS = 200
MOST_BEST = 50
_YEARS = range(1990, 2101)
_SDGS = range(1, 18)
_LARGEST = 1e15
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}", re.ASCII)
_KINDS = ("value", "percentile", "mean_of_best")


class FaultyGoalSet(Refusal, ValueError):
    """A set of goals cannot be used; every fault is named with its file and key."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"The set of goals cannot be read. {listed(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What an indicator is to have reached by a year; `value` None means a score of 100."""

    value: float | None
    by: int
    reason: Bilingual | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalIndicator:
    """An indicator behind a goal, with what scores 0 and 100 and why."""

    indicator: Indicator
    direction: Direction
    """`higher` or `lower`: the indicator's own, or the set's where the indicator has none."""
    goalposts: Goalposts
    reason: Bilingual
    target: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A goal; `indicators` may be empty, and `note` then says why."""

    code: str
    title: Bilingual
    sdg: int | None
    """The number of the Sustainable Development Goal that it is, 1 to 17; None where it is none."""
    indicators: tuple[GoalIndicator, ...]
    note: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalSet:
    """Goals, and how much must be known of a place before it gets a score."""

    title: Bilingual
    description: Bilingual
    goals: tuple[Goal, ...]
    minimum_of_indicators: float
    """Share of a goal's indicators, 0.0 to 1.0, that must have a score for the goal to have one."""
    minimum_of_goals: float
    """Share of the goals with indicators that must have a score for the index to be given."""
    since: int
    """The year from which on a trend counts."""

    @classmethod
    def load(cls, path: Path = SDG_SET, *, catalogue: Catalogue | None = None) -> "GoalSet":
        """The set in a TOML file, by default Koers' own for the Sustainable Development Goals.

        Args:
            path: The file; `docs/how-to/score-on-your-own-goals.md` tells what it holds.
            catalogue: What the indicators are looked up in; by default Koers' own.

        Raises:
            FaultyGoalSet: With every fault of the file.
        """
        faults: list[Fault] = []
        content = read_toml(path, faults)
        if faults:
            raise FaultyGoalSet(faults)
        known = Catalogue.load() if catalogue is None else catalogue
        read = _goal_set(TomlKeys(content, f"{path.name}: ", faults), known)
        if faults:
            raise FaultyGoalSet(faults)
        return read

    @property
    def indicators(self) -> tuple[GoalIndicator, ...]:
        """Those of all goals, in order."""
        return tuple(asked for goal in self.goals for asked in goal.indicators)

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators whose figures the scores need, each once."""
        return tuple(dict.fromkeys(asked.indicator.code for asked in self.indicators))


def _goal_set(keys: TomlKeys, catalogue: Catalogue) -> GoalSet:
    keys.refuse_others({"title", "description", "minimum", "since", "by", "goals"})
    minimum = keys.table("minimum") if "minimum" in keys.content else TomlKeys({}, "", keys.faults)
    minimum.refuse_others({"indicators", "goals"})
    by = _year(keys, "by", DEFAULT_BY)
    tables = keys.tables("goals")
    if len(tables) > MOST_GOALS:
        keys.fault("goals", f"expected at most {MOST_GOALS}, found {len(tables)}")
    goals = tuple(_goal(table, catalogue, by) for table in tables[:MOST_GOALS])
    _refuse_repeated(keys, "goals", "code", [goal.code for goal in goals])
    numbers = [goal.sdg for goal in goals if goal.sdg is not None]
    _refuse_repeated(keys, "goals", "sdg", numbers)
    if "goals" in keys.content and not any(goal.indicators for goal in goals):
        keys.fault("goals", "no goal has an indicator; add one under [[goals.indicators]]")
    return GoalSet(
        title=keys.bilingual("title"),
        description=keys.bilingual("description"),
        goals=goals,
        minimum_of_indicators=_share(minimum, "indicators", DEFAULT_OF_INDICATORS),
        minimum_of_goals=_share(minimum, "goals", DEFAULT_OF_GOALS),
        since=_year(keys, "since", DEFAULT_SINCE),
    )


def _goal(keys: TomlKeys, catalogue: Catalogue, by: int) -> Goal:
    keys.refuse_others({"code", "title", "sdg", "note", "indicators"})
    sdg = keys.take_if_there("sdg", int, 0)
    if "sdg" in keys.content and sdg not in _SDGS:
        keys.fault("sdg", f"expected 1 to {_SDGS[-1]}, found {sdg}")
    tables = keys.tables("indicators") if "indicators" in keys.content else []
    if not tables and "note" not in keys.content:
        keys.fault("note", "a goal without indicators says in a note why it has none")
    found = [_goal_indicator(table, catalogue, by) for table in tables[:MOST_GOALS]]
    indicators = tuple(each for each in found if each is not None)
    _refuse_repeated(keys, "indicators", "indicator", [each.indicator.code for each in indicators])
    code = keys.take("code", str, "?")
    if code != "?" and not _CODE.fullmatch(code):
        keys.fault("code", f"expected letters, digits and hyphens, 40 at most, found {code!r}")
    return Goal(
        code=code,
        title=keys.bilingual("title"),
        sdg=sdg or None,
        indicators=indicators,
        note=keys.bilingual("note") if "note" in keys.content else None,
    )


def _goal_indicator(keys: TomlKeys, catalogue: Catalogue, by: int) -> GoalIndicator | None:
    """An indicator behind a goal; None where there is no such one, which is a fault."""
    keys.refuse_others({"indicator", "direction", "worst", "best", "reason", "target"})
    code = keys.take("indicator", str, "")
    worst, best = _goalpost(keys, "worst"), _goalpost(keys, "best")
    reason = keys.bilingual("reason")
    target = _target(keys, by)
    indicator = catalogue.by_code.get(code)
    if indicator is None:
        if code:
            close = did_you_mean(nearest(code, catalogue.by_code))
            keys.fault("indicator", f"there is no indicator {code!r}.{close}")
        return None
    if indicator.kind is IndicatorKind.COUNT:
        keys.fault(
            "indicator",
            f"{code!r} is a count, which tells how large a place is; take a rate or a share",
        )
    direction = _direction(keys, indicator)
    _refuse_wrong_way(keys, worst, best, direction)
    return GoalIndicator(
        indicator=indicator,
        direction=direction,
        goalposts=Goalposts(worst or Fixed(0.0), best or Fixed(0.0)),
        reason=reason,
        target=target,
    )


def _direction(keys: TomlKeys, indicator: Indicator) -> Direction:
    """The indicator's direction; the set says it where the indicator does not, and only there."""
    if indicator.direction is Direction.NEITHER:
        return Direction(keys.one_of("direction", ["higher", "lower"]))
    if "direction" in keys.content:
        said = keys.one_of("direction", ["higher", "lower"])
        if said != indicator.direction:
            keys.fault(
                "direction",
                f"{said!r} contradicts the indicator, of which {indicator.direction} is better",
            )
    return indicator.direction


def _goalpost(keys: TomlKeys, key: str) -> Goalpost | None:
    """The goalpost under a key; None where it cannot be read, which is a fault."""
    table = keys.table(key)
    if not isinstance(keys.content.get(key), dict):
        return None
    table.refuse_others(set(_KINDS))
    named = [kind for kind in _KINDS if kind in table.content]
    if len(named) != 1:
        keys.fault(key, f"expected one of {', '.join(_KINDS)}, found {len(named)} of them")
        return None
    if named == ["value"]:
        return Fixed(_value(table, "value"))
    if named == ["mean_of_best"]:
        n = table.take("mean_of_best", int, 1)
        if not 1 <= n <= MOST_BEST:
            table.fault("mean_of_best", f"expected 1 to {MOST_BEST}, found {n}")
        if key == "worst":
            table.fault("mean_of_best", "the best performers cannot be what scores 0")
        return BestPerformers(n)
    percent = table.take("percentile", float, 0.0)
    if not 0 <= percent <= 100:
        table.fault("percentile", f"expected 0 to 100, found {percent:g}")
    return Percentile(percent)


def _refuse_wrong_way(
    keys: TomlKeys, worst: Goalpost | None, best: Goalpost | None, direction: Direction
) -> None:
    match worst, best:
        case Fixed(value=low), Fixed(value=high) if low == high:
            keys.fault("best", f"the same value as worst, {low:g}: nothing lies between")
        case Fixed(value=low), Fixed(value=high):
            if (high > low) is (direction is Direction.LOWER):
                keys.fault("best", f"{high:g} is worse than {low:g}, as {direction} is better")
        case Percentile(percent=low), Percentile(percent=high) if low >= high:
            keys.fault("best", f"percentile {high:g} is not above that of worst, {low:g}")
        case _:
            pass


def _target(keys: TomlKeys, by: int) -> Target:
    if "target" not in keys.content:
        return Target(value=None, by=by)
    table = keys.table("target")
    table.refuse_others({"value", "by", "reason"})
    return Target(
        value=_value(table, "value"),
        by=_year(table, "by", by),
        reason=table.bilingual("reason"),
    )


def _value(keys: TomlKeys, key: str) -> float:
    value = keys.take(key, float, 0.0)
    if abs(value) > _LARGEST:
        keys.fault(key, f"expected a value between ±{_LARGEST:g}, found {value:g}")
        return 0.0
    return value


def _year(keys: TomlKeys, key: str, default: int) -> int:
    year = keys.take_if_there(key, int, default)
    if year not in _YEARS:
        keys.fault(key, f"expected a year from {_YEARS[0]} to {_YEARS[-1]}, found {year}")
        return default
    return year


def _share(keys: TomlKeys, key: str, default: float) -> float:
    share = keys.take_if_there(key, float, default)
    if not 0 < share <= 1:
        keys.fault(key, f"expected a share above 0 and up to 1, found {share:g}")
        return default
    return share


def _refuse_repeated(keys: TomlKeys, key: str, what: str, found: Sequence[str | int]) -> None:
    for each in dict.fromkeys(each for each in found if found.count(each) > 1 and each != "?"):
        keys.fault(key, f"{what} {each!r} stands {found.count(each)} times; it must be alone")
