"""What is told of a table when it arrives: small tables with one thing that is odd."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from koers_engine.arrival import CHECKS, findings_of
from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, Unit
from koers_engine.observations import Dataset, Severity, checked_dataset
from tests.engine.samples import an_origin, code_list

SEXES = {"T001038": "Totaal mannen en vrouwen", "3000": "Mannen", "4000": "Vrouwen"}
Key = tuple[str, str, str, str]
Cell = tuple[float | None, str]


def a_table(
    cells: Mapping[Key, float | Cell],
    *,
    titles: Mapping[str, str] = SEXES,
    measures: Sequence[Measure] = (),
    breaks: Sequence[Key] = (),
) -> Dataset:
    """Cells by measure, area, period and class; a value alone has status A."""
    told = {key: cell if isinstance(cell, tuple) else (cell, "A") for key, cell in cells.items()}
    measure, area, period, sex = (list(column) for column in zip(*told, strict=True))
    known = {one.code: one for one in measures}
    return checked_dataset(
        id="cbs:00003tst",
        title=Bilingual.same("Specimen"),
        description=Bilingual.same(""),
        origin=an_origin(),
        measures=[known.get(code, a_measure(code)) for code in sorted(set(measure))],
        dimensions=[
            Dimension(identifier="RegioS", kind=DimensionKind.AREA, title="Regions"),
            Dimension(identifier="Perioden", kind=DimensionKind.PERIOD, title="Periods"),
            Dimension(identifier="Geslacht", kind=DimensionKind.OTHER, title="Sex"),
        ],
        codes={
            "RegioS": code_list(area),
            "Perioden": code_list(period),
            "Geslacht": pa.table(
                {
                    "code": list(titles),
                    "title": list(titles.values()),
                    "group": [""] * len(titles),
                    "description": [""] * len(titles),
                }
            ),
        },
        observations=pa.table(
            {
                "measure": measure,
                "area": area,
                "period": period,
                "Geslacht": sex,
                "value": pa.array([value for value, _ in told.values()], pa.float64()),
                "status": [status for _, status in told.values()],
                "breaks_series": [key in breaks for key in told],
            }
        ),
    )


def a_measure(
    code: str, title: str = "Inwoners", unit: str = "aantal", decimals: int = 0
) -> Measure:
    return Measure(code=code, title=Bilingual.same(title), unit=Unit(unit), decimals=decimals)


def by_sex(n_years: int = 20, **spoilt: float | Cell) -> dict[Key, float | Cell]:
    """Men and women add up in every year from 2001; `spoilt` replaces cells, as T2003=5."""
    cells: dict[Key, float | Cell] = {}
    for year in range(2001, 2001 + n_years):
        figures = {"T001038": 2_000.0 + year, "3000": 1_000.0, "4000": 1_000.0 + year}
        for code, value in figures.items():
            told = spoilt.get(f"{code[0]}{year}", value)
            cells["M1", "GM0106", f"{year}JJ00", code] = told
    return cells


def named(dataset: Dataset, before: pa.Table | None = None) -> list[str]:
    return [finding.check for finding in findings_of(dataset, before)]


def test_a_table_that_is_right_has_no_findings() -> None:
    assert findings_of(a_table(by_sex())) == []


def test_a_total_that_parts_elsewhere_make_up_is_refused_with_its_cell() -> None:
    (finding,) = findings_of(a_table(by_sex(T2003=4_500.0)))

    assert (finding.check, finding.severity) == ("parts-and-totals", Severity.REFUSAL)
    assert finding.place == "observation 7, value"
    assert "2003" in finding.where
    assert "Totaal mannen en vrouwen" in finding.where
    assert "4,500" in finding.what
    assert "4,003" in finding.what


def test_a_small_rest_in_the_total_is_a_warning() -> None:
    (finding,) = findings_of(a_table(by_sex(T2003=4_005.0)))

    assert (finding.check, finding.severity) == ("rest-in-total", Severity.WARNING)
    assert "2 less" in finding.what


def test_rounding_is_no_difference() -> None:
    assert findings_of(a_table(by_sex(T2003=4_004.0))) == []


def test_a_suppressed_part_makes_the_total_undecidable() -> None:
    assert (
        findings_of(
            a_table(by_sex(T2003=4_500.0) | {("M1", "GM0106", "2003JJ00", "3000"): (None, "Q")})
        )
        == []
    )


def test_a_part_that_cannot_exist_counts_as_nothing() -> None:
    spoilt = by_sex(T2003=4_500.0) | {("M1", "GM0106", "2003JJ00", "3000"): (None, "M")}

    assert named(a_table(spoilt)) == ["parts-and-totals"]


def test_what_is_rounded_to_tens_need_not_add_up_to_the_last_one() -> None:
    cells = by_sex()
    for key, value in cells.items():
        assert isinstance(value, float)
        # Nobody lives in most of the cells; elsewhere 14 and 14 make 28, which are 10, 10 and 30.
        figures = {"T001038": 30.0, "3000": 10.0, "4000": 10.0}
        cells[key] = figures[key[3]] if key[2] == "2003JJ00" else 0.0

    assert named(a_table(cells)) == []


def test_a_balance_of_large_parts_is_not_wrong_by_a_rest_that_is_large_beside_it() -> None:
    parts = {"3000": 1_000.0, "4000": -1_003.0}

    found = findings_of(
        a_table(by_sex(T2003=4.0, **{f"{code[0]}2003": v for code, v in parts.items()}))
    )

    assert [finding.check for finding in found] == ["rest-in-total"]


MERGED = {"GM0001": "Opgeheven per 01-01-2005, overgegaan naar:\n- Two (GM0002)"}


@pytest.mark.parametrize(
    ("two", "is_wrong"),
    [pytest.param(1_000.0, False, id="right"), pytest.param(700.0, True, id="mistyped")],
)
def test_a_municipality_without_rows_after_it_ended_is_no_missing_part(
    two: float,
    is_wrong: bool,
) -> None:
    cells: dict[Key, float | Cell] = {}
    for year in range(2001, 2021):
        parts = {"GM0001": 400.0, "GM0002": 600.0} if year < 2005 else {"GM0002": 1_000.0}
        if year == 2010:
            parts["GM0002"] = two
        for area, value in {"PV20": 1_000.0, **parts}.items():
            cells["M1", area, f"{year}JJ00", "T001038"] = value
    dataset = a_table(cells, titles={"T001038": "Totaal"})
    codes = dataset.codes["RegioS"].to_pylist()
    described = [
        row
        | {
            "group": "GMPV20"[: 6 * row["code"].startswith("GM")],
            "description": MERGED.get(row["code"], ""),
        }
        for row in codes
    ]
    listed = pa.Table.from_pylist(described, dataset.codes["RegioS"].schema)

    found = named(replace(dataset, codes=dict(dataset.codes) | {"RegioS": listed}))

    assert ("parts-and-totals" in found) == is_wrong
    assert "rest-in-total" not in found


def test_a_list_that_figures_do_not_confirm_is_no_breakdown() -> None:
    """A total with classes that overlap: nothing adds up anywhere, and nothing is said."""
    cells = {
        ("M1", "GM0106", f"{year}JJ00", code): value
        for year in range(2001, 2021)
        for code, value in {"T001038": 100.0, "3000": 90.0, "4000": 80.0}.items()
    }

    assert findings_of(a_table(cells)) == []


@pytest.mark.parametrize(
    "measure",
    [
        a_measure("M1", title="Gemiddeld inkomen"),
        a_measure("M1", unit="%"),
        a_measure("M1", title="Personen per huishouden"),
        a_measure("M1", unit="index"),
    ],
)
def test_averages_and_shares_are_not_summed(measure: Measure) -> None:
    assert findings_of(a_table(by_sex(T2003=4_500.0), measures=[measure])) == []


def test_codes_that_hold_one_another_are_told() -> None:
    titles = {"x": "A-F Alles", "a": "A Een", "b": "B-F Twee", "c": "B-E Drie", "d": "F Vier"}
    cells = {("M1", "GM0106", "2001JJ00", code): 1.0 for code in titles} | {
        ("M1", "GM0106", "2001JJ00", "x"): 3.0,
        ("M1", "GM0106", "2001JJ00", "b"): 2.0,
    }

    (finding,) = findings_of(a_table(cells, titles=titles))

    assert finding.check == "overlap"
    assert "B-F Twee" in finding.what


STOCKS = (
    a_measure("begin", "Beginstand voorraad", "x 1 000"),
    a_measure("balance", "Saldo voorraad"),
    a_measure("end", "Eindstand voorraad", "x 1 000"),
)


def stocks(**spoilt: float) -> Dataset:
    cells: dict[Key, float | Cell] = {}
    for year in range(2001, 2006):
        start = 100.0 + (year - 2001)
        figures = {"begin": start, "balance": 1_000.0, "end": start + 1}
        for code, value in figures.items():
            cells[code, "NL01", f"{year}JJ00", "T001038"] = spoilt.get(f"{code}{year}", value)
    return a_table(cells, titles={"T001038": "Totaal"}, measures=STOCKS)


def test_stocks_that_follow_from_flows_pass_whatever_their_units() -> None:
    assert findings_of(stocks()) == []


def test_a_stock_that_does_not_follow_from_its_flow_is_told() -> None:
    (finding,) = findings_of(stocks(balance2003=4_000.0))

    assert finding.check == "stock-and-flow"
    assert "2003" in finding.where
    assert "-3,000" in finding.what


def test_a_start_that_is_not_the_end_before_is_told() -> None:
    found = findings_of(stocks(begin2003=110.0))

    assert [finding.check for finding in found] == ["stock-and-flow", "stock-and-flow"]
    assert "the one before by 8,000" in found[1].what


def test_a_growth_in_percent_is_not_taken_for_the_flow() -> None:
    percent = a_measure("balance", "Bevolkingsgroei, relatief", "%", decimals=1)
    measures = (STOCKS[0], percent, STOCKS[2])

    assert findings_of(replace(stocks(balance2003=4_000.0), measures=measures)) == []


def towns(*, leap: float = 1.0, at: int = 2006, breaks: Sequence[Key] = ()) -> Dataset:
    """Twelve towns that grow by some two percent a year; one leaps in a year."""
    random = np.random.default_rng(7)
    cells: dict[Key, float | Cell] = {}
    for number in range(12):
        size = 1_000.0 * (number + 1)
        for year in range(2001, 2013):
            size *= 1.02 + random.normal(0, 0.005)
            if number == 3 and year == at:
                size *= leap
            cells["M1", f"GM{number:04}", f"{year}JJ00", "T001038"] = round(size)
    return a_table(cells, titles={"T001038": "Totaal"}, breaks=breaks)


def test_a_leap_that_no_status_explains_is_told() -> None:
    (finding,) = findings_of(towns(leap=1.7))

    assert finding.check == "jump"
    assert "GM0003" in finding.where
    assert "2006" in finding.where


def test_a_leap_at_a_break_in_the_series_is_explained() -> None:
    assert findings_of(towns(leap=1.7, breaks=[("M1", "GM0003", "2006JJ00", "T001038")])) == []


def test_usual_growth_is_no_leap() -> None:
    assert findings_of(towns(leap=1.2)) == []


def test_a_unit_that_changes_is_refused() -> None:
    cells = {
        ("M1", f"GM{number:04}", f"{year}JJ00", "T001038"): size
        for number in range(5)
        for year, size in ((2001, 20.0 + number), (2002, 20_100.0 + 1_000 * number))
    }

    found = findings_of(a_table(cells, titles={"T001038": "Totaal"}))

    assert {finding.check for finding in found if finding.severity is Severity.REFUSAL} == {"unit"}


def test_one_of_many_series_that_changes_a_thousandfold_is_no_unit() -> None:
    cells: dict[Key, float | Cell] = {}
    for number in range(30):
        for year in (2001, 2002):
            sex = ("3000", "4000")[number == 7]  # the only series of its class
            leap = 600 if (number, year) == (7, 2002) else 1
            cells["M1", f"GM{number:04}", f"{year}JJ00", sex] = 20.0 * leap

    assert "unit" not in named(a_table(cells))


def test_special_periods_of_one_year_do_not_follow_each_other() -> None:
    """Iv3 gives the budget (X000) and the accounts (X005) of each year."""
    budgets = {
        (f"GM{number:04}", year): 1_000.0 for number in range(12) for year in range(2001, 2009)
    }
    cells: dict[Key, float | Cell] = {
        ("M1", area, f"{year}X000", "T001038"): value for (area, year), value in budgets.items()
    }
    cells["M1", "GM0003", "2008X005", "T001038"] = 9_000.0

    assert findings_of(a_table(cells, titles={"T001038": "Totaal"})) == []


def test_half_a_table_in_place_of_a_whole_one_is_refused() -> None:
    whole = a_table(by_sex())
    half = a_table(by_sex(n_years=10))

    (finding,) = findings_of(half, whole.observations)

    assert (finding.check, finding.severity) == ("vanished", Severity.REFUSAL)
    assert "30 of the 60" in finding.what


def test_a_table_that_was_revised_throughout_is_told() -> None:
    whole = a_table(by_sex())
    doubled = {key: 2 * value for key, value in by_sex().items() if isinstance(value, float)}

    assert named(a_table(doubled), whole.observations) == ["revised-throughout"]


def test_more_of_the_same_is_counted() -> None:
    spoilt = {f"T{2001 + 20 * year}": 1e6 for year in range(12)}

    found = findings_of(a_table(by_sex(n_years=240, **spoilt)))

    totals = [finding for finding in found if finding.check == "parts-and-totals"]
    assert len(totals) == 11
    assert totals[-1].what.startswith("2 more")


def test_every_check_has_its_words() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)
    assert all(check.title for check in CHECKS)
