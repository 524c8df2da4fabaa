from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.observations import VintageStore
from koers_engine.references import Characteristics


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What profiles are made from: all of one moment, and on the same boundaries.

    `load` gives the panel of an indicator by its code, and refuses one that is not there as
    `load_panel` does; it is asked often, so it must remember.
    """

    catalogue: Catalogue
    register: AreaRegister
    load: Callable[[str], Panel]
    characteristics: Characteristics
    boundaries: int | None = None

    @classmethod
    def from_store(
        cls,
        store: VintageStore,
        catalogue: Catalogue,
        *,
        as_of: datetime | None = None,
        boundaries: int | None = None,
    ) -> "Known":
        """What the store knew at a moment; each indicator is read once, when first asked for.

        Raises:
            UnknownDataset, NotYetKnown: The store does not, or did not, hold the register of areas.
            NoHistory, UnknownBoundaries: It does not know the boundaries of that year.
        """
        register = AreaRegister.from_store(store, as_of)
        if boundaries is not None:
            register.refuse_unknown_boundaries(boundaries)
            register = register.on(date(boundaries, 1, 1))
        found: dict[str, Panel | Refusal] = {}

        def load(code: str) -> Panel:
            if code not in found:
                try:
                    found[code] = load_panel(
                        code, store=store, catalogue=catalogue, as_of=as_of, boundaries=boundaries
                    )
                except Refusal as refusal:
                    found[code] = refusal
            panel = found[code]
            if isinstance(panel, Refusal):
                raise panel
            return panel

        return cls(
            catalogue=catalogue,
            register=register,
            load=load,
            characteristics=Characteristics(load),
            boundaries=boundaries,
        )
