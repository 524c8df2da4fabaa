import difflib
from collections.abc import Iterable


class Refusal(Exception):
    """The engine will not do what was asked; the message says what, where, and how to go on.

    Every error that a user can cause or mend derives from this one, beside the built-in kind it
    is. The command prints the message and ends with exit code 1.
    """


def nearest(asked: str, existing: Iterable[str], *, at_most: int = 3) -> list[str]:
    """The existing words most like the one asked for, best first; case does not count.

    Words that begin with what was asked come first, the shortest before the others.

    >>> nearest("populaton", ["population", "jobs"])
    ['population']
    >>> nearest("Bergen", ["Ubbergen", "Bergen op Zoom", "Bergen (L.)"])
    ['Bergen (L.)', 'Bergen op Zoom', 'Ubbergen']
    """
    by_folded: dict[str, str] = {}
    for word in existing:
        by_folded.setdefault(word.casefold(), word)
    start = asked.casefold()
    longer = sorted((word for word in by_folded if start and word.startswith(start)), key=len)
    close = difflib.get_close_matches(start, by_folded, n=at_most, cutoff=0.5)
    return [by_folded[folded] for folded in dict.fromkeys([*longer, *close])][:at_most]


def did_you_mean(suggestions: Iterable[str]) -> str:
    """A sentence that names the suggestions, or nothing where there are none.

    >>> did_you_mean(["jobs"])
    ' Nearest: jobs.'
    """
    named = ", ".join(suggestions)
    return f" Nearest: {named}." if named else ""
