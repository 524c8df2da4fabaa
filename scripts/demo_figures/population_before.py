"""Population at the end of 2024, from table 37230ned: an earlier vintage of table 03759ned.

The population at the end of a year is that of 1 January of the next. Months before table 03759ned
had its definitive figures, table 37230ned had these; the demonstration keeps both, to show what was
revised.
"""

from pathlib import Path

from .areas import FOLDER, Areas, UnknownName
from .dwellings import FOOTER, SPELLED
from .population import ENGLISH, OTHERS
from .population import TABLE as LATER_TABLE
from .reading import codes_of, json_of, rows_of
from .table import (
    Bilingual,
    Dimension,
    Measure,
    Observation,
    Origin,
    Table,
    UnreadableSource,
    figure,
)

FILE = "cbs_statline_csv/37230ned_bevolking_einde_jaar_2012_2016_2020_2024.csv"
END_OF_YEAR, PERIOD = "2024", "2025JJ00"
MEASURE = "M000352"
TOTALS = ("T001038", "10000", "T001019")
ORIGIN = Origin(
    table="37230ned",
    dataset=LATER_TABLE,
    title=Bilingual(
        "Bevolking aan het einde van 2024, als bevolking op 1 januari 2025",
        "Population at the end of 2024, as the population on 1 January 2025",
    ),
    description=Bilingual(
        nl="Inwoners per gemeente aan het einde van december 2024, uit tabel 37230ned "
        "(Bevolkingsontwikkeling; regio per maand) zoals die op 4 juni 2025 was. Die tabel stelt "
        "voorgaande maanden tussentijds bij; tabel 03759ned heeft definitieve cijfers. De lijst "
        "van gebieden is die van tabel 03759ned.",
        en="Inhabitants per municipality at the end of December 2024, from table 37230ned "
        "(population development; region by month) as it was on 4 June 2025. That table adjusts "
        "earlier months; table 03759ned has definitive figures. The list of areas is that of "
        "table 03759ned.",
    ),
    # The moment of the download, from the file's first name; `Modified` is not known.
    published_at="2025-06-04T14:44:48+02:00",
    retrieved_at="2025-06-04T14:44:48+02:00",
)


def read(source: Path, areas: Areas) -> Table:
    """The municipalities there were; one that had gone by then has an empty cell."""
    faults, observations = [], []
    for place, row in rows_of(source / FILE, ("Regio's", END_OF_YEAR)):
        name, text = row["Regio's"], row[END_OF_YEAR]
        if name == FOOTER or not text:
            continue
        try:
            area = areas.code(name, spelled=SPELLED)
            value, status = figure(text)
        except (UnknownName, ValueError) as fault:
            faults.append(f"{place}: {fault}")
            continue
        observations.append(Observation(MEASURE, area, PERIOD, value, status, TOTALS))
    if faults:
        raise UnreadableSource(faults)
    used = {PERIOD, *TOTALS}
    described = json_of(source / FOLDER / "dimensions.json")["value"]
    titles = {row["Identifier"]: row["Title"] for row in described}
    return Table(
        origin=ORIGIN,
        dimensions=[
            areas.dimension(),
            *(
                Dimension(
                    identifier=name,
                    kind="period" if name == "Perioden" else "other",
                    title=titles[name],
                    codes=[
                        code
                        for code in codes_of(source / FOLDER / f"codes-{name}.json")
                        if code.code in used
                    ],
                )
                for name in ("Perioden", *OTHERS)
            ),
        ],
        measures=[
            Measure(MEASURE, Bilingual("Bevolking op 1 januari", ENGLISH[MEASURE]), "aantal", 0)
        ],
        observations=observations,
    )
