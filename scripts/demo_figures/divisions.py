"""Regional divisions of 2015, drawn from the columns in which table 70072ned names them."""

from pathlib import Path

from .areas import Areas
from .key_figures import FILE, PERIOD
from .key_figures import ORIGIN as KEY_FIGURES
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
    years,
)

MEASURE = Measure(
    "Membership",
    Bilingual("Gemeente ligt in het gebied", "The municipality lies in the area"),
    "gemeente",
    0,
)
# The columns with code and name of the area in which a municipality lies, and what kind that is.
COLUMNS = {
    "AM": ("Code_271", "Naam_272", "arbeidsmarktregio"),
    "CR": ("Code_275", "Naam_276", "COROP-gebied"),
}
ORIGIN = Origin(
    table="regional-divisions",
    form="koers",
    drawn_from=KEY_FIGURES.table,
    title=Bilingual("Gebiedsindelingen van Nederland", "Regional divisions of the Netherlands"),
    description=Bilingual(
        nl="In welk COROP-gebied en welke arbeidsmarktregio elk van de 393 gemeenten van 2015 lag: "
        "een 1 zegt dat de gemeente in het gebied ligt, en elke gemeente ligt in één gebied van "
        "elke soort. Ontleend aan de indelingskolommen van tabel 70072ned.",
        en="In which COROP area and which labour-market region each of the 393 municipalities of "
        "2015 lay: a 1 says that the municipality lies in the area, and each municipality lies in "
        "one area of each kind. Drawn from the columns of table 70072ned that name the divisions.",
    ),
    published_at=KEY_FIGURES.published_at,
    retrieved_at=KEY_FIGURES.retrieved_at,
)


def read(source: Path, areas: Areas) -> Table:
    """A figure 1 per municipality and area it lies in; other areas and municipalities have none."""
    path = source / FILE
    faults: list[str] = []
    observations: list[Observation] = []
    divisions: dict[str, Code] = {}
    columns = [name for code, title, _ in COLUMNS.values() for name in (code, title)]
    for place, row in rows_of(
        path, ("RegioS", "Perioden", "TotaleBevolking_1", *columns), delimiter=";"
    ):
        if not row["RegioS"].startswith("GM") or not row["TotaleBevolking_1"]:
            continue
        for kind, (code_column, name_column, description) in COLUMNS.items():
            code, name = row[code_column], row[name_column]
            if not code.startswith(kind) or not name:
                faults.append(
                    f"{place}, column {code_column!r}: expected a code {kind}… with its name, "
                    f"found {code!r}, {name!r}."
                )
                continue
            known = divisions.setdefault(code, Code(code, name, kind, description))
            if known.title != name:
                faults.append(f"{place}: {code} is called {name!r}, and {known.title!r} elsewhere.")
            observations.append(
                Observation(MEASURE.code, row["RegioS"], row["Perioden"], "1", "A", (code,))
            )
    if faults:
        raise UnreadableSource(faults)
    return Table(
        origin=ORIGIN,
        dimensions=[
            areas.dimension(observation.area for observation in observations),
            years([PERIOD]),
            Dimension(
                identifier="Division",
                kind="other",
                title="Gebied",
                codes=[divisions[code] for code in sorted(divisions)],
            ),
        ],
        measures=[MEASURE],
        observations=observations,
    )
