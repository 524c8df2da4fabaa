"""Write the residents' survey of the tutorial: an Excel file with figures that are made up.

`python -m scripts.make_survey FILE.xlsx`. The municipalities are real, every figure is invented:
nobody was asked anything.
"""

import sys
from pathlib import Path

import numpy as np
from openpyxl import Workbook

MUNICIPALITIES = (
    "Aa en Hunze",
    "Assen",
    "Borger-Odoorn",
    "Coevorden",
    "De Wolden",
    "Emmen",
    "Hoogeveen",
    "Meppel",
    "Midden-Drenthe",
    "Noordenveld",
    "Tynaarlo",
    "Westerveld",
)
YEARS = (2021, 2023, 2025)
HEADER = ("Gemeente", "Jaar", "Rapportcijfer buurt", "Voelt zich vaak eenzaam (%)", "Respondenten")
TOO_FEW = "x"  # of whom fewer than 100 answered, no figures are given
SEED = 20251


def rows() -> list[tuple[str | int | float, ...]]:
    """The rows below the header, by municipality and year; the same every time."""
    chance = np.random.default_rng(SEED)
    found: list[tuple[str | int | float, ...]] = []
    for name in MUNICIPALITIES:
        mark, lonely = chance.normal(7.3, 0.25), chance.normal(11, 2)
        for year in YEARS:
            mark += chance.normal(0.05, 0.08)
            lonely += chance.normal(0.4, 0.5)
            answered = int(chance.integers(180, 900))
            if (name, year) == ("Westerveld", 2021):
                found.append((name, year, TOO_FEW, TOO_FEW, 84))
            else:
                found.append((name, year, round(mark, 1), round(lonely, 1), answered))
    return found


def write(path: Path) -> None:
    """Write the survey as an Excel file with one sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Enquête"
    for row in (HEADER, *rows()):
        sheet.append(row)
    book.save(path)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
