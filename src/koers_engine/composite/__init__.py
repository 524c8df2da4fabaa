"""Composite indices: their steps as the OECD/JRC handbook names them, and how sure they are.

A step is a module with functions of arrays, which take a stack of variants as well as one table;
`build` lines them up as a `Recipe` says. Figures come from two files (`read_composite`) or are put
together from what is stored:

>>> import numpy as np
>>> parts = [
...     Element(code="jobs", name="Jobs per 1,000", level=1, parent="Economy"),
...     Element(code="waste", name="Waste per head", level=1, parent="Living", direction=-1),
... ]
>>> data = CompositeData(
...     codes=("GM0106", "GM0114", "GM0118"),
...     names=("Assen", "Emmen", "Hoogeveen"),
...     structure=structure_of(parts, ("index", "Broad prosperity")),
...     values=np.array([[816.0, 420.0], [612.0, 380.0], [700.0, np.nan]]),
... )
>>> recipe = recipe_of({"screen": {"minimum_share": 0.5}, "normalise": {"method": "rank"}})
>>> index = build(data, recipe)
>>> index.scores_of("index").tolist()
[2.0, 1.5, 2.0]
>>> [found.text.en for found in index.findings if found.about == "index"]
['Broad prosperity of Hoogeveen rests on some of its parts; those weigh heavier there.']
"""

from koers_engine.composite.building import Index, NoIndex, NotComputable, build
from koers_engine.composite.coherence import Belonging, Coherence, belongings, coherences
from koers_engine.composite.data import CompositeData, UnknownGrouping, UnusableData
from koers_engine.composite.decomposing import Lift, lifts
from koers_engine.composite.findings import Finding, FindingKind
from koers_engine.composite.preparing import TooFewUnits
from koers_engine.composite.reading import read_composite
from koers_engine.composite.recipe import Recipe, UnusableRecipe
from koers_engine.composite.recipe_text import read_recipe, recipe_of, written
from koers_engine.composite.structure import Element, Structure, UnsoundStructure, structure_of
from koers_engine.composite.writing import written_tables

__all__ = [
    "Belonging",
    "Coherence",
    "CompositeData",
    "Element",
    "Finding",
    "FindingKind",
    "Index",
    "Lift",
    "NoIndex",
    "NotComputable",
    "Recipe",
    "Structure",
    "TooFewUnits",
    "UnknownGrouping",
    "UnsoundStructure",
    "UnusableData",
    "UnusableRecipe",
    "belongings",
    "build",
    "coherences",
    "lifts",
    "read_composite",
    "read_recipe",
    "recipe_of",
    "structure_of",
    "written",
    "written_tables",
]
