"""The words of the policy, explained where they are used."""

from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.records import Cited, Titled


class Term(Cited, Titled):
    """A word with its meaning; `title` is the word as texts write it."""

    definition = BilingualText(_("definition"))
    note = BilingualText(
        _("note"), blank=True, help_text=_("What a reader should know about this definition.")
    )

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["title_nl"]
