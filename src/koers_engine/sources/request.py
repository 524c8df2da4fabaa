from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from koers_engine.concepts import Refusal


class UnreadableSource(Refusal, ValueError):
    """A text does not say where a table is to come from."""

    def __init__(self, text: str, known: str) -> None:
        super().__init__(
            f"{text!r} names no source. Write the kind of source, a colon and the table or file: "
            f"{known}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRequest:
    """Which table to bring in, from where, and which part of it.

    It says all that is needed to ask the same again, so it is kept with the vintage.
    """

    kind: str
    """The reader: cbs, sdmx, jsonstat, file or koers."""
    name: str
    """What the reader looks up: a table's code, a flow with its key, or a path."""
    form: str = ""
    """Which of a publisher's forms: v4, v3 or csv for CBS; empty for the reader's own choice."""
    origin: str = ""
    """The base address, folder or file of --from; empty for the publisher's own address."""
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Per dimension (`Measure` for measures) the codes to take; others are left out."""
    mapping: str = ""
    """The file that tells what the columns of a file are."""

    @property
    def is_remote(self) -> bool:
        """Whether a server is to be asked."""
        if self.origin:
            return self.origin.lower().startswith(("http://", "https://"))
        return self.kind in {"cbs", "sdmx"} or self.name.lower().startswith(("http://", "https://"))

    def to_json(self) -> dict[str, Any]:
        """The request in values that JSON has."""
        return asdict(self)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "SourceRequest":
        """Read what `to_json` made.

        Raises:
            TypeError, AttributeError: The content has another form.
        """
        where = {name: tuple(codes) for name, codes in content.get("where", {}).items()}
        return cls(**{**content, "where": where})
