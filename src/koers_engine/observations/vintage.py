import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, Unit, unusable
from koers_engine.observations.dataset import Dataset
from koers_engine.observations.provenance import Provenance

MANIFEST_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """What a dataset was known to say from `retrieved_at` on, until the next vintage.

    `digest` names the content; a vintage never changes.
    """

    dataset_id: str
    digest: str
    title: Bilingual
    description: Bilingual
    publisher: str
    source_url: str
    licence: str
    attribution: str
    published_at: datetime
    retrieved_at: datetime
    part: str = ""
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    n_observations: int
    provenance: Provenance = field(default_factory=Provenance, compare=False, hash=False)

    def __hash__(self) -> int:
        # Every answer lists its vintages once each; all measures and dimensions take long to hash.
        return hash((self.dataset_id, self.digest))

    @classmethod
    def of(
        cls,
        dataset: Dataset,
        digest: str,
        n_observations: int,
        provenance: Provenance | None = None,
    ) -> "Vintage":
        """The vintage that keeping this dataset makes."""
        return cls(
            dataset_id=dataset.id,
            digest=digest,
            title=dataset.title,
            description=dataset.description,
            measures=dataset.measures,
            dimensions=dataset.dimensions,
            n_observations=n_observations,
            provenance=provenance or Provenance(),
            **asdict(dataset.origin),
        )

    def to_manifest(self) -> str:
        """The vintage as the text of its manifest."""
        content = asdict(self) | {
            "format": MANIFEST_FORMAT,
            "published_at": self.published_at.isoformat(),
            "retrieved_at": self.retrieved_at.isoformat(),
            "provenance": self.provenance.to_json(),
        }
        return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"

    @classmethod
    def from_manifest(cls, text: str) -> "Vintage":
        """Read a manifest.

        Raises:
            ValueError, KeyError, TypeError: The text is no manifest of this format.
        """
        content: dict[str, Any] = json.loads(text)
        if content.pop("format") != MANIFEST_FORMAT:
            message = "made by another version of Koers"
            raise ValueError(message)
        content["provenance"] = Provenance.from_json(content.get("provenance", {}))
        content["title"] = Bilingual.from_dict(content["title"])
        content["description"] = Bilingual.from_dict(content["description"])
        content["published_at"] = datetime.fromisoformat(content["published_at"])
        content["retrieved_at"] = datetime.fromisoformat(content["retrieved_at"])
        if unusable(content["published_at"]) or unusable(content["retrieved_at"]):
            message = "a moment without time zone"
            raise ValueError(message)
        content["measures"] = tuple(
            Measure(
                code=measure["code"],
                title=Bilingual.from_dict(measure["title"]),
                unit=Unit(measure["unit"]["text"]),
                decimals=measure["decimals"],
            )
            for measure in content["measures"]
        )
        content["dimensions"] = tuple(
            Dimension(
                identifier=axis["identifier"],
                kind=DimensionKind(axis["kind"]),
                title=axis["title"],
            )
            for axis in content["dimensions"]
        )
        return cls(**content)
