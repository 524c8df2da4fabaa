"""Text in a table that somebody opens in a spreadsheet never becomes a formula."""

from typing import Any

from wagtail.admin.views.mixins import SpreadsheetExportMixin

_RISKY = ("=", "+", "-", "@", "\t", "\r")


def without_formula(text: str) -> str:
    """`text`, with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text.startswith(_RISKY) else text


def make_workspace_exports_safe() -> None:
    """Let every export of the workspace write its texts so: Wagtail does in XLSX alone."""
    as_wagtail_writes = SpreadsheetExportMixin.preprocess_field_value

    def safely(self: Any, field: str, value: Any, export_format: str) -> Any:
        written = as_wagtail_writes(self, field, value, export_format)
        is_text = isinstance(written, str) and export_format == self.FORMAT_CSV
        return without_formula(written) if is_text else written

    SpreadsheetExportMixin.preprocess_field_value = safely
