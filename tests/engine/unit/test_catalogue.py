import codecs
from pathlib import Path

import pytest

from koers_engine.areas import Weight
from koers_engine.indicators import Catalogue, FaultyCatalogue, UnknownIndicator
from koers_engine.indicators.indicator import Growth, Ratio
from tests.engine.spoiling import replace_text

COUNT = """
[{code}]
name = {{ nl = "Iets", en = "Something" }}
definition = {{ nl = "Wat", en = "What" }}
unit = {{ nl = "stuks", en = "pieces" }}
direction = "higher"
kind = "count"
decimals = 0
{derivation}
"""
SOURCE = 'sources = [{ dataset = "cbs:00001tst", measure = "M1" }]'


def written(folder: Path, *definitions: tuple[str, str]) -> Path:
    path = folder / "own.toml"
    path.write_text(
        "".join(COUNT.format(code=code, derivation=derivation) for code, derivation in definitions)
    )
    return path


def test_koers_own_catalogue_is_sound(catalogue: Catalogue) -> None:
    codes = {indicator.code for indicator in catalogue}

    assert codes >= {
        "population",
        "population-growth",
        "dwellings",
        "new-dwellings",
        "dwellings-per-1000",
        "jobs",
        "jobs-per-1000",
    }


def test_every_text_of_an_indicator_is_in_two_languages(catalogue: Catalogue) -> None:
    for indicator in catalogue:
        for text in (indicator.name, indicator.definition, indicator.formula):
            assert text.nl
            assert text.en
            assert text.nl != text.en


def test_derivations_are_read_from_data(catalogue: Catalogue) -> None:
    assert catalogue["jobs-per-1000"].derivation == Ratio("jobs", "population", 1000)
    assert catalogue["population-growth"].derivation == Growth("population", 1)
    assert catalogue["jobs-per-1000"].formula.en == (
        "1,000 × jobs ÷ inhabitants, in the same period"
    )


def test_a_formula_says_how_a_figure_is_made_up(catalogue: Catalogue) -> None:
    assert catalogue["equity-per-inhabitant"].derivation == Ratio("equity", "population", 1)
    assert catalogue["equity-per-inhabitant"].formula.nl == (
        "eigen vermogen ÷ inwoners, in dezelfde periode"
    )
    assert catalogue["separated-waste"].formula.en == "added up from figures of cbs-v3:70072ned"


def test_euros_and_kilogrammes_are_no_events(catalogue: Catalogue) -> None:
    assert catalogue["jobs"].counts_events
    assert not catalogue["expenditure"].counts_events
    assert not catalogue["residual-waste"].counts_events


def test_an_indicator_says_what_goes_along_with_a_part_of_a_municipality(
    tmp_path: Path, catalogue: Catalogue
) -> None:
    faulty = written(tmp_path, ("own", SOURCE + '\nweight = "hectares"'))

    assert catalogue["population"].weight is Weight.INHABITANTS
    assert catalogue["new-dwellings"].weight is Weight.DWELLINGS
    with pytest.raises(FaultyCatalogue, match=r"own\.weight"):
        Catalogue.read(faulty)


def test_an_indicator_rests_on_the_datasets_of_what_it_builds_on(catalogue: Catalogue) -> None:
    assert catalogue.datasets_of("dwellings-per-1000") == (
        "statline:81955NED",
        "cbs:03759ned",
        "cbs-v3:70072ned",
    )


def test_own_indicators_stand_beside_those_of_koers(tmp_path: Path) -> None:
    catalogue = Catalogue.load(written(tmp_path, ("own", SOURCE)))

    assert catalogue["own"].name.nl == "Iets"
    assert catalogue["population"]


def test_an_unknown_indicator_is_refused_with_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(UnknownIndicator, match="Nearest: population"):
        catalogue["populaton"]


def derived(**keys: object) -> str:
    pairs = ", ".join(f"{key} = {value!r}" for key, value in keys.items()).replace("'", '"')
    return f"derivation = {{ {pairs} }}"


FAULTS = [
    pytest.param(
        [("own", derived(kind="per_head", of="a", by="b"))],
        "own.toml: own.derivation.kind: 'per_head' is none of per_1000, share_percent, per_one, "
        "growth_percent",
        id="an unknown derivation",
    ),
    pytest.param(
        [("own", SOURCE), ("two", derived(kind="per_1000", of="own", by="owm"))],
        "own.toml: two.derivation.by: there is no indicator 'owm'. Nearest: own.",
        id="a part that is not there",
    ),
    pytest.param(
        [
            ("one", derived(kind="growth_percent", of="two", years=1)),
            ("two", derived(kind="growth_percent", of="one", years=1)),
        ],
        "one.derivation: the indicator is derived from itself",
        id="a circle",
    ),
    pytest.param(
        [("own", SOURCE + '\ncolour = "red"')],
        "own.toml: own.colour: nothing reads this key",
        id="a key that nobody reads",
    ),
    pytest.param(
        [("own", "")],
        "own.toml: own.sources: expected a list of tables, it is absent",
        id="neither source nor derivation",
    ),
    pytest.param(
        [("own", SOURCE.replace("measure", "meazure"))],
        "own.toml: own.sources[0].measure: expected a text that is not empty, it is absent",
        id="a source without measure",
    ),
    pytest.param(
        [("own", SOURCE.replace(" }", ', plus = "M2" }'))],
        "own.toml: own.sources[0].plus: expected a list of codes of measures, found 'M2'",
        id="a measure to add that is no list",
    ),
    pytest.param(
        [("own", SOURCE.replace(" }", ", where = { Geslacht = 5 } }"))],
        "own.toml: own.sources[0].where.Geslacht: expected a text that is not empty, found 5",
        id="a code that is no text",
    ),
    *(
        pytest.param(
            [("own", SOURCE.replace(" }", f", multiply = {number} }}"))],
            "own.toml: own.sources[0].multiply: expected a finite number, found",
            id=f"times {number:.5}",
        )
        for number in ("nan", "-inf", "1" + "0" * 400)
    ),
]


@pytest.mark.parametrize(("definitions", "told"), FAULTS)
def test_a_faulty_definition_is_refused_with_file_and_key(
    tmp_path: Path, definitions: list[tuple[str, str]], told: str
) -> None:
    with pytest.raises(FaultyCatalogue) as refusal:
        Catalogue.read(written(tmp_path, *definitions))

    assert told in str(refusal.value)


WRONG_TEXTS = [
    ('nl = "Iets"', "nl = 5", "own.name.nl: expected a text"),
    ("decimals = 0", "decimals = -3", "own.decimals: expected 0 to 15, found -3"),
    ("decimals = 0", "decimals = 400", "own.decimals: expected 0 to 15, found 400"),
]


@pytest.mark.parametrize(("old", "new", "told"), WRONG_TEXTS)
def test_a_wrong_value_is_refused_with_its_key(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    path = written(tmp_path, ("own", SOURCE))
    replace_text(path, old, new)

    with pytest.raises(FaultyCatalogue, match=told):
        Catalogue.read(path)


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = written(tmp_path, ("own", SOURCE))
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())

    assert Catalogue.read(path)["own"].name.nl == "Iets"


def test_a_code_that_was_defined_before_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyCatalogue, match="defined before"):
        Catalogue.load(written(tmp_path, ("population", SOURCE)))


def test_broken_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("[own\n")

    with pytest.raises(FaultyCatalogue, match=r"own\.toml: .*line 1"):
        Catalogue.read(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyCatalogue, match=r"none\.toml: .*No such file"):
        Catalogue.read(tmp_path / "none.toml")
