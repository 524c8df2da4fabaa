from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """What a finding means for the table: it may pass, or it is refused until accepted."""

    WARNING = "warning"
    REFUSAL = "refusal"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a table that a researcher should look at before using it.

    `check` names the check that found it, `where` the cell by its key, `what` what is odd. `place`
    is where the cell stands in the source; the same finding may stand elsewhere in a later vintage.
    """

    check: str
    where: str
    what: str
    severity: Severity = Severity.WARNING
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        place = f"{self.place}, " if self.place else ""
        return f"{place}{self.where}: {self.what} ({self.check})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """Who let the findings of a check pass, when, and why."""

    check: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How a vintage came in: what was asked, what was received, and what was found.

    `request` is what `koers data refresh` asks again (SourceRequest as a mapping; empty where it
    is not known), `snapshot` the SHA-256 of the raw responses kept beside the vintage.
    """

    request: Mapping[str, Any] = field(default_factory=dict)
    snapshot: str = ""
    findings: tuple[Finding, ...] = ()
    acceptances: tuple[Acceptance, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The provenance in values that JSON has."""
        content = asdict(self)
        for acceptance in content["acceptances"]:
            acceptance["at"] = acceptance["at"].isoformat()
        return content

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> "Provenance":
        """Read what `to_json` made; a manifest of before this was kept has nothing.

        Raises:
            ValueError, KeyError, TypeError: The content has another form.
        """
        return cls(
            request=dict(content.get("request", {})),
            snapshot=str(content.get("snapshot", "")),
            findings=tuple(
                Finding(**{**finding, "severity": Severity(finding["severity"])})
                for finding in content.get("findings", [])
            ),
            acceptances=tuple(
                Acceptance(**{**acceptance, "at": datetime.fromisoformat(acceptance["at"])})
                for acceptance in content.get("acceptances", [])
            ),
        )
