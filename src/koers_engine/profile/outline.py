"""What a profile shows, and in which order: tiles, and sections of indicators, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from koers_engine.concepts import Bilingual, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.indicators import Catalogue
from koers_engine.observations import Fault
from koers_engine.observations.faults import listed
from koers_engine.observations.toml_keys import TomlKeys, read_toml
from koers_engine.profile.phrases import Phrase

DEFAULT_OUTLINE = Path(__file__).with_name("profile.toml")
"""Koers' own profile."""


class FaultyOutline(Refusal, ValueError):
    """The file that says what a profile shows cannot be used; every fault is named."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"What the profile shows cannot be read. {listed(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesOutline:
    """Indicators that are the parts of one whole, drawn as shares of it."""

    code: str
    title: Bilingual
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOutline:
    """A section of the profile, with the codes of its indicators in order."""

    code: str
    title: Bilingual
    indicators: tuple[str, ...]
    shares: tuple[SharesOutline, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileOutline:
    """The tiles and sections of a profile, and how its indicators stand in a sentence."""

    tiles: tuple[str, ...]
    sections: tuple[SectionOutline, ...]
    phrases: Mapping[str, Phrase]

    @property
    def indicators(self) -> tuple[str, ...]:
        """Every indicator that the profile shows, once."""
        codes = list(self.tiles)
        for section in self.sections:
            codes += section.indicators
            codes += [code for shares in section.shares for code in shares.indicators]
        return tuple(dict.fromkeys(codes))

    @classmethod
    def load(cls, catalogue: Catalogue, path: Path = DEFAULT_OUTLINE) -> "ProfileOutline":
        """The outline in a file; Koers' own phrases go for what the file has none of.

        Raises:
            FaultyOutline: With every fault of the file.
        """
        faults: list[Fault] = []
        keys = TomlKeys(read_toml(path, faults), f"{path.name}: ", faults)
        keys.refuse_others({"tiles", "sections", "phrases"})
        outline = cls(
            tiles=_codes(keys, "tiles", catalogue),
            sections=tuple(_section(section, catalogue) for section in keys.tables("sections")),
            phrases=_koers_phrases(catalogue) | _phrases(keys, catalogue),
        )
        double = _doubles([section.code for section in outline.sections])
        if double:
            keys.fault("sections", f"more than one section is called {', '.join(double)}")
        if faults:
            raise FaultyOutline(faults)
        return outline


def _section(keys: TomlKeys, catalogue: Catalogue) -> SectionOutline:
    keys.refuse_others({"code", "title", "indicators", "shares"})
    return SectionOutline(
        code=keys.take("code", str, "?"),
        title=keys.bilingual("title"),
        indicators=_codes(keys, "indicators", catalogue),
        shares=tuple(
            _shares(shares, catalogue)
            for shares in (keys.tables("shares") if "shares" in keys.content else ())
        ),
    )


def _shares(keys: TomlKeys, catalogue: Catalogue) -> SharesOutline:
    keys.refuse_others({"code", "title", "indicators"})
    return SharesOutline(
        code=keys.take("code", str, "?"),
        title=keys.bilingual("title"),
        indicators=_codes(keys, "indicators", catalogue),
    )


def _codes(keys: TomlKeys, key: str, catalogue: Catalogue) -> tuple[str, ...]:
    codes = [code if isinstance(code, str) else "?" for code in keys.take(key, list, [])]
    for code in codes:
        if code not in catalogue.by_code:
            close = did_you_mean(nearest(code, catalogue.by_code))
            keys.fault(key, f"there is no indicator {code!r}.{close}")
    double = _doubles(codes)
    if double:
        keys.fault(key, f"named more than once: {', '.join(double)}")
    return tuple(codes)


def _koers_phrases(catalogue: Catalogue) -> dict[str, Phrase]:
    """Koers' own phrases, of those indicators that the catalogue has."""
    faults: list[Fault] = []
    tables = TomlKeys(read_toml(DEFAULT_OUTLINE, faults), "", faults).table("phrases")
    return {
        code: Phrase.read(tables.table(code), catalogue[code])
        for code in tables.content
        if code in catalogue.by_code
    }


def _phrases(keys: TomlKeys, catalogue: Catalogue) -> dict[str, Phrase]:
    found: dict[str, Phrase] = {}
    if "phrases" not in keys.content:
        return found
    tables = keys.table("phrases")
    for code in tables.content:
        if code not in catalogue.by_code:
            close = did_you_mean(nearest(code, catalogue.by_code))
            tables.fault(code, f"there is no indicator {code!r}.{close}")
        else:
            found[code] = Phrase.read(tables.table(code), catalogue[code])
    return found


def _doubles(codes: list[str]) -> list[str]:
    return sorted({code for code in codes if codes.count(code) > 1})
