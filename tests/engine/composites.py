"""Small indices to test with, and the two tables of an index as files."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from koers_engine.composite.data import CompositeData
from koers_engine.composite.recipe import Recipe
from koers_engine.composite.recipe_text import recipe_of
from koers_engine.composite.structure import Element, Structure, structure_of

NAN = float("nan")

IDATA = """\
uCode,uName,Region,Population,jobs,vacant,green
A,Aa,north,10,5,2,8
B,Bee,north,20,15,4,6
C,Cee,south,40,20,8,1
D,Dee,south,50,50,6,5
"""
IMETA = """\
iCode,iName,Type,Level,Direction,Weight,Parent,Denominator
jobs,Jobs,Indicator,1,1,1,economy,Population
vacant,Vacant shops,Indicator,1,-1,1,economy,
green,Green,Indicator,1,1,1,living,
economy,Economy,Aggregate,2,1,1,index,
living,Living,Aggregate,2,1,1,index,
index,Index,Aggregate,3,1,1,,
Population,Inhabitants,Denominator,,,,,
Region,Region,Group,,,,,
"""


def two_tables(folder: Path, *, data: str = IDATA, meta: str = IMETA) -> tuple[Path, Path]:
    """The files of an index, to be spoilt at will."""
    files = folder / "iData.csv", folder / "iMeta.csv"
    for file, text in zip(files, (data, meta), strict=True):
        file.write_text(text, encoding="utf-8")
    return files


def an_indicator(code: str, **about: Any) -> Element:
    return Element(**{"code": code, "name": code.title(), "level": 1, "parent": None, **about})


def some_data(
    columns: dict[str, Sequence[float]], *, structure: Structure | None = None, **more: Any
) -> CompositeData:
    """An index of these columns without groups, whose units are called U1, U2 …"""
    values = np.array(list(columns.values()), dtype=float).T
    codes = tuple(f"U{number}" for number in range(1, len(values) + 1))
    return CompositeData(
        codes=codes,
        names=tuple(f"Unit {code}" for code in codes),
        structure=structure or structure_of([an_indicator(code) for code in columns]),
        values=values,
        **more,
    )


def a_recipe(**tables: Any) -> Recipe:
    return recipe_of(tables)
