"""Words of the glossary explain themselves in the texts that use them."""

import itertools
import re
from collections.abc import Iterable, Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator

from koers.core.bilingual import LANGUAGES, LocalisedText, current_language
from koers.glossary.models import Term
from koers.glossary.selectors import terms_in_alphabetical_order

WORDS_SHOWN = 40


def marked(text: str) -> SafeString:
    """`text`, escaped, with its language marked where that is not the page's."""
    return _in_language(conditional_escape(text), text)


class Explainer:
    """Turns the first use of each known term in a text into a link with a short explanation.

    Terms are sought in the language of the text, as whole words, the longest first.
    """

    def __init__(self, terms: Sequence[Term]) -> None:
        self._numbers = itertools.count(1)
        titled = {
            language: {
                title: term for term in terms if (title := getattr(term, f"title_{language}"))
            }
            for language in LANGUAGES
        }
        self._patterns = {language: _pattern(found) for language, found in titled.items()}
        self._terms = {
            language: {title.casefold(): term for title, term in found.items()}
            for language, found in titled.items()
        }

    def explain(self, text: str) -> SafeString:
        """`text`, escaped and marked with its language, with its terms explained."""
        language = getattr(text, "language", current_language())
        pattern = self._patterns[language]
        if pattern is None:
            return marked(text)
        parts: list[str] = []
        used: set[Term] = set()
        for index, part in enumerate(pattern.split(text)):
            # The pattern is one group, so every second part is a term.
            term = self._terms[language].get(part.casefold()) if index % 2 else None
            if term is None or term in used:
                parts.append(conditional_escape(part))
            else:
                used.add(term)
                parts.append(self._explained(part, term))
        return _in_language(mark_safe("".join(parts)), text)  # noqa: S308 - every part is escaped

    def _explained(self, word: str, term: Term) -> SafeString:
        definition = LocalisedText(
            Truncator(term.definition).words(WORDS_SHOWN), term.definition.language
        )
        return format_html(
            '<span class="term">'
            '<a class="term__word" href="{}#{}" aria-describedby="term-{number}">{}</a>'
            '<span class="term__meaning" role="tooltip" id="term-{number}" hidden>{}</span></span>',
            reverse("portal:glossary"),
            term.slug,
            word,
            marked(definition),
            number=next(self._numbers),
        )


def explainer_of(request: HttpRequest) -> Explainer:
    """The request's explainer; the first call on a page costs one query, later ones none."""
    if not hasattr(request, "explainer"):
        request.explainer = Explainer(terms_in_alphabetical_order())  # type: ignore[attr-defined]
    return request.explainer  # type: ignore[attr-defined]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of `text`, which an empty line parts, each in the language of the whole."""
    language = getattr(text, "language", current_language())
    found = (" ".join(paragraph.split()) for paragraph in re.split(r"\n\s*\n", text))
    return [LocalisedText(paragraph, language) for paragraph in found if paragraph]


def prose(texts: Iterable[SafeString]) -> SafeString:
    """Explained texts as paragraphs."""
    return format_html_join(
        "\n", '<p class="utrecht-paragraph">{}</p>', ((text,) for text in texts)
    )


def _pattern(terms: Iterable[str]) -> re.Pattern[str] | None:
    longest_first = sorted(terms, key=len, reverse=True)
    if not longest_first:
        return None
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)


def _in_language(html: SafeString, text: str) -> SafeString:
    language = getattr(text, "language", current_language())
    if language == current_language():
        return html
    return format_html('<span lang="{}">{}</span>', language, html)
