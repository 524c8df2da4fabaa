from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from koers_engine.areas import Weight
from koers_engine.concepts import Bilingual, Frequency, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.indicators.indicator import (
    Derivation,
    Direction,
    Growth,
    Indicator,
    IndicatorKind,
    Published,
    Ratio,
    Source,
)
from koers_engine.observations import Fault
from koers_engine.observations.faults import listed
from koers_engine.observations.toml_keys import TomlKeys, read_toml

DEFAULT_CATALOGUE = tuple(sorted(Path(__file__).with_name("catalogue").glob("*.toml")))
_FACTORS = {"per_1000": 1000, "share_percent": 100, "per_one": 1}
_DERIVATIONS = [*_FACTORS, "growth_percent"]


class FaultyCatalogue(Refusal, ValueError):
    """Definitions of indicators cannot be used; every fault is named with its file and key."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"The indicators cannot be read. {listed(faults)}")


class UnknownIndicator(Refusal, LookupError):
    """No indicator has the code that was asked for."""

    def __init__(self, code: str, existing: list[str]) -> None:
        super().__init__(
            f"There is no indicator {code!r}.{did_you_mean(nearest(code, existing))} "
            "All of them are listed by: koers indicators"
        )


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The indicators by code, in the order of their files."""

    by_code: Mapping[str, Indicator]

    @classmethod
    def load(cls, *paths: Path, recorded: Mapping[str, Any] | None = None) -> "Catalogue":
        """Koers' own indicators, those of the files given, and those recorded elsewhere."""
        return cls.read(*DEFAULT_CATALOGUE, *paths, recorded=recorded)

    @classmethod
    def read(cls, *paths: Path, recorded: Mapping[str, Any] | None = None) -> "Catalogue":
        """The indicators of these files alone, and those of `recorded`.

        Args:
            paths: TOML files, each with a table per indicator.
            recorded: Definitions that stand in no file: per code what its table would hold.

        Raises:
            FaultyCatalogue: With every fault of every file.
        """
        faults: list[Fault] = []
        tables: dict[str, TomlKeys] = {}
        files = [(f"{path.name}: ", read_toml(path, faults)) for path in paths]
        for place, definitions in [*files, ("", recorded or {})]:
            for code, table in definitions.items():
                keys = TomlKeys(table if isinstance(table, dict) else {}, f"{place}{code}.", faults)
                if code in tables:
                    keys.fault("", "an indicator of this code was defined before")
                tables[code] = keys
        indicators = {code: _indicator(code, tables) for code in tables}
        if not faults:
            _refuse_circles(indicators, faults)
        if faults:
            raise FaultyCatalogue(faults)
        return cls(indicators)

    def __getitem__(self, code: str) -> Indicator:
        try:
            return self.by_code[code]
        except KeyError:
            raise UnknownIndicator(code, list(self.by_code)) from None

    def __iter__(self) -> Iterator[Indicator]:
        return iter(self.by_code.values())

    def __len__(self) -> int:
        return len(self.by_code)

    def datasets_of(self, code: str) -> tuple[str, ...]:
        """Ids of the datasets that the indicator rests on, those of its derivation included."""
        indicator = self[code]
        if isinstance(indicator.derivation, Published):
            found = [source.dataset for source in indicator.derivation.sources]
        else:
            found = [name for part in indicator.builds_on for name in self.datasets_of(part)]
        return tuple(dict.fromkeys(found))

    def part_used(self, dataset_id: str) -> Mapping[str, str]:
        """The codes of dimensions that all sources in a dataset have in common."""
        parts = [
            source.where
            for indicator in self
            if isinstance(indicator.derivation, Published)
            for source in indicator.derivation.sources
            if source.dataset == dataset_id
        ]
        common = set.intersection(*(set(part.items()) for part in parts)) if parts else set()
        return dict(sorted(common))


def _indicator(code: str, tables: Mapping[str, TomlKeys]) -> Indicator:
    keys = tables[code]
    known = {"name", "definition", "unit", "direction", "kind", "decimals", "sources", "derivation"}
    keys.refuse_others(known | {"weight", "events"})
    derivation = _derivation(keys, tables)
    return Indicator(
        code=code,
        name=keys.bilingual("name"),
        definition=keys.bilingual("definition"),
        unit=keys.bilingual("unit"),
        direction=Direction(keys.one_of("direction", [way.value for way in Direction])),
        kind=IndicatorKind(keys.one_of("kind", [kind.value for kind in IndicatorKind])),
        decimals=keys.decimals("decimals"),
        derivation=derivation,
        formula=_formula(derivation, tables),
        counts_events=keys.take_if_there("events", bool, default=True),
        weight=Weight(
            keys.one_of("weight", [weight.value for weight in Weight])
            if "weight" in keys.content
            else Weight.INHABITANTS
        ),
    )


def _derivation(keys: TomlKeys, tables: Mapping[str, TomlKeys]) -> Derivation:
    if "derivation" not in keys.content:
        return Published(tuple(_source(source) for source in keys.tables("sources")))
    derived = keys.table("derivation")
    name = derived.one_of("kind", _DERIVATIONS)
    of = _existing(derived, "of", tables)
    if name == "growth_percent":
        derived.refuse_others({"kind", "of", "years"})
        return Growth(of, derived.take("years", int, 1))
    derived.refuse_others({"kind", "of", "by"})
    return Ratio(of, _existing(derived, "by", tables), factor=_FACTORS[name])


def _existing(keys: TomlKeys, key: str, tables: Mapping[str, TomlKeys]) -> str:
    code = keys.take(key, str, "?")
    if code != "?" and code not in tables:
        keys.fault(key, f"there is no indicator {code!r}.{did_you_mean(nearest(code, tables))}")
    return code


def _source(keys: TomlKeys) -> Source:
    known = {"dataset", "measure", "plus", "less", "where", "multiply", "break", "frequency"}
    keys.refuse_others(known)
    return Source(
        dataset=keys.take("dataset", str, "?"),
        measure=keys.take("measure", str, "?"),
        where=keys.texts("where"),
        plus=_measures(keys, "plus"),
        less=_measures(keys, "less"),
        multiply=keys.take_if_there("multiply", float, 1.0),
        breaks_series=keys.take_if_there("break", bool, default=False),
        frequency=Frequency(
            keys.one_of("frequency", [f.value for f in Frequency])
            if "frequency" in keys.content
            else "A"
        ),
    )


def _measures(keys: TomlKeys, key: str) -> tuple[str, ...]:
    """Codes of measures; a list that may be absent."""
    found = keys.content.get(key, [])
    if isinstance(found, list) and all(isinstance(code, str) and code for code in found):
        return tuple(found)
    keys.fault(key, f"expected a list of codes of measures, found {found!r}")
    return ()


def _formula(derivation: Derivation, tables: Mapping[str, TomlKeys]) -> Bilingual:
    def name(code: str, language: str) -> str:
        table = tables.get(code)
        texts = table.content.get("name") if table else None
        found = str(texts.get(language, code)) if isinstance(texts, dict) else code
        return f"{found[:1].lower()}{found[1:]}"

    match derivation:
        case Published(sources=sources):
            tables_named = ", ".join(dict.fromkeys(source.dataset for source in sources))
            if any(len(source.signs) > 1 for source in sources):
                return Bilingual(
                    nl=f"opgeteld uit cijfers van {tables_named}",
                    en=f"added up from figures of {tables_named}",
                )
            return Bilingual(
                nl=f"zoals gepubliceerd in {tables_named}", en=f"as published in {tables_named}"
            )
        case Ratio(of=of, by=by, factor=factor):
            english = "" if factor == 1 else f"{factor:,} × "
            dutch = english.replace(",", ".")
            return Bilingual(
                nl=f"{dutch}{name(of, 'nl')} ÷ {name(by, 'nl')}, in dezelfde periode",
                en=f"{english}{name(of, 'en')} ÷ {name(by, 'en')}, in the same period",
            )
        case Growth(of=of, years=years):
            later, now = f"{name(of, 'nl')} {years} jaar eerder", name(of, "nl")
            earlier, today = name(of, "en"), "1 year" if years == 1 else f"{years} years"
            return Bilingual(
                nl=f"100 × ({now} ÷ {later} − 1)",
                en=f"100 × ({earlier} ÷ {earlier} {today} earlier − 1)",
            )


def _refuse_circles(indicators: Mapping[str, Indicator], faults: list[Fault]) -> None:
    """An indicator that is derived from itself, through others or at once, has no value."""
    for code in indicators:
        reached, ahead = set[str](), list(indicators[code].builds_on)
        while ahead:
            part = ahead.pop()
            if part not in reached:
                reached.add(part)
                ahead.extend(indicators[part].builds_on)
        if code in reached:
            faults.append(Fault(f"{code}.derivation", "the indicator is derived from itself"))
