"""Real tables pass, and a figure that is mistyped in one of them is found."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from koers_engine.arrival import findings_of
from koers_engine.observations import Dataset, Severity
from koers_engine.sources.cbs import read_recording

TABLES = ("03759ned", "80590ned", "82235NED", "82242NED", "83932NED")


@pytest.fixture(scope="module", params=TABLES)
def real_table(request: pytest.FixtureRequest, shared_data: Path) -> Dataset:
    return read_recording(shared_data / "cbs_odata_v4" / request.param, request.param)


def mistyped(dataset: Dataset, factor: float, **key: str) -> Dataset:
    """The dataset with the figure of one key multiplied."""
    table = dataset.observations
    chosen = np.ones(table.num_rows, bool)
    for column, code in key.items():
        chosen &= pc.equal(table.column(column).cast(pa.string()), code).to_numpy()
    assert chosen.sum() == 1
    value = table.column("value").to_numpy()
    value = pa.array(np.where(chosen, value * factor, value), from_pandas=True)
    place = table.column_names.index("value")
    return replace(dataset, observations=table.set_column(place, "value", value))


def test_no_real_table_is_refused(real_table: Dataset) -> None:
    found = findings_of(real_table, real_table.observations)

    assert [str(one) for one in found if one.severity is Severity.REFUSAL] == []


@pytest.mark.parametrize(
    ("table", "key", "check"),
    [
        pytest.param(
            "03759ned",
            {"measure": "M000352", "area": "PV22", "period": "2024JJ00"},
            "parts-and-totals",
            id="a province beside its municipalities",
        ),
        pytest.param(
            "82242NED",
            {"measure": "M001327", "period": "2009MM05", "TypeGefailleerde": "A047597"},
            "parts-and-totals",
            id="one of three kinds of bankrupts",
        ),
        pytest.param(
            "82235NED",
            {"measure": "D002968", "period": "2015JJ00"},
            "stock-and-flow",
            id="the dwellings at the end of a year",
        ),
    ],
)
def test_a_mistyped_figure_is_found(
    shared_data: Path, table: str, key: dict[str, str], check: str
) -> None:
    dataset = read_recording(shared_data / "cbs_odata_v4" / table, table)
    known = {str(one) for one in findings_of(dataset)}

    found = [one for one in findings_of(mistyped(dataset, 1.2, **key)) if str(one) not in known]

    assert check in {one.check for one in found}
    period = key["period"]
    assert any(period in one.where for one in found)
