"""The part of an own indicator's form that says which table it is taken from."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from koers.monitor.own_indicator_form import tables

_OF_TABLE = ("dataset", "measure", "where", "multiply", "frequency")


class TablePanel(Panel):
    """Chooses a measure, and a code of every other dimension, of a table that was chosen before."""

    def get_form_options(self) -> dict[str, Any]:
        return {"fields": [name for name in _OF_TABLE if name != "where"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "monitor/workspace/table_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            return context | {"form": self.form, "tables": tables()}

        def get_comparison(self) -> list[Any]:
            model = self.panel.model
            return [partial(FieldComparison, model._meta.get_field(name)) for name in _OF_TABLE]


def own_indicator_panels() -> list[Panel]:
    """What it is, where it comes from, and why it is changed."""
    return [
        FieldRowPanel([FieldPanel("title_nl"), FieldPanel("title_en")]),
        FieldRowPanel([FieldPanel("definition_nl"), FieldPanel("definition_en")]),
        FieldRowPanel([FieldPanel("unit_nl"), FieldPanel("unit_en")]),
        FieldRowPanel([FieldPanel("direction"), FieldPanel("kind")]),
        FieldRowPanel([FieldPanel("decimals"), FieldPanel("calculation")]),
        TablePanel(heading=_("Table"), icon="table"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("of"), FieldPanel("by")]), FieldPanel("years")],
            heading=_("Derived from other indicators"),
            classname="collapsed",
        ),
        MultiFieldPanel([FieldPanel("slug")], heading=_("Code"), classname="collapsed"),
        FieldPanel("change_note", icon="edit"),
    ]
