"""Maps as a store keeps them: one a year, and what stood there before."""

import hashlib
import re
from datetime import date
from pathlib import Path

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Refusal
from koers_engine.maps.outlines import FaultyOutlines, Outlines
from koers_engine.observations import VintageStore
from koers_engine.observations.disk import publish
from koers_engine.observations.faults import listed

_NAME = re.compile(r"(\d{4})\.json")


class NoMap(Refusal, LookupError):
    """No map has the municipalities that are asked for."""

    def __init__(self, year: int, there: tuple[int, ...], *, why: str) -> None:
        self.year, self.there = year, there
        held = f"There are maps of {', '.join(map(str, there))}. " if there else ""
        super().__init__(
            f"{why} {held}Choose one of those years, or bring a map in with: koers map add FILE "
            f"--year {year} --code PROPERTY --attribution WHOSE"
            if there
            else f"{why} Bring a map in with: koers map add FILE --year {year} --code PROPERTY "
            "--attribution WHOSE"
        )


class SpoiltMap(Refusal, ValueError):
    """A map in the store was changed by something else than Koers."""

    def __init__(self, path: Path, faulty: FaultyOutlines) -> None:
        super().__init__(
            f"The map {path} is spoilt; bring it in again with: koers map add. "
            f"{listed(faulty.faults)}"
        )


class OutlineStore:
    """The maps in a folder: `2023.json`, and in `earlier` what a newer one took the place of."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)

    @classmethod
    def beside(cls, store: VintageStore) -> "OutlineStore":
        """The maps that belong to a store of figures: in its folder `maps`."""
        return cls(store.path / "maps")

    def state(self) -> tuple[tuple[str, int, int], ...]:
        """Name, moment and size of every map: equal states hold equal maps. Reads no file."""
        files = [(self.path(year), self.path(year).stat()) for year in self.years()]
        return tuple((path.name, file.st_mtime_ns, file.st_size) for path, file in files)

    def years(self) -> tuple[int, ...]:
        """The years there is a map of, in order."""
        if not self.folder.is_dir():
            return ()
        names = (_NAME.fullmatch(path.name) for path in self.folder.iterdir())
        return tuple(sorted(int(name[1]) for name in names if name))

    def path(self, year: int) -> Path:
        """Where the map of a year stands, or would."""
        return self.folder / f"{year:04}.json"

    def load(self, year: int) -> Outlines:
        """The map of a year.

        Raises:
            NoMap: There is none of that year; the message names those there are.
            SpoiltMap: It does not read as Koers wrote it.
        """
        path = self.path(year)
        try:
            return Outlines.from_json(path.read_bytes())
        except FileNotFoundError:
            raise NoMap(year, self.years(), why=f"There is no map of {year}.") from None
        except FaultyOutlines as faulty:
            raise SpoiltMap(path, faulty) from faulty

    def add(self, outlines: Outlines) -> bool:
        """Keep a map as the one of its year; whether it says anything new.

        The one it takes the place of goes on as earlier/YEAR-DIGEST.json.
        """
        path, text = self.path(outlines.year), outlines.to_json()
        if path.is_file():
            before = path.read_bytes()
            if before == text.encode():
                return False
            digest = hashlib.sha256(before).hexdigest()[:12]
            kept = self.folder / "earlier" / f"{outlines.year:04}-{digest}.json"
            publish(kept, before.decode("utf-8", errors="replace"))
        publish(path, text)
        return True

    def year_for(self, year: int, register: AreaRegister) -> int:
        """The year of the nearest map whose municipalities are those of 1 January of `year`.

        Raises:
            NoMap: None has exactly those; the message names the maps there are.
            NoHistory, UnknownBoundaries: The register does not know the boundaries of that year.
        """
        register.refuse_unknown_boundaries(year)
        asked = register.history.municipalities(date(year, 1, 1))
        there = self.years()
        for candidate in sorted(there, key=lambda each: (abs(each - year), each)):
            if asked == self.load(candidate).areas.keys():
                return candidate
        why = f"No map has the {len(asked)} municipalities of 1 January {year}."
        raise NoMap(year, there, why=why)

    def for_year(self, year: int, register: AreaRegister) -> Outlines:
        """The nearest map whose municipalities are those of 1 January of `year`.

        Raises:
            NoMap, NoHistory, UnknownBoundaries: As for `year_for`.
        """
        return self.load(self.year_for(year, register))
