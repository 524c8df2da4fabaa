"""Which part of a table was asked for: codes of dimensions, and of measures."""

from collections.abc import Mapping, Sequence

from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest

MEASURE = "Measure"
Where = Mapping[str, Sequence[str]]


class UnknownPart(Refusal, LookupError):
    """A table has no such dimension, or a dimension no such code."""

    def __init__(self, table: str, what: str, asked: str, known: Sequence[str]) -> None:
        few = did_you_mean(nearest(asked, known)) or f" There are {', '.join(known[:10])}."
        super().__init__(f"Table {table} has no {what} {asked!r}.{few}")


def refuse_unknown(where: Where, codes: Mapping[str, Sequence[str]], table: str) -> None:
    """Let only a part through that the table has.

    Args:
        where: Per dimension, or `Measure`, the codes that are wanted.
        codes: The codes that there are, likewise.

    Raises:
        UnknownPart: A dimension or code is not among them.
    """
    for name, wanted in where.items():
        if name not in codes:
            raise UnknownPart(table, "dimension", name, list(codes))
        for code in wanted:
            if code not in codes[name]:
                raise UnknownPart(table, f"code of {name}", code, codes[name])


def in_words(where: Where) -> str:
    """The part as it was asked for; empty for the whole.

    >>> in_words({"RegioS": ["GM0106", "GM0114"]})
    'RegioS=GM0106,GM0114'
    """
    return "; ".join(f"{name}={','.join(codes)}" for name, codes in where.items())
