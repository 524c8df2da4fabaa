"""Table 70072ned: key figures of 2015, from an untyped export of CBS OData v3."""

from pathlib import Path

from .areas import Areas
from .key_figure_measures import MEASURES
from .reading import rows_of
from .table import Bilingual, Code, Origin, Table, years
from .wide import observations_of

FILE = "cbs_statline_csv/70072ned_2015_untyped.csv.gz"
PERIOD = Code("2015JJ00", "2015")
ORIGIN = Origin(
    table="70072ned",
    form="cbs-v3",
    title=Bilingual("Regionale kerncijfers Nederland", "Regional key figures of the Netherlands"),
    description=Bilingual(
        nl=f"Een keuze van {len(MEASURES)} uit de 312 onderwerpen in 2015, voor land, landsdelen, "
        "provincies, COROP-gebieden en de 393 gemeenten van dat jaar. Het bestand bevat geen "
        "omschrijvingen, eenheden of peildata: die staan hier zoals het CBS ze in deze tabel "
        "gebruikt, en welke cijfers voorlopig zijn is niet bekend. Een punt in het bestand "
        "(onbekend, onvoldoende betrouwbaar of geheim) staat hier als ontbrekend. Banen zijn op "
        "honderdtallen afgerond, en ruim 15.000 landelijk getelde banen staan bij geen enkele "
        "regio; ook uitkeringen tellen landelijk op tot meer, want wie in het buitenland woont "
        "telt alleen daar mee.",
        en=f"A choice of {len(MEASURES)} of the 312 topics in 2015, for the nation, its parts, "
        "provinces, COROP areas and the 393 municipalities of that year. The file holds no "
        "descriptions, units or reference dates: they stand here as CBS uses them in this table, "
        "and which figures are provisional is not known. A point in the file (unknown, not "
        "reliable enough or confidential) stands here as missing. Jobs are rounded to hundreds, "
        "and over 15,000 jobs that the nation counts stand with no region; benefits too add up to "
        "more in the nation, since those who live abroad count only there.",
    ),
    # From the file's own name at its download; `Modified` is not known.
    published_at="2018-06-06T00:08:05+02:00",
    retrieved_at="2018-06-06T00:08:05+02:00",
)


def read(source: Path, areas: Areas) -> Table:
    """The chosen measures; a municipality that did not exist in 2015 has no cell filled."""
    names = [measure.code for measure in MEASURES]
    observations = observations_of(
        rows_of(source / FILE, ("RegioS", "Perioden", *names), delimiter=";"),
        {name: name for name in names},
        area=lambda row: row["RegioS"],
        period=lambda row: row["Perioden"],
    )
    return Table(
        origin=ORIGIN,
        dimensions=[
            areas.dimension(observation.area for observation in observations),
            years([PERIOD]),
        ],
        measures=MEASURES,
        observations=observations,
    )
