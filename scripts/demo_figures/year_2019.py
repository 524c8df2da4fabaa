"""Ages, land and address density in 2019, from exports of StatLine.

Of the municipalities that came about between 2015 and 2019 the key figures of 2015 tell nothing.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from .areas import Areas
from .dwellings import FOOTER
from .reading import rows_of
from .table import Bilingual, Code, Measure, Observation, Origin, Table, years
from .wide import Row, observations_of

KEY_FIGURES = "cbs_statline_csv/70072ned_2019_bevolking_oppervlakte.csv"
AREAS_OF_2019 = "cbs_statline_csv/gebieden_in_nederland_2019.csv"
PERIOD = Code("2019JJ00", "2019")
# The first day on which both files were known, which stands for both moments.
KNOWN_SINCE = "2020-03-15T21:04:05+01:00"
MEASURE_OF_COLUMN = {
    "Jonger dan 5 jaar": Measure(
        "JongerDan5Jaar",
        Bilingual("Inwoners jonger dan 5 jaar", "Inhabitants under 5"),
        "aantal",
        0,
    ),
    "5 tot 10 jaar": Measure(
        "5Tot10Jaar",
        Bilingual("Inwoners van 5 tot 10 jaar", "Inhabitants aged 5 to 10"),
        "aantal",
        0,
    ),
    "10 tot 15 jaar": Measure(
        "10Tot15Jaar",
        Bilingual("Inwoners van 10 tot 15 jaar", "Inhabitants aged 10 to 15"),
        "aantal",
        0,
    ),
    "15 tot 20 jaar": Measure(
        "15Tot20Jaar",
        Bilingual("Inwoners van 15 tot 20 jaar", "Inhabitants aged 15 to 20"),
        "aantal",
        0,
    ),
    "65 tot 80 jaar": Measure(
        "65Tot80Jaar",
        Bilingual("Inwoners van 65 tot 80 jaar", "Inhabitants aged 65 to 80"),
        "aantal",
        0,
    ),
    "80 jaar of ouder": Measure(
        "80JaarOfOuder",
        Bilingual("Inwoners van 80 jaar of ouder", "Inhabitants aged 80 or over"),
        "aantal",
        0,
    ),
    "Land oppervlakte km2": Measure(
        "Land", Bilingual("Oppervlakte land", "Area of land"), "km²", 2
    ),
}
DENSITY_COLUMN = "Omgevingsadressendichtheid per km2"
DENSITY = Measure(
    "Omgevingsadressendichtheid",
    Bilingual("Omgevingsadressendichtheid", "Address density of the surroundings"),
    "per km²",
    0,
)
ORIGIN = Origin(
    table="70072ned-2019",
    form="statline",
    drawn_from="70072ned",
    title=Bilingual(
        "Regionale kerncijfers Nederland: leeftijd en oppervlakte in 2019",
        "Regional key figures of the Netherlands: age and area in 2019",
    ),
    description=Bilingual(
        nl="Inwoners naar leeftijd op 1 januari 2019 en de oppervlakte aan land, voor de 355 "
        "gemeenten van dat jaar. Het bestand heeft geen cijfers voor land of provincie.",
        en="Inhabitants by age on 1 January 2019 and the area of land, for the 355 municipalities "
        "of that year. The file has no figures for the nation or the provinces.",
    ),
    published_at=KNOWN_SINCE,
    retrieved_at=KNOWN_SINCE,
)
DENSITY_ORIGIN = Origin(
    table="84378NED",
    form="statline",
    title=Bilingual("Gebieden in Nederland 2019", "Areas in the Netherlands 2019"),
    description=Bilingual(
        nl="De omgevingsadressendichtheid van de 355 gemeenten van 2019: het gemiddelde aantal "
        "adressen per vierkante kilometer binnen een straal van een kilometer rond elk adres.",
        en="The address density of the 355 municipalities of 2019: the average number of addresses "
        "per square kilometre within a kilometre around each address.",
    ),
    published_at=KNOWN_SINCE,
    retrieved_at=KNOWN_SINCE,
)


def read(source: Path, areas: Areas) -> Table:
    """Ages and land; a municipality that did not exist in 2019 has no cell filled."""
    path = source / KEY_FIGURES
    codes = {column: measure.code for column, measure in MEASURE_OF_COLUMN.items()}
    observations = observations_of(
        _with_points(path, ("Naam", *codes)),
        codes,
        area=lambda row: areas.code(row["Naam"], spelled={}),
        period=lambda _: PERIOD.code,
    )
    return _table(ORIGIN, areas, list(MEASURE_OF_COLUMN.values()), observations)


def read_density(source: Path, areas: Areas) -> Table:
    """The address density; this file has codes."""
    observations = observations_of(
        _with_points(source / AREAS_OF_2019, ("Naam", "Code", DENSITY_COLUMN)),
        {DENSITY_COLUMN: DENSITY.code},
        area=lambda row: row["Code"],
        period=lambda _: PERIOD.code,
    )
    return _table(DENSITY_ORIGIN, areas, [DENSITY], observations)


def _with_points(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    """The rows with decimal points, without the footer."""
    for place, row in rows_of(path, columns, delimiter=";", encoding="latin-1"):
        if row["Naam"] != FOOTER:
            yield place, _pointed(row)


def _pointed(row: Mapping[str, str]) -> Row:
    return {
        column: text if column == "Naam" else text.replace(",", ".") for column, text in row.items()
    }


def _table(
    origin: Origin, areas: Areas, measures: list[Measure], observations: list[Observation]
) -> Table:
    return Table(
        origin=origin,
        dimensions=[
            areas.dimension(observation.area for observation in observations),
            years([PERIOD]),
        ],
        measures=measures,
        observations=observations,
    )
