import math
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from koers_engine.concepts import MOST_DECIMALS, Bilingual, unusable
from koers_engine.observations.faults import Fault

T = TypeVar("T")

_EPOCH = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_PAST_EVERY_INT = 1 << 63
_WORDS: dict[type, str] = {
    str: "a text that is not empty",
    int: "a whole number",
    float: "a finite number",
    bool: "true or false",
    dict: "a table",
    list: "a list of tables",
    datetime: "a date with time and time zone",
}

_MOST_BYTES = 4 << 20


def read_toml(path: Path, faults: list[Fault]) -> dict[str, Any]:
    """What a TOML file holds; empty where it cannot be read, which is noted as a fault."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            faults.append(Fault(str(path), f"is larger than {_MOST_BYTES >> 20} MiB"))
            return {}
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as reason:
        faults.append(Fault(str(path), f"cannot be read: {reason.strerror or reason}"))
    except (ValueError, RecursionError) as reason:
        faults.append(Fault(str(path), str(reason)))
    return {}


@dataclass(slots=True)
class TomlKeys:
    """Takes values out of a TOML table; what is absent or of another kind becomes a fault.

    `path` stands before each key in the messages. Tables within share the list of faults.
    """

    content: dict[str, Any]
    path: str
    faults: list[Fault] = field(default_factory=list)

    def take(self, key: str, kind: type[T], otherwise: T) -> T:
        """The value of a key that must be there; `otherwise` stands in so that reading goes on."""
        value = self.content.get(key)
        if kind is float and type(value) is int and abs(value) < _PAST_EVERY_INT:
            value = float(value)
        if (
            isinstance(value, kind)
            and value != ""
            and (kind is bool or not isinstance(value, bool))
            and (not isinstance(value, float) or math.isfinite(value))
        ):
            return value
        found = "it is absent" if value is None else f"found {value!r}"
        self.fault(key, f"expected {_WORDS[kind]}, {found}")
        return otherwise

    def take_if_there(self, key: str, kind: type[T], default: T) -> T:
        """The value of a key that may be absent."""
        return self.take(key, kind, default) if key in self.content else default

    def bilingual(self, key: str) -> Bilingual:
        """A table with the keys nl and en."""
        texts = self.table(key)
        return Bilingual(nl=texts.take("nl", str, "?"), en=texts.take("en", str, "?"))

    def moment(self, key: str) -> datetime:
        """A date with time and time zone."""
        value = self.take(key, datetime, _EPOCH)
        why = unusable(value)
        if why:
            self.fault(key, why)
            return _EPOCH
        return value

    def decimals(self, key: str) -> int:
        """How many digits after the point a figure is shown with."""
        value = self.take(key, int, 0)
        if 0 <= value <= MOST_DECIMALS:
            return value
        self.fault(key, f"expected 0 to {MOST_DECIMALS}, found {value}")
        return 0

    def texts(self, key: str) -> dict[str, str]:
        """A table of texts that may be absent."""
        table = self.table(key) if key in self.content else TomlKeys({}, "", self.faults)
        return {name: table.take(name, str, "?") for name in table.content}

    def one_of(self, key: str, choices: list[str]) -> str:
        """A text that is one of the choices."""
        value = self.take(key, str, choices[0])
        if value in choices:
            return value
        self.fault(key, f"{value!r} is none of {', '.join(choices)}")
        return choices[0]

    def table(self, key: str) -> "TomlKeys":
        """The table under a key."""
        return TomlKeys(self.take(key, dict, {}), f"{self.path}{key}.", self.faults)

    def tables(self, key: str) -> list["TomlKeys"]:
        """The tables of a list under a key."""
        return [
            TomlKeys(
                table if isinstance(table, dict) else {}, f"{self.path}{key}[{place}].", self.faults
            )
            for place, table in enumerate(self.take(key, list, []))
        ]

    def refuse_others(self, known: set[str]) -> None:
        """A key that nobody reads is a mistake: most often it is misspelt."""
        for key in self.content.keys() - known:
            self.fault(key, f"nothing reads this key; known here are {', '.join(sorted(known))}")

    def fault(self, key: str, what: str) -> None:
        """Note that something is wrong with a key."""
        self.faults.append(Fault(f"{self.path}{key}", what))
