"""What must hold of figures on other boundaries, whatever happened in between."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koers_engine.areas import AreaHistory
from koers_engine.areas.changes import Weight
from koers_engine.areas.conversion import Conversion, Converter
from tests.engine.histories import a_country, column, converted
from tests.engine.samples import a_panel

Told = dict[str, list[str]]
YEARS = range(2001, 2006)


class World:
    """Municipalities with inhabitants that merge, split and exchange parts, year by year.

    Every description is written as CBS writes it, so that what is tried goes through the parser.
    """

    def __init__(self, sizes: list[int]) -> None:
        self.people = {f"GM{number:04}": size for number, size in enumerate(sizes, start=1)}
        self.told: Told = defaultdict(list)
        self.series: dict[tuple[str, int], float] = {}
        self._tell(min(self.people), 2000, "Grenswijziging", "ontvangen van", {"GM0002": 0})
        self._tell("GM0002", 2000, "Grenswijziging", "overgegaan naar", {"GM0001": 0})
        self.count(2000)

    def _tell(self, code: str, year: int, kind: str, way: str, parts: dict[str, int]) -> None:
        lines = [f"{kind} per 01-01-{year}, {way}:"]
        for other, people in parts.items():
            lines += [f"- N ({other}),", f"... 1 hectare met 1 woningen en {people} inwoners"]
        self.told[code] += lines

    def merge(self, year: int, first: str, second: str) -> None:
        new = f"GM{len(self.told) + len(self.people) + 100 + year - 2000:04}"
        parts = {code: self.people.pop(code) for code in (first, second)}
        self.people[new] = sum(parts.values())
        self._tell(new, year, "Ontstaan", "ontvangen van", parts)
        for code, people in parts.items():
            self._tell(code, year, "Opgeheven", "overgegaan naar", {new: people})

    def split(self, year: int, gone: str, left: str, right: str, share: float) -> None:
        whole = self.people.pop(gone)
        parts = {left: int(whole * share)}
        parts[right] = whole - parts[left]
        self._tell(gone, year, "Opgeheven", "overgegaan naar", parts)
        for heir, people in parts.items():
            self.people[heir] += people
            self._tell(heir, year, "Grenswijziging", "ontvangen van", {gone: people})

    def cede(self, year: int, giver: str, taker: str, share: float) -> None:
        moved = int(self.people[giver] * share)
        self.people[giver] -= moved
        self.people[taker] += moved
        self._tell(giver, year, "Grenswijziging", "overgegaan naar", {taker: moved})
        self._tell(taker, year, "Grenswijziging", "ontvangen van", {giver: moved})

    def count(self, year: int) -> None:
        self.series |= {(code, year): float(people) for code, people in self.people.items()}

    def people_of(self, year: int) -> dict[str, float]:
        """The inhabitants of every municipality on 1 January of a year."""
        return {code: people for (code, at), people in self.series.items() if at == year}

    @property
    def descriptions(self) -> dict[str, str]:
        codes = {*self.told, *self.people}
        return {code: "\n".join([*self.told[code], *self._begin(code)]) for code in sorted(codes)}

    def _begin(self, code: str) -> list[str]:
        return (
            [] if any("Ontstaan" in line for line in self.told[code]) else ["Begindatum voor 1830"]
        )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    world = World(draw(st.lists(st.integers(1, 500_000), min_size=5, max_size=8)))
    share = st.floats(0.01, 0.99)
    for year in YEARS:
        chosen = draw(st.permutations(sorted(world.people)))
        act = draw(st.sampled_from(["merge", "split", "cede", "nothing"]))
        if act == "merge" and len(chosen) > 3:
            world.merge(year, chosen[0], chosen[1])
        elif act == "split" and len(chosen) > 3:
            world.split(year, chosen[0], chosen[1], chosen[2], draw(share))
        elif act == "cede":
            world.cede(year, chosen[0], chosen[1], draw(share))
        world.count(year)
    return world


def conversion(world: World, since: int, until: int) -> Conversion:
    def total(weight: Weight, code: str, year: int) -> float | None:
        return world.series.get((code, year)) if weight is Weight.INHABITANTS else None

    history = AreaHistory.read(world.descriptions.items())
    assert not history.contradictions
    assert not history.unread
    return Converter(history, Weight.INHABITANTS, total).between(
        date(since, 1, 1), date(until, 1, 1)
    )


years = st.sampled_from([2000, *YEARS])


@settings(max_examples=60, deadline=None)
@given(worlds(), years, years)
def test_every_area_passes_on_the_whole_of_its_figure_and_no_more(
    world: World, since: int, until: int
) -> None:
    made = conversion(world, since, until)

    given_away = np.nansum(made.shares, axis=1)
    there = made.shares.any(axis=1)

    assert given_away[there] == pytest.approx(1.0, rel=1e-12)
    assert (np.nan_to_num(made.shares) >= 0).all()


@settings(max_examples=60, deadline=None)
@given(worlds(), years)
def test_the_boundaries_of_the_same_day_change_nothing(world: World, year: int) -> None:
    assert conversion(world, year, year).codes == ()


def passed_on(figures: dict[str, float], by: Conversion) -> dict[str, float]:
    """The figures after the conversion, by whoever got any."""
    kept = {code: value for code, value in figures.items() if code not in by.codes}
    of = np.array([figures.get(code, 0.0) for code in by.codes])
    got = of @ by.shares
    return kept | {code: float(value) for code, value in zip(by.codes, got, strict=True) if value}


@settings(max_examples=60, deadline=None)
@given(worlds(), years, years, years)
def test_two_steps_are_the_same_as_one(world: World, first: int, second: int, third: int) -> None:
    since, halfway, until = sorted((first, second, third))
    figures = {code: 3.0 * place + 1 for place, code in enumerate(world.people_of(since))}

    halfway_there = passed_on(figures, conversion(world, since, halfway))

    assert passed_on(halfway_there, conversion(world, halfway, until)) == pytest.approx(
        passed_on(figures, conversion(world, since, until))
    )


@settings(max_examples=60, deadline=None)
@given(worlds(), years, years)
def test_where_nobody_is_born_or_dies_the_people_of_one_year_become_those_of_another(
    world: World, since: int, until: int
) -> None:
    made = passed_on(world.people_of(since), conversion(world, since, until))

    wanted = {code: people for code, people in world.people_of(until).items() if people}
    assert {code: people for code, people in made.items() if people > 1e-6} == pytest.approx(wanted)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.integers(-(10**9), 10**9).map(float), min_size=12, max_size=12),
    st.sampled_from([2019, 2020, 2021, 2022, 2023]),
    st.sampled_from([2019, 2020, 2021, 2022, 2023]),
)
def test_provinces_and_the_nation_keep_adding_up(
    figures: list[float], since: int, until: int
) -> None:
    register = a_country()
    there = sorted(register.history.municipalities(date(since, 1, 1)))
    municipal = dict(zip(there, figures, strict=False))
    provinces = {
        province: sum(v for code, v in municipal.items() if register.province[code] == province)
        for province in ("PV20", "PV21")
    }
    nation = sum(municipal.values())
    panel = a_panel(
        {code: [value] for code, value in {**municipal, **provinces, "NL01": nation}.items()},
        [since],
    )
    sizes = {("GM0005", 2022): 900.0, ("GM0006", 2022): 900.0, ("GM0012", 2023): 500.0}
    sizes |= {("GM0003", 2023): 405.0, ("GM0005", 2021): 910.0, ("GM0006", 2021): 890.0}

    made = column(converted(panel, until, sizes=sizes))

    assert made["NL01"] == nation
    scale = max(map(abs, figures), default=1.0) * 1e-9 + 1e-9
    living = {code: value for code, value in made.items() if code.startswith("GM")}
    assert sum(living.values()) == pytest.approx(nation, abs=scale)
    for province in provinces:
        together = sum(v for code, v in living.items() if register.province[code] == province)
        assert together == pytest.approx(made[province], abs=scale)


CODES = [f"GM{number:04}" for number in range(1, 5)]
LINES = [
    *(f"- Name ({code})," for code in CODES),
    *(f"nieuwe naam: Name ({code})" for code in CODES),
    *(f"oude naam: Name ({code})" for code in CODES),
    *(
        f"{kind} per 01-01-{year}, {way}:"
        for kind in ("Ontstaan", "Opgeheven", "Grenswijziging", "Gemeentelijke herindeling")
        for year in (2001, 2002)
        for way in ("ontvangen van", "overgegaan naar")
    ),
    "Naamswijziging per 01-01-2001,",
    "Provinciale wijziging per 01-01-2002:",
    "- overgegaan van provincie Utrecht naar provincie Zeeland",
    "... 1 hectare met 2 woningen en 3 inwoners",
    "... 0 inwoners",
    f"... {'9' * 5000} inwoners",
    "Begindatum 01-01-2001",
]


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(CODES),
        st.lists(st.sampled_from(LINES) | st.text(max_size=20)).map("\n".join),
    )
)
def test_whatever_descriptions_say_shares_lie_between_nothing_and_all(told: dict[str, str]) -> None:
    history = AreaHistory.read(told.items())

    for since, until in ((2000, 2003), (2003, 2000)):
        made = Converter(history, Weight.DWELLINGS).between(date(since, 1, 1), date(until, 1, 1))
        known = np.nan_to_num(made.shares)
        assert (known >= 0).all()
        assert (known.sum(axis=1) <= 1 + 1e-9).all()
