"""`koers data guess`: a mapping out of a file's content, shown, asked about and written."""

import copy
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from koers_engine.cli.data import opened
from koers_engine.cli.rendering import as_table, printable
from koers_engine.concepts import Refusal
from koers_engine.intake.area_codes import AreaCodes
from koers_engine.observations.faults import listed
from koers_engine.sources.tabular import Preview, guess, preview
from koers_engine.sources.tabular.proposal import as_toml
from koers_engine.sources.tabular.source import NoSuchFile

_CHOICES = "[w] write it, [c] change a key, [s] show it again, [q] stop: "


class MappingExists(Refusal, FileExistsError):
    """A mapping would overwrite what is there."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is there already, and may hold someone's work. Give another file with "
            "--write, or remove it first."
        )


class UnwritableMapping(Refusal, OSError):
    """A mapping cannot be written where it was to be."""

    def __init__(self, path: Path, reason: OSError) -> None:
        super().__init__(
            f"{path} cannot be written: {reason.strerror or reason}. "
            "Give another file with --write."
        )


class UnreadableChange(Refusal, ValueError):
    """A change of a mapping is no key with a value, or there is no such table."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} changes nothing. Write a key of a table and its value, as in: "
            'period.code = "2024", measures.unit = "%" (of each), measures.0.title = "Jobs"'
        )


def guess_file(file: Path, *, write: Path | None, yes: bool, store: Path | None) -> None:
    """Propose the mapping of a file; on a terminal ask what to do with it."""
    if not file.is_file():
        raise NoSuchFile(file)
    target = write or Path(f"{file}.toml")
    if (write or yes) and target.exists():
        raise MappingExists(target)
    areas = AreaCodes(opened(store))
    found = guess(file, area_codes=areas)
    proposal = _Proposal(file, copy.deepcopy(dict(found.mapping)), found.reasons, found.doubts)
    _show(proposal.toml, found.preview)
    if write or yes:
        _write(target, proposal.toml, file, found.preview)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask(proposal, target, found.preview, areas)
    else:
        _say(f"To keep this mapping: koers data guess {file} --write {target}")


class _Proposal:
    """A mapping that is being changed by hand."""

    def __init__(
        self,
        file: Path,
        mapping: dict[str, Any],
        reasons: Mapping[str, str],
        doubts: tuple[str, ...],
    ) -> None:
        self.file, self.mapping = file, mapping
        self.reasons, self.doubts = dict(reasons), doubts

    @property
    def toml(self) -> str:
        return as_toml(self.mapping, self.reasons, self.doubts)

    def change(self, text: str) -> None:
        self.mapping, path = changed(self.mapping, text)
        for key in [key for key in self.reasons if path == key or path.startswith(f"{key}.")]:
            del self.reasons[key]
        self.doubts = tuple(key for key in self.doubts if key in self.reasons)


def changed(mapping: Mapping[str, Any], text: str) -> tuple[dict[str, Any], str]:
    """The mapping with one key changed, and the dotted path of that key.

    A key of a list of tables is changed in each of them, unless its number is given. A value that
    is no TOML is taken for a text.

    Raises:
        UnreadableChange: The text is no key with a value, or there is no such table.

    >>> changed({"period": {"code": "?"}}, "period.code = 2024")[0]
    {'period': {'code': '2024'}}
    """
    path, sign, value = (part.strip() for part in text.partition("="))
    *tables, key = path.split(".")
    if not (sign and value and tables and key):
        raise UnreadableChange(text)
    result = copy.deepcopy(dict(mapping))
    nodes: list[dict[str, Any]] = [result]
    for name in tables:
        below: list[Any] = []
        for node in nodes:
            if isinstance(node, list):
                below += node[int(name) :][:1] if name.isdigit() else []
            else:
                below.append(node.setdefault(name, {}))
        is_number_next = name != tables[-1] and tables[tables.index(name) + 1].isdigit()
        nodes = below if is_number_next else _flat(below)
    if not nodes or not all(isinstance(node, dict) for node in nodes):
        raise UnreadableChange(text)
    said = _said(value)
    for node in nodes:
        node[key] = str(said) if isinstance(node.get(key), str) and said != "" else said
    return result, path


def _flat(nodes: list[Any]) -> list[Any]:
    return [item for node in nodes for item in (node if isinstance(node, list) else [node])]


def _said(value: str) -> Any:
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def _show(toml: str, shown: Preview) -> None:
    _say(toml)
    if shown.faults:
        _say(f"With this mapping the file is not read yet. {listed(shown.faults)}\n")
        return
    names = list(shown.rows[0])
    rows = [["" if row[n] is None else str(row[n]) for n in names] for row in shown.rows]
    measures = f"{len(shown.measures)} measures" if len(shown.measures) > 1 else "one measure"
    _say(f"With this mapping the file holds {shown.n_observations:,} figures of {measures}:\n")
    _say(as_table(names, rows) + "\n")


def _ask(proposal: _Proposal, target: Path, shown: Preview, areas: Mapping[str, str]) -> None:
    answers: dict[str, Callable[[], None]] = {"s": lambda: _show(proposal.toml, shown)}
    while True:
        answer = _asked(_CHOICES).strip().casefold()[:1]
        if answer in {"q", ""}:
            _say("Nothing was written.")
            return
        if answer == "w":
            if target.exists():
                raise MappingExists(target)
            _write(target, proposal.toml, proposal.file, shown)
            return
        if answer == "c":
            try:
                proposal.change(_asked("table.key = value: "))
            except UnreadableChange as refusal:
                _say(str(refusal))
                continue
            file = proposal.file
            shown = preview(file, proposal.toml, name=file.name, area_codes=areas)
            _show(proposal.toml, shown)
        elif answer in answers:
            answers[answer]()


def _asked(question: str) -> str:
    try:
        return input(question)
    except EOFError:
        return "q"


def _write(target: Path, toml: str, file: Path, shown: Preview) -> None:
    try:
        with target.open("x", encoding="utf-8") as out:
            out.write(toml)
    except OSError as reason:
        raise UnwritableMapping(target, reason) from reason
    beside = "" if target == Path(f"{file}.toml") else f" --mapping {target}"
    if shown.faults:
        _say(f"Written to {target}. Mend what is named above in it; then:")
    else:
        _say(f"Written to {target}. Look at what is marked CHECK in it; then:")
    _say(f"  koers data add file:{file}{beside}")


def _say(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
