"""A drawing as an element of a page."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from koers_engine.maps.svg import Drawing

EMPTY = SafeString()


def inline(drawing: Drawing, *, label: str = "", css: str = "drawing") -> SafeString:
    """The drawing as an SVG element of a page.

    `label` is what it shows, for who cannot see it; without one it says nothing that the text
    around it does not, and is passed over.
    """
    named = (
        format_html('role="img" aria-label="{}"', label)
        if label
        else mark_safe('aria-hidden="true" focusable="false"')
    )
    return format_html(
        '<svg class="{css}" viewBox="{box}" {named}>{body}</svg>',
        css=css,
        box=drawing.view_box,
        named=named,
        body=mark_safe(drawing.body),  # noqa: S308 - a drawing escapes each text it holds
    )
