"""Table 70072ned: key figures of 2015, from an untyped export of CBS OData v3."""

from pathlib import Path

from .areas import Areas
from .reading import rows_of
from .table import (
    Bilingual,
    Code,
    Measure,
    Observation,
    Origin,
    Table,
    UnreadableSource,
    figure,
    years,
)

FILE = "cbs_statline_csv/70072ned_2015_untyped.csv.gz"
PERIOD = Code("2015JJ00", "2015")
MEASURES = (
    Measure(
        "TotaleBevolking_1",
        Bilingual("Totale bevolking op 1 januari", "Total population on 1 January"),
        "aantal",
        0,
    ),
    Measure(
        "VoorraadOp1Januari_90",
        Bilingual("Woningvoorraad op 1 januari", "Dwelling stock on 1 January"),
        "aantal",
        0,
    ),
    Measure(
        "TotaalAantalBanen_112",
        Bilingual("Banen van werknemers, totaal", "Jobs of employees, total"),
        "x 1 000",
        1,
    ),
)
ORIGIN = Origin(
    table="70072ned",
    form="cbs-v3",
    title=Bilingual("Regionale kerncijfers Nederland", "Regional key figures of the Netherlands"),
    description=Bilingual(
        nl="Drie van de 312 onderwerpen (inwoners, woningen, banen van werknemers) in 2015, voor "
        "land, landsdelen, provincies, COROP-gebieden en de 393 gemeenten van dat jaar. Het "
        "bestand meldt niet welke cijfers voorlopig zijn; banen zijn op honderdtallen afgerond, "
        "en ruim 15.000 landelijk getelde banen staan bij geen enkele regio.",
        en="Three of the 312 topics (inhabitants, dwellings, jobs of employees) in 2015, for the "
        "nation, its parts, provinces, COROP areas and the 393 municipalities of that year. The "
        "file does not tell which figures are provisional; jobs are rounded to hundreds, and over "
        "15,000 jobs that the nation counts stand with no region.",
    ),
    # From the file's own name at its download; `Modified` is not known.
    published_at="2018-06-06T00:08:05+02:00",
    retrieved_at="2018-06-06T00:08:05+02:00",
)


def read(source: Path, areas: Areas) -> Table:
    """The three measures; a municipality that did not exist in 2015 has no cell filled."""
    path = source / FILE
    names = [measure.code for measure in MEASURES]
    faults, observations = [], []
    for place, row in rows_of(path, ("RegioS", "Perioden", *names), delimiter=";"):
        if not any(row[name] for name in names):
            continue
        for name in names:
            try:
                value, status = figure(row[name])
            except ValueError as fault:
                faults.append(f"{place}, column {name!r}: {fault}")
                continue
            observations.append(Observation(name, row["RegioS"], row["Perioden"], value, status))
    if faults:
        raise UnreadableSource(faults)
    return Table(
        origin=ORIGIN,
        dimensions=[
            areas.dimension(observation.area for observation in observations),
            years([PERIOD]),
        ],
        measures=MEASURES,
        observations=observations,
    )
