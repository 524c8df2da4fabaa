"""Files that pages offer, and how they are handed over."""

from django.http import HttpResponse
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _

from koers.monitor.downloads import Download

FORMS = (
    ("xlsx", _("Excel (XLSX)")),
    ("csv", _("Text with commas (CSV)")),
    ("svg", _("Drawing (SVG)")),
    ("png", _("Picture (PNG)")),
)
TABLES = FORMS[:2]
_INERT = "default-src 'none'; sandbox"


class FormConverter(StringConverter):
    """How a file is asked for: the end of its address."""

    regex = "csv|xlsx|svg|png"


class TableConverter(StringConverter):
    """Likewise, of what is no drawing."""

    regex = "csv|xlsx"


class PictureConverter(StringConverter):
    """Likewise, of a drawing."""

    regex = "svg|png"


def handed_over(download: Download) -> HttpResponse:
    """A file to save under its own name; where a browser opens it, nothing in it runs."""
    return HttpResponse(
        download.content,
        content_type=download.content_type,
        headers={
            "Content-Disposition": f'attachment; filename="{download.name}"',
            "Content-Security-Policy": _INERT,
        },
    )
