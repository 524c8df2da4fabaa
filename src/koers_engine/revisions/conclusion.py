from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

from koers_engine.concepts import Bilingual, unusable
from koers_engine.position import Position, ReferencePosition

FORMAT = 1
T = TypeVar("T")


class Verdict(StrEnum):
    """How a place's figure compares with a reference's, as printed: in the indicator's decimals."""

    ABOVE = "above"
    BELOW = "below"
    LEVEL = "level"

    @classmethod
    def of(cls, difference: float | None, decimals: int) -> "Verdict | None":
        """The verdict on a difference; None where there is no difference to tell.

        >>> Verdict.of(-0.04, 1).value
        'level'
        """
        if difference is None:
            return None
        shown = round(difference, decimals)
        return cls.ABOVE if shown > 0 else cls.BELOW if shown < 0 else cls.LEVEL


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was asked, with nothing left to a default; it can be asked again at any time.

    `period` and `since` are codes of CBS (2024JJ00); `since` is empty where there is no growth.
    `boundaries` is the year whose municipalities the figures were brought to; None as published.
    """

    area: str
    indicator: str
    period: str
    since: str
    references: tuple[str, ...]
    boundaries: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """The place held against one reference; None where a number cannot be given."""

    reference: str
    label: Bilingual
    n: int
    is_member: bool
    rank: int | None
    tied: int
    percentile: float | None
    value: float | None
    difference: float | None
    verdict: Verdict | None
    growth_difference: float | None

    @property
    def n_ranked(self) -> int:
        """Among how many the rank is: the reference's municipalities, and the place itself."""
        return self.n if self.is_member else self.n + 1

    @classmethod
    def of(cls, held: ReferencePosition, decimals: int) -> "Held":
        """What a position says of one reference."""
        return cls(
            reference=held.reference,
            label=held.label,
            n=held.n,
            is_member=held.is_member,
            rank=held.rank,
            tied=held.tied,
            percentile=held.percentile,
            value=held.value,
            difference=held.difference,
            verdict=Verdict.of(held.difference, decimals),
            growth_difference=held.growth_difference,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A vintage that an answer rests on."""

    dataset: str
    digest: str
    retrieved_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question came to, and what it rests on."""

    area: str
    """Name of the place."""
    indicator: Bilingual
    unit: Bilingual
    decimals: int
    formula: Bilingual
    value: float | None
    status: str
    growth: float | None
    """In percent since the base; None where there is none."""
    held: tuple[Held, ...]
    grounds: tuple[Ground, ...]

    @classmethod
    def of(cls, position: Position) -> "Answer":
        """The answer that a position gives."""
        indicator = position.indicator
        return cls(
            area=position.area.name,
            indicator=indicator.name,
            unit=indicator.unit,
            decimals=indicator.decimals,
            formula=indicator.formula,
            value=position.value,
            status=position.status,
            growth=position.growth,
            held=tuple(Held.of(held, indicator.decimals) for held in position.references),
            grounds=tuple(
                Ground(dataset=v.dataset_id, digest=v.digest, retrieved_at=v.retrieved_at)
                for v in position.vintages
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conclusion:
    """An answer that was kept under a name: who kept it, and when. It never changes."""

    name: str
    question: Question
    answer: Answer
    kept_at: datetime
    kept_by: str

    @classmethod
    def of(cls, name: str, position: Position, *, at: datetime, by: str) -> "Conclusion":
        """The conclusion that keeping this position makes."""
        return cls(
            name=name,
            question=Question(
                area=position.area.code,
                indicator=position.indicator.code,
                period=position.period.cbs,
                since=position.since.cbs if position.since else "",
                references=tuple(held.reference for held in position.references),
                boundaries=position.boundaries,
            ),
            answer=Answer.of(position),
            kept_at=at,
            kept_by=by,
        )

    def to_json(self) -> dict[str, Any]:
        """The conclusion in values that JSON has."""
        content = asdict(self) | {"format": FORMAT, "kept_at": self.kept_at.isoformat()}
        for ground in content["answer"]["grounds"]:
            ground["retrieved_at"] = ground["retrieved_at"].isoformat()
        return content

    @classmethod
    def from_json(cls, content: dict[str, Any]) -> "Conclusion":
        """Read what `to_json` made.

        Raises:
            ValueError, KeyError, TypeError, AttributeError: It is no conclusion of this format.
        """
        if content["format"] != FORMAT:
            message = "made by another version of Koers"
            raise ValueError(message)
        question, answer = content["question"], dict(content["answer"])
        for name in ("indicator", "unit", "formula"):
            answer[name] = Bilingual.from_dict(answer[name])
        answer["held"] = tuple(_held(held) for held in answer["held"])
        answer["grounds"] = tuple(
            Ground(**ground | {"retrieved_at": _moment(ground["retrieved_at"])})
            for ground in answer["grounds"]
        )
        return cls(
            name=str(content["name"]),
            question=Question(**question | {"references": tuple(question["references"])}),
            answer=_with_numbers(Answer(**answer), ("value", "growth")),
            kept_at=_moment(content["kept_at"]),
            kept_by=str(content["kept_by"]),
        )


def _held(content: dict[str, Any]) -> Held:
    verdict = content["verdict"]
    held = Held(
        **content
        | {
            "label": Bilingual.from_dict(content["label"]),
            "verdict": None if verdict is None else Verdict(verdict),
        }
    )
    return _with_numbers(held, ("rank", "percentile", "value", "difference", "growth_difference"))


def _with_numbers(told: T, names: tuple[str, ...]) -> T:
    """What was read, where these fields are finite numbers or None."""
    for name in names:
        value = getattr(told, name)
        if value is not None and not (isinstance(value, int | float) and isfinite(value)):
            message = f"{name} is no number: {value!r}"
            raise ValueError(message)
    return told


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if why := unusable(moment):
        raise ValueError(why)
    return moment
