"""Every indicator there is, by topic, to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText
from koers.monitor.known import outline
from koers.monitor.store import catalogue, in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Indicators that belong together, by code and name; `is_open`: one of them is chosen."""

    title: str
    indicators: tuple[tuple[str, LocalisedText], ...]
    is_open: bool


def topics(chosen: Iterable[str] = ()) -> list[Topic]:
    """The topics of a profile in its order, and the other indicators by name."""
    wanted = set(chosen)
    found = [
        _topic(in_words(section.title), section.indicators, wanted)
        for section in outline().sections
    ]
    shown = {code for topic in found for code, _name in topic.indicators}
    others = sorted(
        (each.code for each in catalogue() if each.code not in shown),
        key=lambda code: in_words(catalogue()[code].name).casefold(),
    )
    found.append(_topic(_("Other indicators"), others, wanted))
    return [topic for topic in found if topic.indicators]


def _topic(title: str, codes: Iterable[str], wanted: set[str]) -> Topic:
    named = tuple((code, in_words(catalogue()[code].name)) for code in codes)
    return Topic(
        title=title, indicators=named, is_open=any(code in wanted for code, _name in named)
    )
