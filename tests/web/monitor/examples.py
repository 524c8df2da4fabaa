"""Figures and statements as the tests need them."""

from decimal import Decimal
from typing import Any

from koers.core.bilingual import LocalisedText
from koers.monitor.figure import Figure, Point, Series
from koers.monitor.models import Statement, StatementTopic
from koers_engine.concepts import Period


def a_series(label: str, values: dict[int, float | None], *, breaks_at: int = 0) -> Series:
    return Series(
        LocalisedText(label, "en"),
        tuple(
            Point(Period(year), value, "O" if value is None else "A", breaks=year == breaks_at)
            for year, value in values.items()
        ),
    )


def a_figure(values: dict[int, float | None], **fields: Any) -> Figure:
    text = LocalisedText("things", "en")
    given = {
        "indicator": "things",
        "name": LocalisedText("Things", "en"),
        "definition": text,
        "unit": text,
        "formula": text,
        "decimals": 0,
        "is_change": False,
        "area_code": "GM0106",
        "place": "Assen",
        "own": a_series("Assen", values, breaks_at=fields.pop("breaks_at", 0)),
    }
    return Figure(**(given | fields))


def a_topic(**fields: Any) -> StatementTopic:
    given = {"title_nl": "Banen", "title_en": "Jobs", "group": "profile", "area_code": "GM0106"}
    return StatementTopic.objects.create(**(given | fields))


def a_statement(topic: StatementTopic, value: object = None, **fields: Any) -> Statement:
    given = {"area_code": "GM0106", "area_nl": "Assen", "area_en": "Assen"}
    number = None if value is None else Decimal(str(value))
    return Statement.objects.create(topic=topic, value=number, **(given | fields))
