"""Figures in templates, in the reader's language: `{% load figures %}`."""

import hashlib
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from koers.monitor import numbers, wording
from koers.monitor.charts import drawing_of
from koers.monitor.figure import Figure

register = template.Library()

register.filter("plain", numbers.plain)
register.filter("percent", numbers.percent)
register.filter("share", numbers.share)
register.filter("signed", numbers.signed)
register.filter("rounded", numbers.number)
register.filter("status_mark", wording.status_mark)
register.filter("why_missing", wording.why_missing)


@register.simple_tag
def chart(figure: Figure) -> SafeString:
    """The drawing of `figure`, named and described for who cannot see it; empty without values."""
    drawing = drawing_of(figure)
    if drawing is None:
        return SafeString()
    content = f"{figure.title}{figure.sentence}{drawing.body}"
    name = f"chart-{hashlib.sha256(content.encode()).hexdigest()[:12]}"
    return format_html(
        '<svg class="chart" viewBox="{box}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
        "{body}</svg>",
        box=drawing.view_box,
        name=name,
        title=figure.title,
        description=figure.sentence,
        body=mark_safe(drawing.body),  # noqa: S308 - Vega escapes every text, and we keep its SVG
    )


@register.filter
def dataset_slug(dataset_id: str) -> str:
    """cbs:03759ned as it stands in an address: cbs-03759ned."""
    return dataset_id.replace(":", "-")


@register.inclusion_tag("portal/_score.html")
def score(value: Any, mark: Any = None, *, label: str, mark_label: str = "") -> dict[str, Any]:
    """A bar from 0 to 100 with, where given, a mark for the value of another place."""
    return {
        "width": f"{min(100.0, max(0.0, float(value))):.2f}",
        "mark": None if mark is None else f"{min(100.0, max(0.0, float(mark))):.2f}",
        "value": value,
        "mark_value": mark,
        "label": label,
        "mark_label": mark_label,
    }
