"""Table 81402ned: jobs of employees, from an export of StatLine that holds names and no codes.

Made into two tables, since the total has been one by itself from the start.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from .areas import Areas, UnknownName
from .reading import rows_of
from .table import (
    Bilingual,
    Code,
    Dimension,
    Measure,
    Observation,
    Origin,
    Table,
    UnreadableSource,
    figure,
    years,
)

FILE = "cbs_statmine/banen_van_werknemers_sbi_gemeente_2008_2010.csv.gz"
ALL_ACTIVITIES = "A-U Alle economische activiteiten"
# The groups of activities that hold one another twice over: four, and a part of these again.
ACTIVITIES = {
    name: name.split(" ", 1)[0]
    for name in (
        "A Landbouw, bosbouw en visserij",
        "B-F Nijverheid en energie",
        "G-N Commerciële dienstverlening",
        "O-U Niet-commerciële dienstverlening",
        "G-I Handel, vervoer en horeca",
        "J Informatie en communicatie",
        "K Financiële dienstverlening",
        "M-N Zakelijke dienstverlening",
        "O-Q Overheid en zorg",
        "R-U Cultuur, recreatie, overige diensten",
    )
}
COLUMN = "Banen van werknemers"
SPELLED = {"Nederland totaal": "Nederland", "Friesland (PV)": "Fryslân (PV)"}
# Regions that CBS's list does not code: agglomerations, labour-market regions, and what could not
# be assigned to a region.
WITHOUT_CODE = re.compile(
    r".* \((GA|RP)\)|Niet in te delen \((LD|PV|CR)\)|Niet-gemeentelijk ingedeeld"
)
PERIOD = re.compile(r"(?P<label>(?P<year>\d{4}) december)(?P<mark>\*{0,2})")
MEASURE = Measure("Banen", Bilingual("Banen van werknemers", "Jobs of employees"), "x 1 000", 2)
ORIGIN = Origin(
    table="81402ned",
    form="statline",
    title=Bilingual(
        "Banen van werknemers in december; econ. activ. (SBI2008), regio, 2008-2014",
        "Jobs of employees in December; economic activity (SBI 2008), region, 2008-2014",
    ),
    description=Bilingual(
        nl="Banen van werknemers in alle economische activiteiten samen (A–U), in december 2008, "
        "2009 en 2010, voor land, landsdelen, provincies, COROP-gebieden en gemeenten; het "
        "decembercijfer staat onder zijn jaar, en alle cijfers zijn voorlopig. Gemeenten zijn op "
        "tientallen banen afgerond, de overige regio's op honderdtallen; banen die niet in een "
        "gemeente zijn in te delen tellen alleen landelijk mee, en een punt (onbekend) staat hier "
        "alleen bij gemeenten die in dat jaar niet bestonden.",
        en="Jobs of employees in all economic activities together (A–U), in December 2008, 2009 "
        "and 2010, for the nation, its parts, provinces, COROP areas and municipalities; a figure "
        "of December stands under its year, and all figures are provisional. Municipalities are "
        "rounded to tens of jobs, other regions to hundreds; jobs that cannot be assigned to a "
        "municipality count in the nation only, and a point (unknown) stands here only with "
        "municipalities that did not exist in that year.",
    ),
    # The file's first known day; neither `Modified` nor the download's moment is known.
    published_at="2012-06-28T15:20:43+02:00",
    retrieved_at="2012-06-28T15:20:43+02:00",
)

ORIGIN_BY_ACTIVITY = replace(
    ORIGIN,
    table="81402ned-by-activity",
    drawn_from="81402ned",
    description=Bilingual(
        nl="Banen van werknemers naar economische activiteit (SBI 2008): de vier hoofdgroepen en "
        "zes groepen daarbinnen, die elkaar overlappen en dus niet zijn op te tellen, in "
        "december 2008, 2009 en 2010, voor dezelfde regio's als tabel 81402ned. Alle cijfers zijn "
        "voorlopig en op tientallen banen (gemeenten) of honderdtallen (overige regio's) afgerond; "
        "een x (geheim) en een punt (onbekend) staan hier als ontbrekend.",
        en="Jobs of employees by economic activity (SBI 2008): the four main groups and six "
        "groups within these, which overlap and so cannot be added up, in December 2008, 2009 and "
        "2010, for the same regions as table 81402ned. All figures are provisional and rounded to "
        "tens of jobs (municipalities) or hundreds (other regions); an x (confidential) and a "
        "point (unknown) stand here as missing.",
    ),
)


def read(source: Path, areas: Areas) -> Table:
    """The total of all activities for every region that CBS's list has a code for."""
    observations, periods = _observations(source, areas, {ALL_ACTIVITIES: ()})
    return Table(
        origin=ORIGIN,
        dimensions=_dimensions(areas, observations, periods),
        measures=[MEASURE],
        observations=observations,
    )


def read_by_activity(source: Path, areas: Areas) -> Table:
    """The groups of activities, for the same regions."""
    wanted = {name: (code,) for name, code in ACTIVITIES.items()}
    observations, periods = _observations(source, areas, wanted)
    activity = Dimension(
        identifier="Activity",
        kind="other",
        title="Economische activiteit (SBI 2008)",
        codes=[Code(code, name) for name, code in ACTIVITIES.items()],
    )
    return Table(
        origin=ORIGIN_BY_ACTIVITY,
        dimensions=[*_dimensions(areas, observations, periods), activity],
        measures=[MEASURE],
        observations=observations,
    )


def _dimensions(
    areas: Areas, observations: Sequence[Observation], periods: Iterable[Code]
) -> list[Dimension]:
    return [areas.dimension(observation.area for observation in observations), years(periods)]


def _observations(
    source: Path, areas: Areas, codes_of_activity: Mapping[str, tuple[str, ...]]
) -> tuple[list[Observation], set[Code]]:
    """The figures of these activities, each with its codes of further dimensions; the periods."""
    path = source / FILE
    faults: list[str] = []
    observations: list[Observation] = []
    periods: set[Code] = set()
    columns = ("SBI", "Regio", "Periode", COLUMN)
    for place, row in rows_of(path, columns, delimiter=";", encoding="latin-1"):
        if row["SBI"] not in codes_of_activity or WITHOUT_CODE.fullmatch(row["Regio"]):
            continue
        period = PERIOD.fullmatch(row["Periode"])
        if period is None:
            faults.append(
                f"{place}: expected a period like '2010 december*', found {row['Periode']!r}."
            )
            continue
        try:
            area = areas.code(row["Regio"], spelled=SPELLED)
            value, status = figure(row[COLUMN], status="P" if period["mark"] else "A")
        except UnknownName as unknown:
            faults.append(f"{place}: {unknown}.")
            continue
        except ValueError as fault:
            faults.append(f"{place}, column {COLUMN!r}: {fault}")
            continue
        code = Code(f"{period['year']}JJ00", period["label"])
        periods.add(code)
        others = codes_of_activity[row["SBI"]]
        observations.append(Observation(MEASURE.code, area, code.code, value, status, others))
    if faults:
        raise UnreadableSource(faults)
    return observations, periods
