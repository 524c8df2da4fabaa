"""What the drawings of stated figures show, in plain words, with the figures as they are stated."""

from collections.abc import Sequence
from decimal import Decimal

from babel.lists import format_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koers.core.bilingual import current_language
from koers.core.partial_dates import partial_date_label
from koers.monitor.models import Statement
from koers.monitor.numbers import decimals_of, percent, plain, signed


def comparison(compared: Sequence[Statement]) -> str:
    """The own place's figure, which comes first, beside those of other places.

    More, less or the same is said only where that holds for every other place, at the same time.
    """
    own = compared[0]
    also = [each for each in compared[1:] if each.where == own.where]
    others = [each for each in compared if each.where != own.where]
    return " ".join([_beside(own, others), *_also(own, also)])


def _beside(own: Statement, others: Sequence[Statement]) -> str:
    words = {
        "place": own.area,
        "level": level(own),
        "others": listed([_with_value(each, own) for each in others]),
    }
    stand = {_stand(own, each) for each in others}
    if stand == {"more"}:
        return _("%(place)s: %(level)s, more than %(others)s.") % words
    if stand == {"less"}:
        return _("%(place)s: %(level)s, less than %(others)s.") % words
    if stand == {"same"}:
        return _("%(place)s: %(level)s, the same as %(others)s.") % words
    return _("%(place)s: %(level)s, against %(others)s.") % words


def _stand(own: Statement, other: Statement) -> str:
    if own.period != other.period or own.value is None or other.value is None:
        return "apart"
    if own.value == other.value:
        return "same"
    return "more" if own.value > other.value else "less"


def _also(own: Statement, also: Sequence[Statement]) -> list[str]:
    if not also:
        return []
    words = {"place": own.area, "values": listed([_qualified(each, own) for each in also])}
    return [_("Also stated for %(place)s: %(values)s.") % words]


def _qualified(each: Statement, own: Statement) -> str:
    value = plain(each.value or Decimal())
    if qualifier := apart(each, own):
        return _("%(value)s (%(qualifier)s)") % {"value": value, "qualifier": qualifier}
    return value


def _with_value(each: Statement, own: Statement) -> str:
    words = {"place": each.area, "value": plain(each.value or Decimal())}
    if qualifier := apart(each, own):
        return _("%(place)s (%(value)s, %(qualifier)s)") % (words | {"qualifier": qualifier})
    return _("%(place)s (%(value)s)") % words


def apart(each: Statement, own: Statement) -> str:
    """What sets a statement apart from the one it stands beside: its text, or another period."""
    if each.text:
        return each.text
    return partial_date_label(each.period) if each.period != own.period else ""


def level(each: Statement) -> str:
    """A statement's figure with its unit and period."""
    amount = f"{plain(each.value or Decimal())} {each.topic.unit}".strip()
    if not each.period:
        return amount
    return _("%(amount)s in %(period)s") % {
        "amount": amount,
        "period": partial_date_label(each.period),
    }


def balance(incoming: Statement, outgoing: Statement) -> str:
    """How many come in, how many go out, and the difference."""
    coming, going = incoming.value or Decimal(), outgoing.value or Decimal()
    words = {
        "place": incoming.area,
        "incoming": plain(coming),
        "outgoing": level(outgoing),
        "difference": plain(abs(coming - going)),
    }
    if coming > going:
        return (
            _(
                "More commuters come to %(place)s than leave it: %(incoming)s against "
                "%(outgoing)s, a difference of %(difference)s."
            )
            % words
        )
    if coming < going:
        return (
            _(
                "Fewer commuters come to %(place)s than leave it: %(incoming)s against "
                "%(outgoing)s, a difference of %(difference)s."
            )
            % words
        )
    return _("As many commuters come to %(place)s as leave it: %(outgoing)s.") % words


def signed_plain(value: Decimal) -> str:
    """`value` with a plus or minus and as many decimals as it has."""
    return signed(value, decimals_of(value))


def largest_shares(named: Sequence[tuple[str, Decimal]], whole: Decimal) -> str:
    """The largest of the sectors that are named, and what these have together; `whole` is the sum
    with all others.
    """
    top = max(value for _name, value in named)
    largest = [name for name, value in named if value == top]
    words = {"share": percent_of(top), "sectors": listed(largest)}
    sentences = [
        ngettext(
            "%(sectors)s is the largest sector named, with %(share)s.",
            "%(sectors)s are the largest sectors named, each with %(share)s.",
            len(largest),
        )
        % words
    ]
    if len(named) > 1:
        together = {"n": len(named), "total": percent_of(sum((v for _n, v in named), Decimal()))}
        sentences.append(_("The %(n)s sectors named have %(total)s together.") % together)
    if whole != 100:
        sentences.append(
            _("All shares stated add up to %(whole)s, not 100%%: so each has a bar of its own.")
            % {"whole": percent_of(whole)}
        )
    return " ".join(sentences)


def percent_of(value: Decimal) -> str:
    """`value`, in percent (0-100), with its sign and as many decimals as it has."""
    return percent(value, decimals_of(value))


def listed(texts: Sequence[str]) -> str:
    """The texts as the reader's language lists them: A, B and C."""
    return format_list(texts, locale=current_language())
