"""What documents state on a scale of 0 to 100, as a bar with a mark for the reference."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from koers.monitor.models import Statement, StatementTopic
from koers.monitor.numbers import plain

BAR_WIDTH = 400  # units of the drawing for 100


@dataclass(frozen=True, slots=True)
class Score:
    """A bar: lengths in units of the drawing, as text that a language does not change."""

    width: str
    mark: str  # empty where no reference is stated
    sentence: str
    own: Statement
    other: Statement | None


def score_for(topic: StatementTopic) -> Score | None:
    """The bar of the first statement on the topic's own place, marked with the first on another.

    None where no document states a value from 0 to 100 for the own place.
    """
    valued = [each for each in topic.statements_list if _is_score(each.value)]
    own = next((each for each in valued if each.area_code == topic.area_code), None)
    if own is None or own.value is None:
        return None
    other = next((each for each in valued if each.area_code != topic.area_code), None)
    return Score(
        width=_length(own.value),
        mark=_length(other.value) if other and other.value is not None else "",
        sentence=_sentence(own, other),
        own=own,
        other=other,
    )


def _is_score(value: Decimal | None) -> bool:
    return value is not None and 0 <= value <= 100


def _length(value: Decimal) -> str:
    return f"{value * BAR_WIDTH / 100:.1f}"


def _sentence(own: Statement, other: Statement | None) -> str:
    words = {"place": own.area, "value": plain(own.value or Decimal()), "unit": own.topic.unit}
    if other is None or other.value is None:
        return _("%(place)s: %(value)s (%(unit)s).") % words
    words |= {"other": other.area, "mark": plain(other.value)}
    if own.value == other.value:
        return _("%(place)s and %(other)s: both %(value)s (%(unit)s).") % words
    return _("%(place)s: %(value)s; %(other)s: %(mark)s (%(unit)s).") % words
