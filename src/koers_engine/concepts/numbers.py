"""Numbers as people of a language write them."""


def number(value: float | None, decimals: int, *, language: str) -> str:
    """A number as people of the language write it; a dash where there is none.

    >>> number(69701.0, 0, language="nl")
    '69.701'
    >>> number(-0.04, 1, language="en")
    '0.0'
    """
    if value is None:
        return "–"
    text = f"{value:z,.{decimals}f}"
    return text.translate(_DUTCH) if language == "nl" else text


_DUTCH = str.maketrans(",.", ".,")
