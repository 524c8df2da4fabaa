"""What an index does with choices, and with figures that do not suit them."""

from typing import Any

import numpy as np
import pytest

from koers_engine.composite.building import NoIndex, NotComputable, build
from koers_engine.composite.data import CompositeData, UnknownGrouping, UnusableData
from koers_engine.composite.preparing import TooFewUnits
from koers_engine.composite.recipe import UnusableRecipe
from koers_engine.composite.structure import MOST_LEVELS, Element, Structure, structure_of
from koers_engine.concepts import Refusal
from tests.engine.composites import NAN, a_recipe, an_indicator, some_data

JOBS, GREEN = [1.0, 2.0, 3.0, 5.0], [4.0, 3.0, 9.0, 1.0]
PLAIN = {"steps": ["normalise"]}


def kinds(columns: dict[str, list[float]], **tables: Any) -> set[tuple[str, str]]:
    index = build(some_data(columns), a_recipe(**{**PLAIN, **tables}))
    return {(found.about, found.kind.value) for found in index.findings}


def test_an_index_is_the_mean_of_its_indicators() -> None:
    index = build(some_data({"jobs": JOBS, "green": GREEN}), a_recipe(**PLAIN))

    assert index.scores[:, -1].tolist() == [18.75, 25.0, 75.0, 50.0]
    assert index.ranks[:, -1].tolist() == [4, 3, 1, 2]
    assert index.codes == ("U1", "U2", "U3", "U4")


def test_each_level_can_have_a_mean_of_its_own() -> None:
    parts = [
        an_indicator("jobs", parent="work"),
        an_indicator("pay", parent="work"),
        an_indicator("green", parent="living"),
    ]
    data = some_data(
        {"jobs": [1, 2, 9], "pay": [1, 8, 9], "green": [1, 2, 9]}, structure=structure_of(parts)
    )
    recipe = a_recipe(
        **PLAIN, normalise={"low": 1, "high": 9}, aggregate={"methods": ["geometric", "arithmetic"]}
    )

    index = build(data, recipe)

    assert index.scores_of("work")[1] == pytest.approx(4)
    assert index.scores_of("index")[1] == pytest.approx(3)


def test_a_constant_indicator_does_not_count_and_that_is_told() -> None:
    columns = {"jobs": JOBS, "flat": [7.0] * 4}

    assert ("flat", "constant") in kinds(columns)
    index = build(some_data(columns), a_recipe(**PLAIN))
    assert index.scores[:, -1].tolist() == [0, 25, 50, 100]


def test_an_indicator_without_figures_does_not_count_and_that_is_told() -> None:
    assert ("empty", "no-values") in kinds({"jobs": JOBS, "empty": [NAN] * 4})


def test_a_unit_without_score_is_told_and_not_ranked() -> None:
    columns = {"jobs": [1, 2, NAN, 4], "green": [1, 2, NAN, 3]}

    index = build(some_data(columns), a_recipe(**PLAIN))

    assert np.isnan(index.ranks[2]).all()
    assert index.order.tolist()[-1] == 2
    told = next(found for found in index.findings if found.kind == "no-score")
    assert told.text.en == (
        "No score for Index: Unit U3 has less than 50.0% of its parts, or none that weighs."
    )


def test_a_score_of_some_parts_only_is_told_and_one_of_all_there_are_is_not() -> None:
    columns = {"jobs": [1, 2, 3], "green": [1, 2, NAN], "empty": [NAN, NAN, NAN]}

    index = build(some_data(columns), a_recipe(**PLAIN))

    told = [found.text.en for found in index.findings if found.kind == "incomplete"]
    assert told == ["Index of Unit U3 rests on some of its parts; those weigh heavier there."]


def test_units_with_few_figures_are_left_out_before_imputing_and_not_after() -> None:
    columns = {"a": [1, 2, NAN], "b": [1, 2, NAN], "c": [1, 2, 3]}
    choices = {"screen": {"minimum_share": 0.6}, "impute": {"method": "mean"}}

    before = build(some_data(columns), a_recipe(steps=["screen", "impute", "normalise"], **choices))
    after = build(some_data(columns), a_recipe(steps=["impute", "screen", "normalise"], **choices))

    assert before.codes == ("U1", "U2")
    assert ("U3", "excluded") in {(found.about, found.kind.value) for found in before.findings}
    assert after.codes == ("U1", "U2", "U3")


def test_parts_that_oppose_double_or_hardly_show_are_told() -> None:
    line = [1.0, 2.0, 3.0, 4.0, 5.0]
    found = kinds(
        {"a": line, "b": line, "c": [5.0, 4.0, 3.0, 2.0, 1.0], "d": [1.0, 4.0, 3.0, 2.0, 5.0]}
    )

    assert {("c", "opposed"), ("a", "double")} <= found


def test_weights_by_components_tell_of_parts_that_go_the_other_way() -> None:
    turned = [-figure for figure in JOBS]
    columns = {"a": JOBS, "b": [1.0, 2.0, 4.0, 4.0], "c": turned}

    assert ("index", "opposed-loadings") in kinds(columns, weigh={"method": "pca"})


def test_where_there_are_no_components_the_parts_weigh_the_same() -> None:
    columns = {"a": [1.0, 2.0], "b": [2.0, 1.0]}
    index = build(some_data(columns), a_recipe(**PLAIN, weigh={"method": "pca"}))

    assert index.weights.tolist() == [0.5, 0.5, 1.0]
    assert "no-component" in {found.kind.value for found in index.findings}


def test_budget_allocation_weighs() -> None:
    weigh = {"method": "budget", "experts": [{"jobs": 75, "green": 25}]}
    index = build(some_data({"jobs": JOBS, "green": GREEN}), a_recipe(**PLAIN, weigh=weigh))

    assert index.weights.tolist() == [0.75, 0.25, 1.0]


BOTH = {"jobs": JOBS, "green": GREEN}
REFUSED: list[Any] = [
    pytest.param(
        BOTH,
        {"aggregate": {"methods": ["geometric"]}},
        NotComputable,
        "normalise.low = 1",
        id="geometric mean of zero",
    ),
    pytest.param(
        BOTH,
        {"aggregate": {"methods": ["harmonic"]}},
        NotComputable,
        "scores of 0 or less, found for U1 and 1 more; U1 has 0 for jobs",
        id="harmonic mean of zero",
    ),
    pytest.param(
        BOTH,
        {"normalise": {"method": "z-score"}, "aggregate": {"methods": ["geometric"]}},
        NotComputable,
        "U1 has -102.5 for jobs",
        id="geometric mean of negatives",
    ),
    pytest.param(
        BOTH,
        {
            "normalise": {"method": "z-score", "low": 0, "high": 1},
            "aggregate": {"methods": ["mazziotta-pareto"]},
        },
        NotComputable,
        "0 or less on average",
        id="mean of zero",
    ),
    pytest.param(
        {"jobs": [NAN] * 3, "green": [NAN] * 3},
        {},
        NoIndex,
        "Impute what is missing",
        id="all missing",
    ),
    pytest.param(
        {"jobs": [1, 1, 1], "green": [2, 2, 2]},
        {},
        NoIndex,
        "Green does not count: all units have the same figure",
        id="all constant",
    ),
    pytest.param(
        {"jobs": [1, NAN, NAN], "green": [1, NAN, 2]},
        {"steps": ["screen", "normalise"], "screen": {"minimum_share": 1}},
        TooFewUnits,
        "Lower screen.minimum_share",
        id="one unit is left",
    ),
    pytest.param(
        BOTH,
        {"steps": ["impute", "normalise"], "impute": {"method": "group-mean", "group": "region"}},
        UnknownGrouping,
        "The data has none",
        id="unknown grouping",
    ),
    pytest.param(
        BOTH,
        {"normalise": {"method": "distance-to-reference", "reference": "U9"}},
        UnusableRecipe,
        "'U9' is not among the units",
        id="unknown reference",
    ),
    pytest.param(
        BOTH,
        {"normalise": {"method": "goalposts", "goalposts": {"jobs": [0, 9], "gren": [0, 1]}}},
        UnusableRecipe,
        "no such indicator. Nearest: green",
        id="goalposts of another",
    ),
    pytest.param(
        BOTH,
        {"aggregate": {"methods": ["arithmetic", "geometric"]}},
        UnusableRecipe,
        "2 methods, and levels of aggregates: 1",
        id="more means than levels",
    ),
    pytest.param(
        BOTH,
        {"weigh": {"method": "budget", "experts": [{"jbos": 5}]}},
        UnusableRecipe,
        "no expert gave points",
        id="points for another",
    ),
]


@pytest.mark.parametrize(("columns", "choices", "kind", "told"), REFUSED)
def test_what_cannot_be_built_is_refused_with_a_way_on(
    columns: dict[str, list[float]], choices: dict[str, Any], kind: type[Refusal], told: str
) -> None:
    with pytest.raises(kind) as refusal:
        build(some_data(columns), a_recipe(**{**PLAIN, **choices}))

    assert told in str(refusal.value)


def test_one_unit_is_no_comparison() -> None:
    with pytest.raises(UnusableData, match="1 found; an index compares at least 2"):
        some_data({"jobs": [1.0]})


def test_data_that_contradicts_itself_is_refused_with_all_its_faults() -> None:
    structure = structure_of([an_indicator("jobs", denominator="Population")])

    with pytest.raises(UnusableData) as refusal:
        CompositeData(
            codes=("A", "A", "B"),
            names=("Aa",),
            structure=structure,
            values=np.ones((2, 1)),
            groups={"region": ("north",)},
        )

    told = str(refusal.value)
    assert "2 units have this code" in told
    assert "names: 1 values for 3 units" in told
    assert "region: 1 values for 3 units" in told
    assert "its denominator 'Population' is not in the data" in told
    assert len(refusal.value.faults) == 5


def test_an_index_has_any_number_of_levels() -> None:
    levels = range(2, MOST_LEVELS + 1)
    chain = [
        Element(code=f"L{n}", name="", level=n, parent=f"L{n + 1}" if n < MOST_LEVELS else None)
        for n in levels
    ]
    structure = Structure((an_indicator("jobs", parent="L2"), *chain))

    index = build(some_data({"jobs": JOBS}, structure=structure), a_recipe(**PLAIN))

    assert index.scores[:, -1].tolist() == [0, 25, 50, 100]


def test_an_infinite_figure_is_refused() -> None:
    with pytest.raises(UnusableData, match="infinite or beyond"):
        some_data({"jobs": [1.0, float("inf")]})
