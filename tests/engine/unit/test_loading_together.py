"""Many indicators at once: the same figures as one by one, and each vintage asked once."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel, load_panels
from koers_engine.indicators.catalogue import UnknownIndicator
from koers_engine.indicators.loading import IndicatorWithoutData
from koers_engine.observations import VintageStore
from koers_engine.observations.store import DamagedVintage
from tests.engine.samples import a_dataset
from tests.engine.spoiling import cut_in_half


def panels(found: dict[str, Panel | Refusal]) -> dict[str, Panel]:
    return {code: panel for code, panel in found.items() if isinstance(panel, Panel)}


@pytest.mark.parametrize("boundaries", [None, 2023])
def test_indicators_loaded_together_are_those_loaded_one_by_one(
    demo_store: VintageStore, catalogue: Catalogue, boundaries: int | None
) -> None:
    codes = ["jobs-public-share", "population", "population-growth", "solvency", "address-density"]

    together = panels(
        load_panels(codes, store=demo_store, catalogue=catalogue, boundaries=boundaries)
    )

    assert list(together) == codes
    for code, panel in together.items():
        alone = load_panel(code, store=demo_store, catalogue=catalogue, boundaries=boundaries)
        assert (panel.areas, panel.periods, panel.breaks) == (
            alone.areas,
            alone.periods,
            alone.breaks,
        )
        np.testing.assert_array_equal(panel.values, alone.values)
        np.testing.assert_array_equal(panel.statuses, alone.statuses)
        assert panel.vintages == alone.vintages


def test_every_indicator_of_the_catalogue_has_figures_in_the_demonstration(
    demo_store: VintageStore, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Counter[str]()
    ask = VintageStore.ask
    monkeypatch.setattr(
        VintageStore,
        "ask",
        lambda self, vintage, *rest: (
            asked.update([vintage.dataset_id]) or ask(self, vintage, *rest)
        ),
    )

    found = load_panels(catalogue.by_code, store=demo_store, catalogue=catalogue)

    assert {code: refusal for code, refusal in found.items() if isinstance(refusal, Refusal)} == {}
    assert set(asked.values()) == {1}  # one question for each vintage
    for panel in panels(found).values():
        assert panel.row("GM0106") is not None
        assert not np.isinf(panel.values).any()
        assert np.array_equal(
            np.isnan(panel.values), np.isin(panel.statuses, ["M", "Q", "L", "K", "H", "O"])
        )


def test_what_cannot_be_loaded_is_told_and_the_rest_is_there(
    store: VintageStore, catalogue: Catalogue
) -> None:
    store.add(a_dataset(dataset_id="statline:84378NED", measure="Omgevingsadressendichtheid"))

    found = load_panels(
        ["address-density", "jobs-per-1000", "nothing"], store=store, catalogue=catalogue
    )

    assert isinstance(found["address-density"], Panel)
    assert isinstance(found["jobs-per-1000"], IndicatorWithoutData)
    assert isinstance(found["nothing"], UnknownIndicator)


def test_a_damaged_vintage_costs_only_what_rests_on_it(
    demo_figures: Path, store: VintageStore, catalogue: Catalogue
) -> None:
    store.add(a_dataset(dataset_id="statline:81955NED", measure="Beginstand"))
    store.add(a_dataset(dataset_id="statline:84378NED", measure="Omgevingsadressendichtheid"))
    cut_in_half(store.observations_file(store.vintage("statline:81955NED")))

    found = load_panels(["dwellings", "address-density"], store=store, catalogue=catalogue)

    assert isinstance(found["dwellings"], DamagedVintage)
    assert isinstance(found["address-density"], Panel)


def test_a_figure_made_of_several_measures_is_missing_where_one_of_them_is(
    demo_store: VintageStore, catalogue: Catalogue, demo_figures: Path
) -> None:
    parts = (
        "TotaalHuishoudelijkAfval_238",
        "HuishoudelijkRestafval_239",
        "GrofHuishoudelijkRestafval_240",
    )
    published: dict[str, dict[str, str]] = {}
    with (demo_figures / "70072ned" / "observations.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            if row["measure"] in parts:
                published.setdefault(row["area"], {})[row["measure"]] = row["value"]

    panel = load_panel("separated-waste", store=demo_store, catalogue=catalogue)

    incomplete = [area for area, of_part in published.items() if "" in of_part.values()]
    assert len(incomplete) == 23
    for area, of_part in published.items():
        value = panel.value(area, Period(2015))
        if area in incomplete:
            assert value is None
        else:
            total, *rest = (1000 * float(of_part[part]) for part in parts)
            assert value == total - sum(rest)
