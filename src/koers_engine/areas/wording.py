"""What happened to an area, as sentences."""

from koers_engine.areas.changes import Amounts, Change, ChangeKind, Part
from koers_engine.concepts import Bilingual

_KINDS = {
    ChangeKind.BEGAN: Bilingual(nl="Bestaat sinds", en="Exists since"),
    ChangeKind.FOUNDED: Bilingual(nl="Ontstaan", en="Founded"),
    ChangeKind.DISSOLVED: Bilingual(nl="Opgeheven", en="Dissolved"),
    ChangeKind.REDIVISION: Bilingual(nl="Herindeling", en="Merger"),
    ChangeKind.BOUNDARY_CHANGE: Bilingual(nl="Grenswijziging", en="Boundary change"),
    ChangeKind.CHANGE: Bilingual(nl="Wijziging", en="Change"),
    ChangeKind.RENAMED: Bilingual(nl="Naamswijziging", en="Change of name"),
    ChangeKind.PROVINCE_CHANGE: Bilingual(nl="Andere provincie", en="Change of province"),
}


def kind_in_words(kind: ChangeKind) -> Bilingual:
    """The kind of change, as a word for people."""
    return _KINDS[kind]


def part_in_words(part: Part, area: str) -> Bilingual:
    """An area that took part, with what went over; `area` is the code of the one it is told of."""
    dutch, english = (f"{part.name} ({part.code})",) * 2
    if part.code == area:
        dutch, english = f"{part.name} zelf", f"{part.name} itself"
    amounts = _amounts(part.amounts)
    return Bilingual(
        nl=dutch + (f": {amounts.nl}" if amounts.nl else ""),
        en=english + (f": {amounts.en}" if amounts.en else ""),
    )


def change_in_words(change: Change) -> Bilingual:
    """A change as one sentence without its date."""
    kind = _KINDS[change.kind]
    if change.kind is ChangeKind.BEGAN:
        if change.on is None:
            return Bilingual(nl="Bestaat sinds voor 1830.", en="Exists since before 1830.")
        return Bilingual(nl="De code bestaat sindsdien.", en="The code exists since then.")
    if change.kind is ChangeKind.PROVINCE_CHANGE:
        old, new = change.provinces
        return Bilingual(nl=f"{kind.nl}: van {old} naar {new}.", en=f"{kind.en}: {old} to {new}.")
    parts = [part_in_words(part, change.area) for part in change.parts]
    if not parts:
        return Bilingual(nl=f"{kind.nl}.", en=f"{kind.en}.")
    if change.kind is ChangeKind.RENAMED:
        dutch, english = ("voorheen", "formerly") if change.received else ("voortaan", "henceforth")
    elif change.received:
        dutch, english = "ontvangen van", "received from"
    else:
        dutch, english = "overgegaan naar", "went over into"
    return Bilingual(
        nl=f"{kind.nl}, {dutch} {'; '.join(part.nl for part in parts)}.",
        en=f"{kind.en}, {english} {'; '.join(part.en for part in parts)}.",
    )


def _amounts(amounts: Amounts) -> Bilingual:
    dutch, english = [], []
    for value, one_nl, many_nl, one_en, many_en in (
        (amounts.hectares, "hectare", "hectare", "hectare", "hectares"),
        (amounts.dwellings, "woning", "woningen", "dwelling", "dwellings"),
        (amounts.inhabitants, "inwoner", "inwoners", "inhabitant", "inhabitants"),
    ):
        if value is not None:
            number = f"{value:,.2f}".rstrip("0").rstrip(".")
            dutch.append(f"{number.translate(_DUTCH)} {one_nl if value == 1 else many_nl}")
            english.append(f"{number} {one_en if value == 1 else many_en}")
    return Bilingual(nl=", ".join(dutch), en=", ".join(english))


_DUTCH = str.maketrans(",.", ".,")
