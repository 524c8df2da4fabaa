"""Conclusions in the store: `conclusions/<name>/<moment>.json`, revised and never overwritten."""

import json
import re
from dataclasses import replace
from datetime import UTC
from hashlib import sha256
from pathlib import Path

from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import VintageStore
from koers_engine.observations.disk import publish
from koers_engine.observations.store import UnusableStore
from koers_engine.revisions.conclusion import Conclusion

FOLDER = "conclusions"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


class UnusableName(Refusal, ValueError):
    """A text cannot be the name of a conclusion."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name!r} cannot be the name of a conclusion. Take at most 80 letters without "
            "accents, digits, dots, dashes and underscores, as in agenda-2026-population."
        )


class UnknownConclusion(Refusal, LookupError):
    """No conclusion was kept under a name."""

    def __init__(self, name: str, existing: list[str]) -> None:
        super().__init__(
            f"No conclusion is kept as {name!r}.{did_you_mean(nearest(name, existing))} "
            "Those that are: koers conclusions. Keep one with: koers position … --keep NAME"
        )


class UnreadableConclusion(Refusal, ValueError):
    """A file that stands among the conclusions is none."""

    def __init__(self, path: Path, reason: Exception) -> None:
        super().__init__(
            f"{path} is no conclusion ({reason}). Put the file back from a copy, or move it out of "
            "the store."
        )


def checked_name(name: str) -> str:
    """The name, where it can be one of a conclusion.

    Raises:
        UnusableName: It cannot.
    """
    if not _NAME.fullmatch(name):
        raise UnusableName(name)
    return name


def keep(store: VintageStore, conclusion: Conclusion) -> bool:
    """Keep a conclusion as the last one of its name; whether it says something new.

    What was kept under the name before stays. The same answer to the same question, resting on the
    same vintages, makes no second record.

    Raises:
        UnusableName: The name cannot be one.
        UnusableStore: The folder cannot be written.
    """
    folder = store.path / FOLDER / checked_name(conclusion.name)
    earlier = _kept(folder)
    if earlier:
        last = earlier[-1]
        if replace(conclusion, kept_at=last.kept_at, kept_by=last.kept_by) == last:
            return False
    text = json.dumps(conclusion.to_json(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    moment = conclusion.kept_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    digest = sha256(text.encode()).hexdigest()[:16]  # two at one moment are two records
    try:
        publish(folder / f"{moment}-{digest}.json", text)
    except OSError as reason:
        raise UnusableStore(store.path, reason) from reason
    return True


def conclusions(store: VintageStore) -> list[Conclusion]:
    """The last conclusion of every name, by name.

    Raises:
        UnreadableConclusion: A file among them is none.
    """
    folders = sorted({path.parent for path in (store.path / FOLDER).glob("*/*.json")})
    return [_kept(folder)[-1] for folder in folders]


def records(store: VintageStore, name: str) -> list[Conclusion]:
    """Everything that was kept under a name, oldest first.

    Raises:
        UnknownConclusion: Nothing was; the message names the nearest names.
        UnreadableConclusion: A file among them is none.
    """
    found = _kept(store.path / FOLDER / checked_name(name))
    if not found:
        raise UnknownConclusion(name, [each.name for each in conclusions(store)])
    return found


def _kept(folder: Path) -> list[Conclusion]:
    return sorted(
        (_read(path) for path in folder.glob("*.json")), key=lambda conclusion: conclusion.kept_at
    )


def _read(path: Path) -> Conclusion:
    try:
        return Conclusion.from_json(json.loads(path.read_text(encoding="utf-8")))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as reason:
        raise UnreadableConclusion(path, reason) from reason
