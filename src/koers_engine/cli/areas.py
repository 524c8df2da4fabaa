"""`koers areas`."""

import sys
from collections.abc import Sequence
from pathlib import Path

from koers_engine.areas import AreaRegister, NoHistory
from koers_engine.areas.changes import Amounts, Change, ChangeKind
from koers_engine.areas.wording import change_in_words
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, printable
from koers_engine.concepts import Area


def show_history(
    text: str, *, as_of: str | None, store: Path | None, form: Format, language: str
) -> None:
    """Print what became of a place, latest first."""
    register = _register(store, as_of)
    area = register.find(text)
    changes = sorted(register.history.changes.get(area.code, ()), key=_place_in_time, reverse=True)
    if form is Format.JSON:
        _print(as_json(_as_json(area, changes, register, language)))
    elif form is Format.CSV:
        _print(as_csv(_COLUMNS, [row for change in changes for row in _rows(change)]))
    else:
        lines = [f"{area.name} ({area.code})"]
        width = len("2026-01-01")
        for change in changes:
            day = change.on.isoformat() if change.on else ""
            lines.append(f"{day:{width}}  {change_in_words(change).text(language)}")
        _print("\n".join(lines if changes else [*lines, "No change is known."]))


def _place_in_time(change: Change) -> tuple[str, bool]:
    return (change.on.isoformat() if change.on else "", change.kind is not ChangeKind.BEGAN)


def _as_json(
    area: Area, changes: list[Change], register: AreaRegister, language: str
) -> dict[str, object]:
    life = register.history.lives.get(area.code)
    return {
        "area": {"code": area.code, "name": area.name},
        "began_on": life.begin.isoformat() if life and life.begin else None,
        "ended_on": life.end.isoformat() if life and life.end else None,
        "successors": [
            {"code": heir.code, "name": heir.name} for heir in register.successors(area.code)
        ],
        "changes": [
            {
                "on": change.on.isoformat() if change.on else None,
                "kind": change.kind.value,
                "received": change.received,
                "sentence": change_in_words(change).text(language),
                "parts": [
                    {"code": part.code, "name": part.name, **_amounts(part.amounts)}
                    for part in change.parts
                ],
            }
            for change in changes
        ],
    }


_AMOUNTS = ("hectares", "dwellings", "inhabitants")
_COLUMNS = ("on", "kind", "area", "direction", "other", "other_name", *_AMOUNTS)


def _rows(change: Change) -> list[list[Cell]]:
    """A line per area that took part; one with none where no area did."""
    on = change.on.isoformat() if change.on else None
    about: list[Cell] = [on, change.kind.value, change.area]
    if not change.parts:
        named = " → ".join(filter(None, change.provinces)) or None
        return [[*about, None, None, named, None, None, None]]
    direction = "received" if change.received else "given"
    return [
        [*about, direction, part.code, part.name, *_amounts(part.amounts).values()]
        for part in change.parts
    ]


def _amounts(amounts: Amounts) -> dict[str, float | int | None]:
    return {name: getattr(amounts, name) for name in _AMOUNTS}


def show_unread(*, as_of: str | None, store: Path | None, form: Format) -> None:
    """Print the lines of the list of regions that could not be read."""
    register = _register(store, as_of)
    rows = [(line.area, line.line, line.text) for line in register.history.unread]
    _print_list(("area", "line", "text"), rows, form, "Every line was read.")


def show_contradictions(*, as_of: str | None, store: Path | None, form: Format) -> None:
    """Print the changes of which the two sides do not tell the same."""
    register = _register(store, as_of)
    rows = [
        (
            each.on.isoformat(),
            each.origin,
            each.destination,
            _told(each.given),
            _told(each.received),
        )
        for each in register.history.contradictions
    ]
    header = ("on", "from", "to", "told by giver", "told by receiver")
    _print_list(header, rows, form, "The two sides of every change tell the same.")


def _told(amounts: Amounts | None) -> str:
    if amounts is None:
        return "nothing"
    known = {name: value for name, value in _amounts(amounts).items() if value is not None}
    return ", ".join(f"{name} {value:g}" for name, value in known.items()) or "no amounts"


def _print_list(
    header: tuple[str, ...], rows: Sequence[Sequence[str | int]], form: Format, nothing: str
) -> None:
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif form is Format.CSV:
        _print(as_csv(header, rows))
    else:
        _print(as_table(header, [[str(cell) for cell in row] for row in rows]) if rows else nothing)


def _register(store: Path | None, as_of: str | None) -> AreaRegister:
    register = AreaRegister.from_store(opened(store), end_of_day(as_of, "--as-of"))
    if not register.history.flows:
        raise NoHistory
    return register


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
