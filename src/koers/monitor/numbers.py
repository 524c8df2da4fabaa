"""Figures as the reader writes them: 4,2% in Dutch, 4.2% in English."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import format_decimal, format_percent
from django.utils.translation import gettext as _

from koers.core.bilingual import current_language

MINUS = "\N{MINUS SIGN}"


def number(value: float | Decimal, decimals: int = 0) -> str:
    """`value` rounded to `decimals`, grouped by thousands, in the reader's language."""
    digits = "0" * decimals
    pattern = f"#,##0.{digits}" if decimals else "#,##0"
    text = format_decimal(_rounded(value, decimals), format=pattern, locale=current_language())
    return text.replace("-", MINUS)


def plain(value: Decimal) -> str:
    """`value` with as many decimals as it has, for figures that a document states."""
    return number(value, decimals_of(value))


def decimals_of(value: Decimal) -> int:
    """With how many decimals `value` is exact."""
    return max(0, -int(value.normalize().as_tuple().exponent))


def percent(value: float | Decimal, decimals: int = 1) -> str:
    """`value`, which is in percent (0-100), with its sign: 4,2% or 4.2%."""
    return _("%(number)s%%") % {"number": number(value, decimals)}


def share(value: float) -> str:
    """`value`, a share (0-1), as a whole percentage."""
    return format_percent(value, format="#,##0%", locale=current_language())


def share_of(value: float) -> str:
    """`value`, a share (0-1), in percent with a decimal; what is neither none nor all never reads
    as such.
    """
    if 0 < value < 0.0005:
        return f"<{percent(0.1)}"
    return f">{percent(99.9)}" if 0.9995 <= value < 1 else percent(100 * value)


def signed(value: float | Decimal, decimals: int = 0) -> str:
    """`value` with a plus or minus, and none where it rounds to zero."""
    text = number(value, decimals)
    return f"+{text}" if _rounded(value, decimals) > 0 else text


def signed_percent(value: float | Decimal, decimals: int = 1) -> str:
    """A change in percent (0-100) with its plus or minus: +4,2% or +4.2%."""
    return _("%(number)s%%") % {"number": signed(value, decimals)}


def _rounded(value: float | Decimal, decimals: int) -> Decimal:
    """Half away from zero, as offices of statistics round; -0.0 becomes 0."""
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0
