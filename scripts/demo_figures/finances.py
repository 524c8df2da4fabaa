"""Municipal finances out of Iv3, from sums that a third party made of CBS's open data."""

import json
from collections.abc import Iterator
from pathlib import Path

from .areas import Areas
from .reading import rows_of
from .table import (
    NUMBER,
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
from .wide import Row, observations_of

FILE = "iv3/iv3_summary_2017_2023.csv.gz"
ACCOUNTS = "X005"  # the annual accounts; X000 is the budget
UNIT = "1 000 euro"
BALANCE = ("eigen_vermogen", "balanstotaal")
MEASURE_OF_COLUMN = {
    "lasten": Measure("Expenditure", Bilingual("Lasten", "Expenditure"), UNIT, 0),
    "baten": Measure("Income", Bilingual("Baten", "Income"), UNIT, 0),
    "heffingen": Measure("Taxes", Bilingual("Belastingen", "Taxes"), UNIT, 0),
    "salarissen": Measure(
        "Salaries",
        Bilingual("Salarissen en sociale lasten", "Salaries and social charges"),
        UNIT,
        0,
    ),
    "inhuur": Measure("HiredStaff", Bilingual("Inhuur van personeel", "Hired staff"), UNIT, 0),
    "eigen_vermogen": Measure("Equity", Bilingual("Eigen vermogen", "Equity"), UNIT, 0),
    "balanstotaal": Measure("BalanceTotal", Bilingual("Balanstotaal", "Balance total"), UNIT, 0),
}
FIELD_COLUMN = "per_hoofdtaakveld"
FIELDS = {
    "0": "Bestuur en ondersteuning",
    "1": "Veiligheid",
    "2": "Verkeer, vervoer en waterstaat",
    "3": "Economie",
    "4": "Onderwijs",
    "5": "Sport, cultuur en recreatie",
    "6": "Sociaal domein",
    "7": "Volksgezondheid en milieu",
    "8": "Volkshuisvesting, leefomgeving en stedelijke vernieuwing",
}
HOW = Bilingual(
    nl="Jaarrekeningen van 2017–2023 volgens de Iv3-opgave van elke gemeente, in duizenden euro. "
    "De bedragen zijn niet door het CBS opgeteld maar door een derde, uit de open data die het CBS "
    "van Iv3 verspreidt; ze zijn hier overgenomen en niet nagerekend. Waar een gemeente in een "
    "jaar overal 0 heeft, is er geen opgave en ontbreekt het cijfer.",
    en="Annual accounts of 2017–2023 as each municipality reported them under Iv3, in thousands of "
    "euros. The amounts were added up not by CBS but by a third party, out of the open data that "
    "CBS spreads of Iv3; they were taken over here and not checked. Where a municipality has 0 all "
    "over in a year there is no report, and the figure is missing.",
)


def _origin(table: str, title: Bilingual, what: Bilingual) -> Origin:
    return Origin(
        table=table,
        form="koers",
        title=title,
        description=Bilingual(f"{what.nl} {HOW.nl}", f"{what.en} {HOW.en}"),
        source_url="https://github.com/JoeyKurtosis/GemeenteFinancienTest",
        attribution="Bron: CBS (Iv3, Informatie voor derden), bewerkt door een derde",
        # The file's first known day; neither CBS's moment nor that of its collection is known.
        published_at="2026-07-17T13:55:24+02:00",
        retrieved_at="2026-07-17T13:55:24+02:00",
    )


ORIGIN = _origin(
    "municipal-finances",
    Bilingual("Gemeentefinanciën: jaarrekeningen (Iv3)", "Municipal finances: accounts (Iv3)"),
    Bilingual(
        nl="Lasten en baten zonder mutaties van reserves, belastingen op producenten en "
        "huishoudens (Iv3-categorieën 2.2.1 en 2.2.2, zonder leges en andere rechten), personeel, "
        "en eigen vermogen en balanstotaal per 31 december.",
        en="Expenditure and income without changes in reserves, taxes on producers and households "
        "(Iv3 categories 2.2.1 and 2.2.2, without fees and other charges), staff, and equity and "
        "balance total on 31 December.",
    ),
)
FIELDS_ORIGIN = _origin(
    "municipal-expenditure",
    Bilingual(
        "Gemeentelijke lasten naar hoofdtaakveld (Iv3)",
        "Municipal expenditure by main task field (Iv3)",
    ),
    Bilingual(
        nl="Lasten naar hoofdtaakveld, zonder mutaties van reserves.",
        en="Expenditure by main task field, without changes in reserves.",
    ),
)


def read(source: Path, areas: Areas) -> Table:
    """The amounts of each municipality and year; missing where nothing was reported."""
    codes = {column: measure.code for column, measure in MEASURE_OF_COLUMN.items()}
    observations = observations_of(
        ((place, _whole(row, tuple(codes))) for place, row in _accounts(source, tuple(codes))),
        codes,
        area=lambda row: row["gm_code"],
        period=lambda row: f"{row['jaar']}JJ00",
        missing=_is_unreported,
    )
    return Table(
        origin=ORIGIN,
        dimensions=_dimensions(areas, observations),
        measures=list(MEASURE_OF_COLUMN.values()),
        observations=observations,
    )


def read_by_field(source: Path, areas: Areas) -> Table:
    """The expenditure of each municipality and year by main task field."""
    faults: list[str] = []
    observations: list[Observation] = []
    measure = MEASURE_OF_COLUMN["lasten"]
    for place, row in _accounts(source, ("lasten", "baten", FIELD_COLUMN)):
        amounts = json.loads(row[FIELD_COLUMN], parse_float=str, parse_int=str)
        if amounts.keys() != FIELDS.keys():
            faults.append(f"{place}, column {FIELD_COLUMN!r}: expected the fields 0 to 8.")
            continue
        cells = {field: _whole_number(text) for field, text in amounts.items()}
        if bad := [text for text in cells.values() if not NUMBER.fullmatch(text)]:
            faults.append(f"{place}, column {FIELD_COLUMN!r}: expected numbers, found {bad}.")
            continue
        is_missing = _is_unreported(row, "lasten")
        observations += [
            Observation(
                measure.code,
                row["gm_code"],
                f"{row['jaar']}JJ00",
                "" if is_missing else text,
                "O" if is_missing else "A",
                (field,),
            )
            for field, text in cells.items()
        ]
    if faults:
        raise UnreadableSource(faults)
    fields = Dimension(
        identifier="TaskField",
        kind="other",
        title="Hoofdtaakveld",
        codes=[Code(code, name) for code, name in FIELDS.items()],
    )
    return Table(
        origin=FIELDS_ORIGIN,
        dimensions=[*_dimensions(areas, observations), fields],
        measures=[measure],
        observations=observations,
    )


def _accounts(source: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, Row]]:
    for place, row in rows_of(source / FILE, ("jaar", "verslagsoort", "gm_code", *columns)):
        if row["verslagsoort"] == f"{row['jaar']}{ACCOUNTS}":
            yield place, row


def _is_unreported(row: Row, column: str) -> bool:
    """Whether a 0 stands for no report: nothing spent and nothing received, or an empty balance."""
    empty = BALANCE if column in BALANCE else ("lasten", "baten")
    return all(float(row[each]) == 0 for each in empty)


def _whole(row: Row, columns: tuple[str, ...]) -> Row:
    return {**row, **{column: _whole_number(row[column]) for column in columns}}


def _whole_number(text: str) -> str:
    """The amount without the empty decimal that a collector's software put behind it."""
    return text.removesuffix(".0")


def _dimensions(areas: Areas, observations: list[Observation]) -> list[Dimension]:
    return [
        areas.dimension(observation.area for observation in observations),
        years(Code(each.period, each.period[:4]) for each in observations),
    ]
