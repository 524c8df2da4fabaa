"""Questions about the words of the policy."""

from koers.glossary.models import Term


def terms_in_alphabetical_order() -> list[Term]:
    """Every term, in the alphabetical order of the reader's language; one query."""
    terms = Term.objects.select_related("document").order_by("slug")
    return sorted(terms, key=lambda term: term.title.casefold())
