"""Composite indices in templates: `{% load indices %}`."""

import hashlib
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from koers.monitor.drawings import Drawing
from koers.monitor.indices.report import head_of

register = template.Library()
register.filter("head_of", head_of)


@register.simple_tag
def drawn(drawing: Drawing, title: str, description: str = "") -> SafeString:
    """A drawing, named and described for who cannot see it."""
    name = f"drawing-{hashlib.sha256(f'{title}{drawing.body}'.encode()).hexdigest()[:12]}"
    return format_html(
        '<svg class="chart" viewBox="{box}" role="img" aria-labelledby="{name}-title {name}-desc">'
        '<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
        "{body}</svg>",
        box=drawing.view_box,
        name=name,
        title=title,
        description=description or title,
        body=mark_safe(drawing.body),  # noqa: S308 - every text in it is escaped as it is drawn
    )


@register.inclusion_tag("monitor/_cell.html")
def cell(field: BoundField, row: str) -> dict[str, Any]:
    """A field in a table, named after its row and its column, with what is wrong with it."""
    attributes: dict[str, str | bool] = {"aria-label": f"{row}: {field.label}"}
    if field.errors:
        attributes |= {"aria-invalid": "true", "aria-describedby": f"{field.auto_id}-faults"}
    return {"field": field, "widget": field.as_widget(attrs=attributes)}
