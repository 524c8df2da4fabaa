"""The kernel of positions against a calculation per group with pandas."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from koers_engine.position.kernel import MINIMUM_PEERS, Standings, standings

SHAPES = st.tuples(st.integers(1, 4), st.integers(1, 12))
# Few distinct figures, so that many are tied; thirds, so that sums are rounded.
FIGURES = st.one_of(st.integers(-3, 3).map(lambda n: n / 3), st.just(float("nan")))


@st.composite
def cases(draw: st.DrawFn) -> dict[str, np.ndarray]:
    shape, n_groups = draw(SHAPES), draw(st.integers(1, 3))
    one_or_all = st.sampled_from([1, shape[0]])
    return {
        "values": draw(arrays(float, shape, elements=FIGURES)),
        "members": draw(arrays(bool, (draw(one_or_all), shape[1]))),
        "groups": draw(
            arrays(int, (draw(one_or_all), shape[1]), elements=st.integers(0, n_groups - 1))
        ),
        "weights": draw(
            arrays(float, (1, shape[1]), elements=st.sampled_from([0.0, 1.0, 2.5, float("nan")]))
        ),
        "n_groups": n_groups,
    }


def rows(case: dict[str, np.ndarray]) -> pd.DataFrame:
    """One row per cell and column."""
    shape = case["values"].shape
    spread = {name: np.broadcast_to(case[name], shape) for name in ("members", "groups", "weights")}
    cells, columns = np.indices(shape)
    content = {"cell": cells, "column": columns, "value": case["values"], **spread}
    return pd.DataFrame({name: array.ravel() for name, array in content.items()})


def against(case: dict[str, np.ndarray]) -> Standings:
    return standings(**case)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_number_of_a_group_is_that_of_pandas(case: dict[str, np.ndarray]) -> None:
    table, found = rows(case), against(case)

    for cell, number in np.ndindex(len(case["values"]), int(case["n_groups"])):
        chosen = (table.cell == cell) & (table.groups == number) & table.members
        group = table[chosen & table.value.notna()]
        weighed = group[group.weights > 0]
        spread = group.value.std(ddof=0) if group.value.nunique() > 1 else np.nan
        expected = {
            "n": len(group),
            "total": group.value.sum() if len(group) else np.nan,
            "mean": group.value.mean(),
            "median": group.value.median(),
            "weighted": (weighed.value * weighed.weights).sum() / weighed.weights.sum()
            if len(weighed)
            else np.nan,
            "deviation": spread if len(group) >= MINIMUM_PEERS else np.nan,
            "lowest": group.value.min(),
            "highest": group.value.max(),
        }
        for name, value in expected.items():
            told = getattr(found, name)[cell, number]
            assert told == pytest.approx(value, abs=1e-12, nan_ok=True), name
        for share in (0.25, 0.75):
            told = found.quantile(share)[cell, number]
            assert told == pytest.approx(group.value.quantile(share), abs=1e-12, nan_ok=True)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_column_stands_where_pandas_puts_it(case: dict[str, np.ndarray]) -> None:
    table, found = rows(case), against(case)
    highest, lowest = found.rank(), found.rank(lower_is_better=True)

    for place in table.itertuples():
        at = (place.cell, place.column)
        same = (table.cell == place.cell) & (table.groups == place.groups) & table.members
        others = table[same & (table.column != place.column)].value.dropna()
        if np.isnan(place.value):
            assert np.isnan([highest[at], lowest[at], found.percentile[at]]).all()
            continue
        whole = pd.concat([pd.Series([place.value]), others])
        assert highest[at] == whole.rank(method="min", ascending=False).iloc[0]
        assert lowest[at] == whole.rank(method="min").iloc[0]
        assert found.tied[at] == (others == place.value).sum()
        share = ((others < place.value).sum() + (others == place.value).sum() / 2) / max(
            len(others), 1
        )
        expected = share if len(others) >= MINIMUM_PEERS else np.nan
        assert found.percentile[at] == pytest.approx(expected, nan_ok=True)


@given(cases())
def test_the_same_figures_in_all_cells_need_be_given_once(case: dict[str, np.ndarray]) -> None:
    members = np.array([case["members"][0], ~case["members"][0]])
    once = {"values": case["values"][:1], "members": members}
    groups = {"groups": case["groups"][:1], "n_groups": case["n_groups"]}

    short = standings(**once, **groups)
    full = standings(np.repeat(case["values"][:1], 2, axis=0), members=members, **groups)

    for name in ("n", "mean", "median", "tied", "percentile"):
        np.testing.assert_allclose(getattr(short, name), getattr(full, name))
    np.testing.assert_array_equal(short.rank(), full.rank())


@given(cases())
def test_each_cell_may_have_its_own_better_way(case: dict[str, np.ndarray]) -> None:
    found = against(case)
    lower = (np.arange(len(case["values"])) % 2 == 1)[:, None]

    mixed = found.rank(lower_is_better=lower)

    expected = np.where(lower, found.rank(lower_is_better=True), found.rank())
    np.testing.assert_array_equal(mixed, expected)
