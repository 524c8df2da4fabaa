"""Figures in templates, in the reader's language: `{% load figures %}`."""

import hashlib

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from koers.core.bilingual import capitalised
from koers.monitor import numbers, wording
from koers.monitor.charts import drawing_of
from koers.monitor.figure import Figure
from koers.monitor.figures import KeyFigure, latest_figure
from koers.monitor.models import StatementTopic
from koers.monitor.sources import slug_of
from koers.monitor.stated import stated
from koers.monitor.stated import wholes as stated_wholes
from koers.monitor.stated.scores import Score, score_for
from koers.monitor.store import in_words

register = template.Library()

register.filter("plain", numbers.plain)
register.filter("percent", numbers.percent)
register.filter("share", numbers.share)
register.filter("share_of", numbers.share_of)
register.filter("signed", numbers.signed)
register.filter("rounded", numbers.number)
register.filter("signed_percent", numbers.signed_percent)
register.filter("dataset_slug", slug_of)
register.filter("in_words", in_words)
register.filter("direction_words", wording.direction_words)
register.filter("status_mark", wording.status_mark)
register.filter("why_missing", wording.why_missing)
register.filter("capitalised", capitalised)
register.filter("notes_on", stated.notes_on)
register.filter("citations_on", stated.citations_on)
register.simple_tag(stated.stated_on)
register.simple_tag(stated_wholes.commuting)
register.simple_tag(stated_wholes.shares)


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


@register.simple_tag
def official_figure(topic: StatementTopic) -> KeyFigure | None:
    """The official figure on what a topic states, where its indicator and place have one."""
    if not (topic.indicator_code and topic.area_code):
        return None
    known = latest_figure(topic.indicator_code, topic.area_code)
    return known if known.is_known else None


@register.simple_tag
def score_of(topic: StatementTopic) -> Score | None:
    """The bar for what documents state about the topic's own place, 0 to 100."""
    return score_for(topic)
