"""A recipe as TOML: read with all its faults at once, written with every key explained."""

import json
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from koers_engine.composite.aggregating import Aggregation, Mean
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import (
    Imputing,
    Normalising,
    Recipe,
    Screening,
    Step,
    Treating,
    UnusableRecipe,
    Weighing,
)
from koers_engine.composite.treating import Transformation
from koers_engine.composite.weighing import Weighting
from koers_engine.observations.faults import Fault
from koers_engine.observations.toml_keys import TomlKeys, read_toml

_Choice = TypeVar("_Choice", bound=StrEnum)
_TABLES = {"steps", "screen", "impute", "treat", "normalise", "weigh", "aggregate", "uncertainty"}
_MOST_EXPERTS = 1000


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file; what it does not say is as in the default recipe.

    Raises:
        UnusableRecipe: The file cannot be read, or says what cannot be done.
    """
    faults: list[Fault] = []
    content = read_toml(path, faults)
    if faults:
        raise UnusableRecipe(faults)
    return recipe_of(content)


def recipe_of(content: dict[str, Any]) -> Recipe:
    """The recipe that a table, such as that of a TOML file or a form, describes.

    Raises:
        UnusableRecipe: It says what cannot be done; every fault is named with its key.
    """
    keys = TomlKeys(content, "")
    keys.refuse_others(_TABLES)
    steps = _choices(keys, "steps", Step, tuple(Step))
    tables = {name: _table(keys, name) for name in _TABLES - {"steps"}}
    said: dict[str, Any] = {
        "steps": steps,
        "screening": _screening(tables["screen"]),
        "imputing": _imputing(tables["impute"]),
        "treating": _treating(tables["treat"]),
        "normalising": _normalising(tables["normalise"]),
        "weighing": _weighing(tables["weigh"]),
        "means": _means(tables["aggregate"]),
        "uncertainty": tables["uncertainty"].content,
    }
    try:
        recipe = Recipe(**said)
    except UnusableRecipe as refusal:
        raise UnusableRecipe([*keys.faults, *refusal.faults]) from None
    if keys.faults:
        raise UnusableRecipe(keys.faults)
    return recipe


def _table(keys: TomlKeys, name: str) -> TomlKeys:
    return keys.table(name) if name in keys.content else TomlKeys({}, f"{name}.", keys.faults)


def _screening(keys: TomlKeys) -> Screening:
    keys.refuse_others({"minimum_share", "minimum_not_zero"})
    plain = Screening()
    return Screening(
        minimum_share=keys.take_if_there("minimum_share", float, plain.minimum_share),
        minimum_not_zero=keys.take_if_there("minimum_not_zero", float, plain.minimum_not_zero),
    )


def _imputing(keys: TomlKeys) -> Imputing:
    keys.refuse_others({"method", "group", "predictors"})
    return Imputing(
        method=_choice(keys, "method", Imputation, Imputation.NONE),
        group=keys.take("group", str, "?") if keys.content.get("group") else None,
        predictors=keys.take_if_there("predictors", int, Imputing().predictors),
    )


def _treating(keys: TomlKeys) -> Treating:
    keys.refuse_others(
        {"most_points", "transformation", "maximum_skewness", "maximum_kurtosis", "fixed_lambda"}
    )
    plain = Treating()
    return Treating(
        most_points=keys.take_if_there("most_points", int, plain.most_points),
        transformation=_choice(keys, "transformation", Transformation, plain.transformation),
        maximum_skewness=keys.take_if_there("maximum_skewness", float, plain.maximum_skewness),
        maximum_kurtosis=keys.take_if_there("maximum_kurtosis", float, plain.maximum_kurtosis),
        fixed_lambda=(
            keys.take("fixed_lambda", float, 1.0) if "fixed_lambda" in keys.content else None
        ),
    )


def _normalising(keys: TomlKeys) -> Normalising:
    keys.refuse_others({"method", "low", "high", "reference", "goalposts"})
    posts = _table(keys, "goalposts") if "goalposts" in keys.content else TomlKeys({}, "")
    return Normalising(
        method=_choice(keys, "method", Normalisation, Normalisation.MIN_MAX),
        low=keys.take_if_there("low", float, 0.0),
        high=keys.take_if_there("high", float, 100.0),
        reference=keys.take("reference", str, "?") if keys.content.get("reference") else None,
        goalposts={code: _posts(posts, code) for code in posts.content},
    )


def _posts(keys: TomlKeys, code: str) -> tuple[float, float]:
    given = keys.take(code, list, [0.0, 1.0])
    two = TomlKeys(
        dict(zip(("low", "high"), given, strict=False)), f"{keys.path}{code}.", keys.faults
    )
    if len(given) != 2:
        keys.fault(code, f"expected two posts, the lowest first, found {len(given)}")
        return 0.0, 1.0
    return two.take("low", float, 0.0), two.take("high", float, 1.0)


def _weighing(keys: TomlKeys) -> Weighing:
    keys.refuse_others({"method", "experts"})
    experts = keys.tables("experts") if "experts" in keys.content else []
    if len(experts) > _MOST_EXPERTS:
        keys.fault("experts", f"{len(experts)} experts; at most {_MOST_EXPERTS} are taken")
    return Weighing(
        method=_choice(keys, "method", Weighting, Weighting.GIVEN),
        experts=tuple(
            {code: expert.take(code, float, 0.0) for code in expert.content}
            for expert in experts[:_MOST_EXPERTS]
        ),
    )


def _means(keys: TomlKeys) -> tuple[Mean, ...]:
    keys.refuse_others({"methods", "power", "minimum_share"})
    plain = Mean()
    power = keys.take_if_there("power", float, plain.power)
    share = keys.take_if_there("minimum_share", float, plain.minimum_share)
    methods = _choices(keys, "methods", Aggregation, (plain.method,))
    return tuple(Mean(method=method, power=power, minimum_share=share) for method in methods)


def _choice(keys: TomlKeys, key: str, kind: type[_Choice], default: _Choice) -> _Choice:
    if key not in keys.content:
        return default
    return kind(keys.one_of(key, [choice.value for choice in kind]))


def _choices(
    keys: TomlKeys, key: str, kind: type[_Choice], default: tuple[_Choice, ...]
) -> tuple[_Choice, ...]:
    if key not in keys.content:
        return default
    given = keys.content[key]
    known = [choice.value for choice in kind]
    found = given if isinstance(given, list) else [given]
    for wrong in (word for word in found if word not in known):
        keys.fault(key, f"{wrong!r} is none of {', '.join(known)}")
    return tuple(kind(word) for word in found if word in known) or default


def written(recipe: Recipe) -> str:
    """The recipe as TOML, with every key explained; read again it is the same recipe."""
    screen, impute, treat = recipe.screening, recipe.imputing, recipe.treating
    scale, weigh, mean = recipe.normalising, recipe.weighing, recipe.means[0]
    lines = [
        "# The recipe of an index: its choices, step by step (OECD/JRC, 2008).",
        "# In this order; a step that is left out is not done. The last is normalise.",
        _line("steps", list(recipe.steps)),
        "",
        "[screen]",
        "# Least share (0 to 1) of the indicators that a unit must have a figure of, and of those",
        "# figures that must not be zero.",
        _line("minimum_share", screen.minimum_share),
        _line("minimum_not_zero", screen.minimum_not_zero),
        "",
        "[impute]",
        f"# How a missing figure is estimated: {_all(Imputation)}.",
        "# group: the column of type Group, for the methods by group.",
        "# predictors: by how many other indicators a regression estimates.",
        _line("method", impute.method),
        _line("group", impute.group or ""),
        _line("predictors", impute.predictors),
        "",
        "[treat]",
        "# Where |skewness| and kurtosis are both beyond their limit, at most so many points are",
        "# brought to the next; if that does not suffice, the untreated figures are transformed:",
        f"# {_all(Transformation)}. fixed_lambda: of Box-Cox; without it, the likeliest is taken.",
        _line("most_points", treat.most_points),
        _line("transformation", treat.transformation),
        _line("maximum_skewness", treat.maximum_skewness),
        _line("maximum_kurtosis", treat.maximum_kurtosis),
        *([] if treat.fixed_lambda is None else [_line("fixed_lambda", treat.fixed_lambda)]),
        "",
        "[normalise]",
        f"# {_all(Normalisation, cut=5)}.",
        "# low and high: the scale; of a z-score the mean, and the mean and a standard deviation.",
        "# A geometric or harmonic mean needs scores above zero: take low = 1.",
        "# reference: the code of a unit, for distance-to-reference.",
        '# [normalise.goalposts] holds "code" = [lowest, highest] per indicator, for goalposts.',
        _line("method", scale.method),
        _line("low", scale.low),
        _line("high", scale.high),
        _line("reference", scale.reference or ""),
        *_table_lines("normalise.goalposts", {c: list(p) for c, p in scale.goalposts.items()}),
        "",
        "[weigh]",
        f"# {_all(Weighting)}.",
        "# [[weigh.experts]] holds the points of one expert by code, for budget.",
        _line("method", weigh.method),
        *(line for expert in weigh.experts for line in ["", "[[weigh.experts]]", *_lines(expert)]),
        "",
        "[aggregate]",
        "# One method for all levels, or one per level from level 2 up:",
        f"# {_all(Aggregation)}.",
        "# power: of the generalised mean. minimum_share: least share of its parts that a score",
        "# needs; the weights of those that are there are scaled up.",
        _line("methods", [each.method for each in recipe.means]),
        _line("power", mean.power),
        _line("minimum_share", mean.minimum_share),
        *(_table_lines("uncertainty", recipe.uncertainty) or _UNCERTAINTY),
    ]
    return "\n".join(lines) + "\n"


_UNCERTAINTY = (
    "",
    "# What koers index uncertainty and sensitivity vary; without this table the usual.",
    "# An alternative says what it changes: a method, or a table with keys as above.",
    "# [uncertainty]",
    "# weights = 0.25  # each weight by at most 25%; or per level: { 1 = 0.25, 2 = 0.1 }",
    "# leave_one_out = true  # none or any one of the indicators is left out",
    '# impute = ["mean", "median"]',
    '# treat = ["none", "log", { most_points = 3 }]',
    '# normalise = [{ low = 1 }, { method = "z-score", low = 100, high = 110 }]',
    '# aggregate = ["arithmetic", "geometric"]  # or a table with one method per level',
)


def _all(kind: Iterable[StrEnum], *, cut: int = 0) -> str:
    words = [choice.value for choice in kind]
    if cut:
        return f"{', '.join(words[:cut])},\n# {', '.join(words[cut:])}"
    return ", ".join(words)


def _table_lines(name: str, table: Mapping[str, object]) -> list[str]:
    """A table with tables within, as TOML; nothing where it is empty."""
    if not table:
        return []
    plain = {key: value for key, value in table.items() if not isinstance(value, Mapping)}
    within = {key: value for key, value in table.items() if isinstance(value, Mapping)}
    lines = ["", f"[{name}]", *_lines(plain)]
    for key, value in within.items():
        lines += _table_lines(f"{name}.{_text(key)}", value)
    return lines


def _lines(table: Mapping[str, object]) -> list[str]:
    return [_line(key, value) for key, value in table.items()]


def _line(key: str, value: object) -> str:
    bare = key.isascii() and key.replace("_", "a").replace("-", "a").isalnum()
    return f"{key if bare else _text(key)} = {_value(value)}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, Sequence):
        return f"[{', '.join(_value(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{{', '.join(_lines(value))}}}"
    return str(value) if not isinstance(value, float) else repr(float(value))


def _text(text: str) -> str:
    """A basic string of TOML, which is that of JSON but for the control character DEL."""
    return json.dumps(str(text), ensure_ascii=False).replace("\x7f", "\\u007f")
