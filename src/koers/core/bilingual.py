"""Text in Dutch and English, stored in two columns and read as one."""

from typing import Any, Self, overload

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("nl", "en")


class LocalisedText(str):
    """A text that knows its language, so that a page can mark it when it differs from its own."""

    __slots__ = ("language",)

    language: str

    def __new__(cls, text: str, language: str) -> Self:
        localised = super().__new__(cls, text)
        localised.language = language
        return localised


def current_language() -> str:
    """The reader's language, one of LANGUAGES; Dutch where it is another one or none."""
    language = (get_language() or "nl")[:2]
    return language if language in LANGUAGES else "nl"


def capitalised(text: str) -> str:
    """`text` with its first letter as a capital, in its own language."""
    language = getattr(text, "language", current_language())
    return LocalisedText(text[:1].upper() + text[1:], language)


class BilingualText:
    """A text in two languages: `title = BilingualText(...)` adds the columns title_nl and title_en.

    Read as `record.title` it gives the reader's language, or the other one where that is empty.
    Dutch is the language of record; English may stay empty.
    """

    def __init__(
        self, label: Any, *, max_length: int | None = None, blank: bool = False, help_text: Any = ""
    ) -> None:
        self.label = label
        self.max_length = max_length
        self.blank = blank
        self.help_text = help_text
        self.name = ""

    def contribute_to_class(self, model: type[models.Model], name: str) -> None:
        self.name = name
        for language, language_name in zip(LANGUAGES, (_("Dutch"), _("English")), strict=True):
            field = self._column(
                verbose_name=format_lazy("{} ({})", self.label, language_name),
                blank=self.blank or language != "nl",
            )
            model.add_to_class(f"{name}_{language}", field)
        setattr(model, name, self)

    def _column(self, *, verbose_name: Any, blank: bool) -> models.Field:
        if self.max_length:
            return models.CharField(
                verbose_name, max_length=self.max_length, blank=blank, help_text=self.help_text
            )
        return models.TextField(verbose_name, blank=blank, help_text=self.help_text)

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: models.Model, owner: type) -> LocalisedText: ...
    def __get__(self, instance: models.Model | None, owner: type) -> Self | LocalisedText:
        if instance is None:
            return self
        own = current_language()
        other = "en" if own == "nl" else "nl"
        if text := getattr(instance, f"{self.name}_{own}"):
            return LocalisedText(text, own)
        return LocalisedText(getattr(instance, f"{self.name}_{other}"), other)
