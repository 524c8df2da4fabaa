"""The shared files read with pandas alone, as an independent account of what they hold.

Every function gives rows of measure, area, period, value, status, breaks_series and the other
dimensions, in the codes that the store is to hold. Nothing of Koers is used here.
"""

import gzip
import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

MAPPINGS = Path(__file__).parent / "mappings"
APOSTROPHES = {
    "s-Gravendeel": "GM0517",
    "s-Gravenhage (gemeente)": "GM0518",
    "s-Gravenzande": "GM0519",
    "s-Hertogenbosch": "GM0796",
}


def texts(path: Path, **options: Any) -> pd.DataFrame:
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, **options)
    return frame[~frame.iloc[:, 0].str.startswith("Bron: CBS")]


def records(path: Path, *route: str) -> list[dict[str, Any]]:
    open_file = gzip.open if path.suffix == ".gz" else open
    with open_file(path, "rb") as file:  # type: ignore[operator]
        node = json.load(file)
    for step in route:
        node = node[step]
    return list(node)


def figures(
    frame: pd.DataFrame,
    columns: Sequence[str],
    area: pd.Series,
    period: pd.Series | str,
    *,
    missing: Mapping[str, str] | None = None,
    words: Mapping[str, float] | None = None,
    decimal: str = ".",
    normal: pd.Series | str = "A",
    **dimensions: pd.Series | str,
) -> pd.DataFrame:
    """One row per cell of the columns, column by column."""
    parts = []
    for column in columns:
        cells = frame[column].astype(str).str.strip()
        said = cells.map({"": "O", **(missing or {})})
        plain = cells.map(lambda cell: repr((words or {}).get(cell, cell)).strip("'"))
        value = pd.to_numeric(plain.where(said.isna()).str.replace(decimal, "."))
        assert value.notna().eq(said.isna()).all(), column
        parts.append(
            pd.DataFrame(
                {
                    "measure": column,
                    "area": area,
                    "period": period,
                    "value": value,
                    "status": said.fillna(normal if isinstance(normal, str) else dict(normal)),
                    "breaks_series": False,
                    **dimensions,
                }
            )
        )
        if not isinstance(normal, str):
            parts[-1]["status"] = said.where(said.notna(), normal)
    return pd.concat(parts, ignore_index=True)


def year(column: pd.Series) -> pd.Series:
    return column.str.removesuffix(".0") + "JJ00"


def codes_by_name(data: Path) -> dict[str, str]:
    rows = records(data / "cbs_odata_v4/03759ned/codes-RegioS.json", "value")
    return {row["Title"]: row["Identifier"] for row in rows} | APOSTROPHES


def numeric(frame: pd.DataFrame) -> list[str]:
    """The columns that hold numbers, as pandas tells them."""
    return [
        name
        for name in frame
        if pd.to_numeric(frame[name].replace("", None), errors="coerce").notna().sum()
        == (frame[name] != "").sum()
        > 0
    ]


def periods_as_columns(data: Path) -> pd.DataFrame:
    name = "cbs_statline_csv/37230ned_bevolking_einde_jaar_2012_2016_2020_2024.csv"
    frame = texts(data / name)
    area = frame["Regio's"].map(codes_by_name(data))
    parts = []
    for column in ("2012", "2016", "2020", "2024"):
        part = figures(frame, [column], area, f"{column}JJ00", missing={"": "M"})
        parts.append(part.assign(measure=frame["Onderwerp"].to_numpy()))
    return pd.concat(parts)


def dwellings(data: Path) -> pd.DataFrame:
    frame = texts(data / "cbs_statline_csv/81955ned_woningvoorraad_2012_2016_2020_2024.csv")
    area = frame["Regio's"].map(codes_by_name(data))
    return figures(frame, frame.columns[2:], area, year(frame.Perioden), missing={"": "M"})


def key_figures_2019(data: Path) -> pd.DataFrame:
    name = "cbs_statline_csv/70072ned_2019_bevolking_oppervlakte.csv"
    frame = texts(data / name, sep=";", encoding="latin-1")
    area = frame.Naam.map(codes_by_name(data))
    return figures(frame, frame.columns[1:], area, "2019JJ00", missing={"": "M"}, decimal=",")


def key_figures_2015(data: Path) -> pd.DataFrame:
    frame = texts(data / "cbs_statline_csv/70072ned_2015_untyped.csv.gz", sep=";")
    frame.columns = [name.lstrip("\ufeff").strip('"') for name in frame]
    frame = frame.map(str.strip)
    topics = [
        name
        for name in frame.columns[3:]
        if not name.startswith(("Code_", "Naam_", "KoppelvariabeleRegioCode"))
    ]
    marks = {"": "M", ".": "O", "x": "Q"}
    return figures(frame, topics, frame.RegioS, frame.Perioden, missing=marks)


def areas_2019(data: Path) -> pd.DataFrame:
    name = "cbs_statline_csv/gebieden_in_nederland_2019.csv"
    frame = texts(data / name, sep=";", encoding="latin-1")
    return figures(frame, frame.columns[2:], frame.Code, "2019JJ00")


def neighbourhoods(data: Path) -> pd.DataFrame:
    frame = texts(data / "cbs_statline_csv/kwb_2019_gemeenten.csv")
    return figures(frame, frame.columns[2:], frame.unique_id, "2019JJ00")


def jobs(data: Path) -> pd.DataFrame:
    name = "cbs_statmine/banen_van_werknemers_sbi_gemeente_2008_2010.csv.gz"
    frame = texts(data / name, sep=";", encoding="latin-1")
    known = codes_by_name(data) | {"Nederland totaal": "NL01", "Friesland (PV)": "PV21"}
    area = frame.Regio.map(lambda text: known.get(text, text))
    period = frame.Periode.str[:4] + "MM12"
    marks = {"x": "Q", ".": "O"}
    columns = frame.columns[3:]
    return figures(frame, columns, area, period, missing=marks, normal="P", SBI=frame.SBI)


def municipalities_2014(data: Path) -> pd.DataFrame:
    frame = texts(data / "cbs_gebieden/gemeenten_2014_indeling_kerncijfers.csv")
    return figures(frame, frame.columns[2:22], frame.CBSCODE, "2014JJ00")


def boundaries_2014(data: Path) -> pd.DataFrame:
    found = records(data / "cbs_boundaries/gemeenten_2014_wgs84.geojson", "features")
    frame = pd.DataFrame([feature["properties"] for feature in found])
    return figures(frame, frame.columns[2:22], frame.CBSCODE, "2014JJ00")


def boundaries_2019(data: Path) -> pd.DataFrame:
    name = "cbs_boundaries/gemeentegrenzen_2019_2020_simplified.geojson"
    frame = pd.DataFrame([feature["properties"] for feature in records(data / name, "features")])
    area = "GM" + frame.Code.astype(str).str.zfill(4)
    return figures(frame, frame.columns[2:], area, "2019JJ00")


def inhabitants(data: Path) -> pd.DataFrame:
    frame = texts(data / "cbs_gebieden/inwoners_per_gemeente_jaar.csv")
    return figures(frame, ["aantal_inwoners"], frame.gemeente, year(frame.jaar))


def finances(data: Path) -> pd.DataFrame:
    frame = texts(data / "iv3/iv3_summary_2017_2023.csv.gz")
    total = {"hoofdcategorie": "_T", "hoofdtaakveld": "_T", "categorie": "_T", "taakveld": "_T"}
    plain = figures(frame, frame.columns[3:19], frame.gm_code, frame.verslagsoort, **total)
    nested = []
    named = {"taakveld": "taakveld", "categorie": "categorie"}
    for column in frame.columns[19:]:
        key = named.get(column.rpartition("_per_")[2], column.rpartition("per_")[2])
        for area, period, cell in zip(
            frame.gm_code, frame.verslagsoort, frame[column], strict=True
        ):
            for code, value in json.loads(cell).items():
                below = value.items() if isinstance(value, dict) else [("", value)]
                for inner, number in below:
                    keys = {key: code}
                    if inner:
                        keys = {"hoofdtaakveld": code, "hoofdcategorie": inner}
                    nested.append(
                        {"measure": column, "area": area, "period": period, "value": number}
                        | total
                        | keys
                    )
    rest = pd.DataFrame(nested).assign(status="A", breaks_series=False)
    return pd.concat([plain, rest], ignore_index=True)


def tested(data: Path) -> pd.DataFrame:
    frame = texts(data / "covid_rivm/gm_tested_daily_2020_2023.csv.gz")
    return figures(frame, frame.columns[2:], frame.gm_code, frame.date.str.replace("-", ""))


def iso_week(days: pd.Series) -> pd.Series:
    calendar = pd.to_datetime(days).dt.isocalendar()
    return calendar.year.astype(str) + "W1" + calendar.week.astype(str).str.zfill(2)


def sewage(data: Path) -> pd.DataFrame:
    frame = texts(data / "covid_rivm/gm_sewer_2020_2023.csv.gz")
    words = {"True": 1.0, "False": 0.0}
    period = iso_week(frame.date_start)
    return figures(frame, frame.columns[3:], frame.gm_code, period, words=words)


def dashboard(
    table: str, measures: Sequence[str], moment: str = "date_unix", dimension: str = ""
) -> Callable[[Path], pd.DataFrame]:
    def read(data: Path) -> pd.DataFrame:
        found = records(data / "covid_rivm/raw_GM0106_archived.json.gz", table, "values")
        frame = pd.DataFrame(found, dtype=object)
        days = pd.to_datetime(frame[moment].astype("int64"), unit="s")
        is_week = moment == "date_start_unix"
        period = iso_week(days) if is_week else days.dt.strftime("%Y%m%d")
        area = pd.Series("GM0106", index=frame.index)
        keys = {dimension: frame[dimension]} if dimension else {}
        words = {"True": 1.0, "False": 0.0}
        cells = frame.where(frame.notna(), "")
        return figures(cells, measures, area, period, words=words, **keys)

    return read


def cities(data: Path) -> pd.DataFrame:
    frame = texts(data / "eurostat/urb_cpop1_1_Data.csv.gz")
    twin = frame.groupby(["TIME", "CITIES", "INDIC_UR"]).cumcount()
    area = frame.CITIES.where(twin == 0, frame.CITIES + " (" + (twin + 1).astype(str) + ")")
    flags = frame["Flag and Footnotes"]
    normal = flags.map({"": "A", "b": "A", "r": "A", "e": "E", "be": "E", "d": "D", "de": "E"})
    normal = normal.fillna("D")
    found = figures(frame, ["Value"], area, year(frame.TIME), missing={":": "O"}, normal=normal)
    return found.assign(measure=frame.INDIC_UR, breaks_series=flags.str.contains("b"))


def wide(
    name: str, area: str, period: str, columns: slice, **options: Any
) -> Callable[[Path], pd.DataFrame]:
    """A file with one row per area and year; `period` is a column, or the year itself."""
    codes = options.pop("codes", lambda column: column)

    def read(data: Path) -> pd.DataFrame:
        words = options.get("words")
        frame = texts(data / name, sep=options.get("sep", ","))
        when: pd.Series | str = f"{period}JJ00" if period.isdigit() else year(frame[period])
        return figures(
            frame, numeric_or(frame, columns, words), codes(frame[area]), when, words=words
        )

    return read


def numeric_or(frame: pd.DataFrame, columns: slice, words: object) -> list[str]:
    chosen = frame[frame.columns[columns]]
    return list(chosen) if words else numeric(chosen)


def series_of_women(data: Path) -> pd.DataFrame:
    frame = texts(data / "synthetic_control/logfemrate.txt", sep="\t")
    step = pd.Series(range(1, len(frame) + 1)).astype(str)
    return figures(frame, frame.columns, pd.Series(["US"] * len(frame)), "2021JJ00", step=step)


def governments(data: Path) -> pd.DataFrame:
    rows = [
        {"area": body["code"], **metric}
        for body in records(data / "openspending_api/governments.json", "objects")
        for metric in body["metrics"]
    ]
    frame = pd.DataFrame(rows)
    period = frame.year.astype(str) + "JJ00"
    found = figures(frame, ["factor"], frame.area, period, record=frame.id.astype(str))
    return found.assign(measure=frame.metric)


def entries(data: Path) -> pd.DataFrame:
    frame = pd.DataFrame(records(data / "openspending_api/entries.json", "objects"))
    period = frame.year.astype(str) + "KW0" + frame.period.astype(str)
    keys = {name: frame[name] for name in ("code_main", "code_sub", "code_cat", "direction")}
    return figures(frame, ["value"], "GM" + frame.gov_code, period, **keys)


def competition(data: Path) -> pd.DataFrame:
    frame = texts(data / "forecast/m3_yearly.csv.gz")
    keys = {name: frame[name] for name in ("series", "part", "step")}
    return figures(frame, ["value"], pd.Series("M3", frame.index), "2000JJ00", **keys)


def odata(table: str) -> Callable[[Path], pd.DataFrame]:
    """A recorded table of CBS, as its OData v4 responses give it."""
    attributes = {"None": "A", "Impossible": "M", "Unknown": "O", "Secret": "Q"}

    def read(data: Path) -> pd.DataFrame:
        folder = data / "cbs_odata_v4" / table
        page = next(folder.glob("observations-page-1.json*"))
        frame = pd.DataFrame(records(page, "value"))
        axes = records(folder / "dimensions.json", "value")
        kinds = {"GeoDimension": "area", "TimeDimension": "period"}
        renamed = {axis["Identifier"]: kinds.get(axis["Kind"], axis["Identifier"]) for axis in axes}
        state = {
            row["Identifier"]: "A" if row.get("Status") in {None, "", "Definitief"} else "P"
            for row in records(folder / "codes-Perioden.json", "value")
        }
        found = pd.DataFrame({name: frame[old].str.strip() for old, name in renamed.items()})
        if "area" not in found:
            found["area"] = "NL01"
        found["measure"], found["value"] = frame.Measure, frame.Value
        said = frame.ValueAttribute.map(attributes)
        of_period = found.period.map(lambda code: state.get(code, "A"))
        found["status"] = said.where(said != "A", of_period)
        return found.assign(breaks_series=False)

    return read


def demography(data: Path) -> pd.DataFrame:
    """A cross-sectional SDMX message: the measure of an observation is its type."""
    root = ET.parse(data / "eurostat/sdmx_ml/demography-xs.xml").getroot()
    kind = "{http://www.w3.org/2001/XMLSchema-instance}type"
    rows = [
        {
            "measure": obs.attrib[kind].removeprefix("demo:"),
            "area": series.attrib["COUNTRY"],
            "period": series.attrib["TIME_PERIOD"] + "JJ00",
            "value": float(obs.attrib.get("OBS_VALUE", "nan")),
            "status": obs.attrib["OBS_STATUS"],
            "FREQ": series.attrib["FREQ"],
            "SEX": series.attrib["SEX"],
        }
        for series in root.iter("Series")
        for obs in series.iter("Obs")
    ]
    frame = pd.DataFrame(rows).assign(breaks_series=False)
    # One figure is there while its status says missing; the two cannot both hold.
    frame.loc[frame.value.notna() & (frame.status == "M"), "status"] = "V"
    return frame


def gross_product(data: Path) -> pd.DataFrame:
    """A JSON-stat table: the last dimension varies fastest."""
    path = data / "eurostat/json_stat/eurostat-name_gpd_c.json"
    content = json.loads(path.read_text(encoding="utf-8"))["nama_gdp_c"]
    axes = content["dimension"]
    codes = [list(axes[name]["category"]["index"]) for name in axes["id"]]
    index = pd.MultiIndex.from_product(codes, names=["unit", "indic_na", "area", "time"])
    frame = index.to_frame(index=False)
    said = pd.Series(content["status"]["value"], dtype=object)
    value = pd.Series(content["value"], dtype="float64")
    status = said.map({"e": "E", ":": "O"}).fillna("A").where(value.notna(), "O")
    return frame.assign(
        measure="OBS_VALUE",
        period=year(frame.time),
        value=value,
        status=status,
        breaks_series=said.eq("b"),
    )
