"""From a region's name to its CBS code. Old exports hold names only, and names are no keys."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path

from .reading import described_codes_of
from .table import Code, Dimension

FOLDER = "cbs_odata_v4/03759ned"


class UnknownName(LookupError):
    """A region's name that is in no code list."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        nearest = get_close_matches(name, known, n=3)
        super().__init__(
            f"no region of CBS is called {name!r}"
            + (f"; nearest: {', '.join(nearest)}" if nearest else "")
        )


class Areas:
    """CBS's list of regions, in which a municipality that was merged away keeps its own code.

    Titles are unique in it ("Utrecht (PV)", "Utrecht (CR)", "Utrecht (gemeente)"), so a name is
    matched whole: to drop the part in brackets would make a province of a municipality.
    """

    def __init__(self, codes: Sequence[Code]) -> None:
        self.codes = codes
        self._code_by_title = {code.title: code.code for code in codes}

    @classmethod
    def read(cls, source: Path) -> "Areas":
        """The list that came with table 03759ned, which holds every region since 1988."""
        return cls(described_codes_of(source / FOLDER / "codes-RegioS.json"))

    def code(self, name: str, *, spelled: Mapping[str, str]) -> str:
        """The code of a region by its name; `spelled` maps a file's own spelling to the list's.

        Raises:
            UnknownName: The list has no such title.
        """
        title = spelled.get(name, name)
        if title not in self._code_by_title:
            raise UnknownName(name, self._code_by_title)
        return self._code_by_title[title]

    def dimension(self, used: Iterable[str] | None = None, *, described: bool = False) -> Dimension:
        """The list as a dimension: whole or only the codes in use, perhaps with CBS's accounts."""
        wanted = None if used is None else set(used)
        codes = [code for code in self.codes if wanted is None or code.code in wanted]
        if not described:
            codes = [code._replace(description="") for code in codes]
        return Dimension(identifier="RegioS", kind="area", title="Regio's", codes=codes)
