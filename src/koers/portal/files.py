"""Files that pages offer, and how they are handed over."""

from django.http import Http404, HttpResponse
from django.utils.translation import gettext_lazy as _

from koers.monitor.downloads import Download

FORMS = (
    ("xlsx", _("Excel (XLSX)")),
    ("csv", _("Text with commas (CSV)")),
    ("svg", _("Drawing (SVG)")),
    ("png", _("Picture (PNG)")),
)
TABLES, PICTURES = ("csv", "xlsx"), ("svg", "png")
_INERT = "default-src 'none'; sandbox"


class FormConverter:
    """How a file is asked for: the end of its address."""

    regex = "csv|xlsx|svg|png"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


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


def refuse_unless(form: str, forms: tuple[str, ...]) -> None:
    """Refuse a form that there is none of, as of a page that there is not."""
    if form not in forms:
        raise Http404(form)
