"""Table 81955NED: dwellings, from an export of StatLine that holds names and no codes."""

from pathlib import Path

from .areas import Areas, UnknownName
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

FILE = "cbs_statline_csv/81955ned_woningvoorraad_2012_2016_2020_2024.csv"
FOOTER = "Bron: CBS"
# The export lost the apostrophe with which these names begin.
SPELLED = {
    "s-Gravenhage (gemeente)": "'s-Gravenhage (gemeente)",
    "s-Hertogenbosch": "'s-Hertogenbosch",
}
MEASURE_OF_COLUMN = {
    "Beginstand voorraad": Measure(
        "Beginstand",
        Bilingual("Beginstand voorraad", "Stock at the start of the year"),
        "aantal",
        0,
    ),
    "Nieuwbouw": Measure(
        "Nieuwbouw", Bilingual("Nieuwbouw", "New dwellings during the year"), "aantal", 0
    ),
    "Eindstand voorraad": Measure(
        "Eindstand", Bilingual("Eindstand voorraad", "Stock at the end of the year"), "aantal", 0
    ),
}
ORIGIN = Origin(
    table="81955NED",
    form="statline",
    title=Bilingual(
        "Voorraad woningen en niet-woningen; mutaties, gebruiksfunctie, regio",
        "Stock of dwellings and other buildings; changes, use, region",
    ),
    description=Bilingual(
        nl="Woningen (gebruiksfunctie woning) per gemeente: voorraad aan het begin en het einde "
        "van 2012, 2016, 2020 en 2024, en de nieuwbouw in die jaren; het bestand heeft geen "
        "cijfers voor land of provincie, en een herindeling is een breuk die hier niet is "
        "hersteld. Voorraad en nieuwbouw sluiten niet op elkaar aan, want sloop, overige mutaties "
        "en correcties ontbreken: in 2012 daalt de voorraad van Aa en Hunze zo van 12.414 naar "
        "11.214, en Wageningen springt van 14.486 naar 18.578; dat staat er zoals het CBS het "
        "publiceerde.",
        en="Dwellings (buildings in use as a dwelling) per municipality: stock at the start and "
        "the end of 2012, 2016, 2020 and 2024, and those newly built in these years; the file has "
        "no figures for the nation or the provinces, and a merger is a break that is not mended "
        "here. Stock and new dwellings do not add up, for demolition, other changes and "
        "corrections are not in the file: so in 2012 the stock of Aa en Hunze falls from 12,414 to "
        "11,214 and Wageningen's leaps from 14,486 to 18,578; both stand as CBS published them.",
    ),
    # The moment of the download, from the file's first name; `Modified` is not known.
    published_at="2025-06-04T14:44:55+02:00",
    retrieved_at="2025-06-04T14:44:55+02:00",
)


def read(source: Path, areas: Areas) -> Table:
    """The three measures; a municipality that did not exist in a year has no cell filled then."""
    path = source / FILE
    faults, observations = [], []
    for place, row in rows_of(path, ("Regio's", "Perioden", *MEASURE_OF_COLUMN)):
        name, year = row["Regio's"], row["Perioden"]
        if name == FOOTER:
            continue
        try:
            area = areas.code(name, spelled=SPELLED)
        except UnknownName as unknown:
            faults.append(f"{place}: {unknown}.")
            continue
        if not any(row[column] for column in MEASURE_OF_COLUMN):
            continue
        for column, measure in MEASURE_OF_COLUMN.items():
            try:
                value, status = figure(row[column])
            except ValueError as fault:
                faults.append(f"{place}, column {column!r}: {fault}")
                continue
            observations.append(Observation(measure.code, area, f"{year}JJ00", value, status))
    if faults:
        raise UnreadableSource(faults)
    return Table(
        origin=ORIGIN,
        dimensions=[
            areas.dimension(observation.area for observation in observations),
            years(Code(each.period, each.period[:4]) for each in observations),
        ],
        measures=list(MEASURE_OF_COLUMN.values()),
        observations=observations,
    )
