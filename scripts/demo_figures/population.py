"""Table 03759ned: population, from recorded responses of CBS OData v4."""

from pathlib import Path
from typing import Any

from .areas import FOLDER, Areas
from .reading import codes_of, json_of
from .table import (
    NUMBER,
    Bilingual,
    Dimension,
    Measure,
    Observation,
    Origin,
    Table,
    UnreadableSource,
)

TABLE = "03759ned"
OTHERS = ("Geslacht", "Leeftijd", "BurgerlijkeStaat")
ENGLISH = {"M000352": "Population on 1 January", "M000365": "Average population"}
DESCRIPTION = Bilingual(
    nl="Inwoners van Nederland, de provincies en de gemeenten op 1 januari 2019–2026, en het "
    "gemiddelde over 2019–2025, zonder uitsplitsing naar geslacht, leeftijd en burgerlijke staat. "
    "Cijfers van een gemeente gelden voor haar grenzen van dat jaar: een herindeling is een breuk "
    "die hier niet is hersteld; opgeheven gemeenten hebben een code maar geen cijfer.",
    en="Inhabitants of the Netherlands, its provinces and its municipalities on 1 January "
    "2019–2026, and the average over 2019–2025, not broken down by sex, age and marital status. "
    "A municipality's figures hold for its boundaries of that year: a merger is a break that is "
    "not mended here; abolished municipalities have a code but no figure.",
)
STATUS_OF_PERIOD = {"Definitief": "A", "NaderVoorlopig": "P", "Voorlopig": "P"}


def read(source: Path, areas: Areas) -> Table:
    """Both measures for every region with a figure; what cannot exist is left out."""
    folder = source / FOLDER
    index, properties = json_of(folder / "index.json"), json_of(folder / "properties.json")
    if properties["Identifier"] != TABLE:
        raise UnreadableSource(
            [f"{folder}: holds table {properties['Identifier']!r}, expected {TABLE!r}."]
        )
    observations = _observations(folder, index)
    used = {code for observation in observations for code in observation.key}
    titles = {
        row["Identifier"]: row["Title"] for row in json_of(folder / "dimensions.json")["value"]
    }
    return Table(
        origin=Origin(
            table=TABLE,
            title=Bilingual(properties["Title"], "Population on 1 January and average; by region"),
            description=DESCRIPTION,
            published_at=properties["Modified"],
            retrieved_at=index["capturedAt"],
        ),
        dimensions=[
            areas.dimension(described=True),  # whole: it tells of those that are no more too
            *(
                Dimension(
                    identifier=name,
                    kind="period" if name == "Perioden" else "other",
                    title=titles[name],
                    codes=[c for c in codes_of(folder / f"codes-{name}.json") if c.code in used],
                )
                for name in ("Perioden", *OTHERS)
            ),
        ],
        measures=[
            Measure(
                code=row["Identifier"],
                title=Bilingual(row["Title"].strip(), ENGLISH[row["Identifier"]]),
                unit=row["Unit"],
                decimals=int(row["Decimals"]),
            )
            for row in json_of(folder / "measure-codes.json")["value"]
        ],
        observations=observations,
    )


def _observations(folder: Path, index: dict[str, Any]) -> list[Observation]:
    """Every page's figures; CBS's ValueAttribute says of a row without figure why it has none."""
    periods = json_of(folder / "codes-Perioden.json")["value"]
    status = {row["Identifier"]: STATUS_OF_PERIOD[row["Status"]] for row in periods}
    rows = [
        row for page in index["observationPages"] for row in json_of(folder / f"{page}.gz")["value"]
    ]
    faults = []
    if len(rows) != int(index["observationRows"]):
        faults.append(f"{folder}: {len(rows)} rows, but {index['observationRows']} were announced.")
    observations = []
    for row in rows:
        match row["ValueAttribute"], row["Value"]:
            case "Impossible", None:
                continue
            case "None", str(text) if NUMBER.fullmatch(text):
                observations.append(
                    Observation(
                        measure=row["Measure"],
                        area=row["RegioS"].strip(),
                        period=row["Perioden"],
                        value=text,
                        status=status[row["Perioden"]],
                        others=tuple(row[name] for name in OTHERS),
                    )
                )
            case attribute, value:
                faults.append(
                    f"{folder}, Id {row['Id']}: value {value!r} with attribute {attribute!r}; "
                    "expected a number with 'None', or no value with 'Impossible'."
                )
    if faults:
        raise UnreadableSource(faults)
    return observations
