import pytest

from koers_engine.areas import NotThereThen, UnknownArea
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue
from koers_engine.observations import VintageStore
from koers_engine.profile import (
    Choice,
    Known,
    NoLongerThere,
    Profile,
    ProfileOutline,
    build_profile,
)
from koers_engine.profile.rows import PROFILE_COLUMNS, profile_rows


@pytest.fixture(scope="module")
def assen(known: Known, outline: ProfileOutline) -> Profile:
    return build_profile("Assen", Choice(), known=known, outline=outline)


def test_a_place_is_held_against_what_suits_it(
    assen: Profile, known: Known, outline: ProfileOutline
) -> None:
    of_province = build_profile("Drenthe", Choice(), known=known, outline=outline)
    of_nation = build_profile("Nederland", Choice(), known=known, outline=outline)

    suits = ("nl", "province", "size-class", "north-netherlands", "peers")
    assert assen.choice.references == suits
    assert (of_province.choice.references, of_nation.choice.references) == (("nl",), ())
    assert [one.label.en for one in assen.references][:2] == ["the Netherlands", "Drenthe"]
    assert of_nation.name.en == "the Netherlands"


def test_assens_jobs_are_told_with_their_numbers(assen: Profile) -> None:
    jobs = next(each for each in assen.tiles if each.indicator.code == "jobs-per-1000")

    assert (jobs.period, jobs.text("nl")) == (Period(2015), "593")
    assert jobs.headline is not None
    assert jobs.headline.nl == (
        "Assen heeft meer banen per 1.000 inwoners (593 in 2015) dan 93% van de 44 andere "
        "gemeenten met 50.000 tot 100.000 inwoners."
    )
    assert (
        "Assen has more jobs per 1,000 inhabitants (593 in 2015) than the Netherlands (464)."
        in {sentence.en for sentence in jobs.held[0].sentences}
    )


def test_sectors_are_shared_out_for_the_place_and_its_references(assen: Profile) -> None:
    (work,) = (section for section in assen.sections if section.code == "work")
    (sectors,) = work.shares

    assert sectors.rows[0][0].en == "Assen"
    assert len(sectors.rows) == 1 + len(assen.references)
    for _, percents in sectors.rows:
        assert sum(percents) == pytest.approx(100, abs=2.5)


def test_counts_are_drawn_as_an_index_and_rates_as_levels(assen: Profile) -> None:
    by_code = {figure.indicator.code: figure for figure in assen.figures}
    population, rate = by_code["population"], by_code["dwellings-per-1000"]

    assert population.index_base == Period(2019)
    for line in population.lines:
        assert dict(line.points)[Period(2019)] == pytest.approx(100)
    assert [line.reference for line in population.lines] == [None, "nl", "province"]
    assert rate.index_base is None
    assert dict(rate.lines[0].points)[Period(2024)] == rate.value


def test_a_chosen_period_lets_no_later_figure_through(
    known: Known, outline: ProfileOutline
) -> None:
    profile = build_profile("Assen", Choice(period=Period(2016)), known=known, outline=outline)

    by_code = {figure.indicator.code: figure for figure in profile.figures}
    assert by_code["dwellings"].period == Period(2016)
    assert by_code["population"].period == Period(2015)
    assert by_code["expenditure-per-inhabitant"].why_missing is not None
    assert by_code["expenditure-per-inhabitant"].why_missing.nl.endswith(
        "voor Assen is er over 2016 of eerder geen cijfer."
    )


def test_a_group_without_the_place_is_told_as_the_others(
    known: Known, outline: ProfileOutline
) -> None:
    choice = Choice(references=("province without itself",), indicators=("jobs-per-1000",))

    (figure,) = build_profile("Emmen", choice, known=known, outline=outline).figures

    said = [sentence.en for sentence in figure.held[0].sentences]
    assert "of the 11 other municipalities in Drenthe" in said[0]
    assert said[1].startswith("That is place ")
    assert "than the 11 other municipalities in Drenthe together" in said[2]


def test_what_has_no_source_in_the_store_is_missing_with_its_reason(
    population_store: VintageStore, catalogue: Catalogue, outline: ProfileOutline
) -> None:
    bare = Known.from_store(population_store, catalogue, indicators=outline.indicators)

    profile = build_profile("Assen", Choice(), known=bare, outline=outline)

    missing = {figure.indicator.code: figure.why_missing for figure in profile.figures}
    assert missing["population"] is None
    assert missing["jobs"] is not None
    assert missing["jobs"].en == (
        "Jobs: the source of this figure has not been brought in (statline:81402ned, "
        "cbs-v3:70072ned)."
    )


def test_a_new_municipality_tells_what_it_came_out_of(
    known: Known, outline: ProfileOutline
) -> None:
    profile = build_profile("Eemsdelta", Choice(), known=known, outline=outline)

    assert profile.notes[0].nl == (
        "De gemeente Eemsdelta bestaat sinds 1 januari 2021 en kwam voort uit Appingedam, Delfzijl "
        "en Loppersum. Kies de grenzen van één jaar om cijfers van vroeger daarmee te vergelijken."
    )
    jobs = next(each for each in profile.figures if each.indicator.code == "jobs")
    assert jobs.why_missing is not None


def test_on_the_boundaries_of_one_year_earlier_figures_are_there(
    known_of_2023: Known, outline: ProfileOutline
) -> None:
    choice = Choice(boundaries=2023, indicators=("jobs", "population"))

    profile = build_profile("Eemsdelta", choice, known=known_of_2023, outline=outline)

    assert all(figure.value is not None for figure in profile.figures)
    assert "1 January 2023" in profile.notes[0].en


def test_a_municipality_that_is_no_more_names_its_heirs(
    known: Known, known_of_2023: Known, outline: ProfileOutline
) -> None:
    with pytest.raises(NoLongerThere, match=r"Groningen \(GM0014\).*--boundaries 2018") as refused:
        build_profile("GM0017", Choice(), known=known, outline=outline)
    assert [heir.code for heir in refused.value.heirs] == ["GM0014"]
    with pytest.raises(NotThereThen):
        build_profile("GM0017", Choice(), known=known_of_2023, outline=outline)
    with pytest.raises(UnknownArea, match="Assen"):
        build_profile("Asen", Choice(), known=known, outline=outline)


def test_rows_hold_every_figure_and_no_other_than_finite_numbers(assen: Profile) -> None:
    rows = profile_rows(assen, "nl")

    assert {len(row) for row in rows} == {len(PROFILE_COLUMNS)}
    own = [row for row in rows if row[PROFILE_COLUMNS.index("reference")] is None]
    assert len(own) == len(assen.figures)
    assert len(rows) == len(own) + sum(len(figure.held) for figure in assen.figures)
    assert not [cell for row in rows for cell in row if cell != cell]
