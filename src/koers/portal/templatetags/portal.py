"""What the templates of the public site share: `{% load portal %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from koers.core.bilingual import LocalisedText, current_language
from koers.core.partial_dates import partial_date_label
from koers.monitor.mapping import Map
from koers.monitor.profiles.page import FigureOnPage
from koers.portal import explanations, formats, navigation

register = template.Library()

register.filter("euro", formats.euro)
register.filter("number", formats.number)
register.filter("country", formats.country)
register.filter("partial_date", partial_date_label)
register.filter("marked", explanations.marked)
register.simple_tag(formats.period)
register.simple_tag(explanations.marked, name="text")


@register.filter
def excerpt(text: str, words: int) -> SafeString:
    """The first `words` words of `text`, with its language marked."""
    language = getattr(text, "language", current_language())
    return explanations.marked(LocalisedText(Truncator(text).words(words), language))


@register.simple_tag(takes_context=True)
def explain(context: dict[str, Any], text: str) -> SafeString:
    """`text` with its language marked and its glossary terms explained: `{% explain text %}`."""
    return explanations.explainer_of(context["request"]).explain(text)


@register.simple_tag(takes_context=True)
def prose(context: dict[str, Any], text: str) -> SafeString:
    """Like `explain`, as paragraphs: `{% prose agenda.vision %}`."""
    explainer = explanations.explainer_of(context["request"])
    return explanations.prose(map(explainer.explain, explanations.paragraphs(text)))


@register.simple_tag(takes_context=True)
def sections(context: dict[str, Any]) -> list[navigation.Way]:
    return navigation.sections(context["request"])


@register.simple_tag(takes_context=True)
def other_languages(context: dict[str, Any]) -> list[navigation.Way]:
    return navigation.other_languages(context["request"])


@register.simple_tag
def theme_stylesheet() -> str:
    """Address of the component styles; empty where they are not installed."""
    if not (settings.THEME_DIR / "theme" / "theme.css").is_file():
        return ""
    try:
        return static("theme/theme.css")
    except ValueError:  # installed after the static files were collected
        return ""


@register.filter
def beside_rows(figure: FigureOnPage) -> SafeString:
    """The rows of the table of references: hundreds a page, for which a template takes long."""
    growth = '<td class="amount">{}</td>' if figure.since else "{}"
    row = (
        '<tr><th scope="row">{}</th><td class="amount">{}</td><td class="amount">{}</td>'
        f'{growth}<td class="amount">{{}}</td><td class="amount">{{}}</td><td>{{}} {{}}</td></tr>'
    )
    return format_html_join(
        "\n",
        row,
        (
            (
                each.label,
                each.level,
                each.difference,
                each.growth if figure.since else "",
                each.place,
                each.below,
                each.mark,
                each.verdict,
            )
            for each in figure.beside
        ),
    )


@register.filter
def shaded_rows(drawn: Map) -> SafeString:
    """The rows of the table of a map, for every municipality."""
    return format_html_join(
        "\n",
        '<tr><th scope="row">{}</th><td class="amount">{}</td><td class="amount">{}</td></tr>',
        ((row.name, row.missing or row.figure, row.shade or "–") for row in drawn.shaded),
    )
