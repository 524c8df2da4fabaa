"""What two vintages say differently beside their figures: titles, terms, units, code lists."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from koers_engine.concepts import Bilingual
from koers_engine.observations import Vintage, VintageStore


@dataclass(frozen=True, slots=True)
class MetadataChange:
    """One thing that a vintage says differently; empty where it said nothing."""

    what: Bilingual
    before: str
    after: str


_ABOUT = {
    "title": Bilingual("titel", "title"),
    "description": Bilingual("omschrijving", "description"),
    "publisher": Bilingual("uitgever", "publisher"),
    "source_url": Bilingual("adres van de bron", "address of the source"),
    "licence": Bilingual("licentie", "licence"),
    "attribution": Bilingual("bronvermelding", "attribution"),
    "part": Bilingual("deel van de tabel", "part of the table"),
}
_FIELDS = {
    "title": Bilingual("titel", "title"),
    "unit": Bilingual("eenheid", "unit"),
    "decimals": Bilingual("decimalen", "decimals"),
    "kind": Bilingual("soort", "kind"),
    "group": Bilingual("groep", "group"),
    "description": Bilingual("omschrijving", "description"),
}
_MEASURE = Bilingual("onderwerp", "measure")
_DIMENSION = Bilingual("dimensie", "dimension")


def metadata_changes(
    store: VintageStore, before: Vintage, after: Vintage
) -> tuple[MetadataChange, ...]:
    """All that differs but the observations, the table as a whole first, then its parts.

    The moments of publication and retrieval are no content, and so no change.

    Raises:
        DamagedVintage: A code list is not there or broken.
    """
    found = [
        MetadataChange(what, _text(getattr(before, name)), _text(getattr(after, name)))
        for name, what in _ABOUT.items()
        if getattr(before, name) != getattr(after, name)
    ]
    found += _listed(_MEASURE, *(_by(v.measures, "code") for v in (before, after)))
    found += _listed(_DIMENSION, *(_by(v.dimensions, "identifier") for v in (before, after)))
    axes = {axis.identifier: axis for axis in (*before.dimensions, *after.dimensions)}
    for name in axes:
        lists = [
            _by_code(store.codes(vintage, name).to_pylist())
            for vintage in (before, after)
            if name in {axis.identifier for axis in vintage.dimensions}
        ]
        if len(lists) == 2:  # else the whole dimension came or went, which is told already
            found += _listed(Bilingual(f"code van {name}", f"code of {name}"), *lists)
    return tuple(found)


def units_that_differ(before: Vintage, after: Vintage) -> list[str]:
    """The measures in both vintages whose unit is another one."""
    units = {measure.code: measure.unit for measure in before.measures}
    return [m.code for m in after.measures if units.get(m.code, m.unit) != m.unit]


def _listed(
    what: Bilingual, old: Mapping[str, Mapping[str, Any]], new: Mapping[str, Mapping[str, Any]]
) -> Iterator[MetadataChange]:
    """What came, what went, and what is described in another way."""
    for code in (*old, *(code for code in new if code not in old)):
        name = Bilingual(f"{what.nl} {code}", f"{what.en} {code}")
        if code not in old or code not in new:
            titles = (_text(side[code]["title"]) if code in side else "" for side in (old, new))
            yield MetadataChange(name, *titles)
            continue
        for key, field in _FIELDS.items():
            was, now = (_text(side[code].get(key, "")) for side in (old, new))
            if was != now:
                label = Bilingual(f"{name.nl}, {field.nl}", f"{name.en}, {field.en}")
                yield MetadataChange(label, was, now)


def _by(things: Iterable[Any], key: str) -> dict[str, dict[str, Any]]:
    return {getattr(thing, key): asdict(thing) for thing in things}


def _by_code(rows: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in rows}


def _text(said: Any) -> str:
    """A text, the Dutch of two where both are the same, a unit by its words."""
    match said:
        case Bilingual(nl=nl, en=en) | {"nl": nl, "en": en}:
            return nl if nl == en else f"{nl} / {en}"
        case {"text": text}:
            return str(text)
        case _:
            return "" if said is None else str(said)
