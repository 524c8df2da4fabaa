from collections.abc import Iterator, Mapping
from functools import cached_property

from koers_engine.areas import AreaRegister
from koers_engine.concepts import AreaKind
from koers_engine.observations import UnknownDataset, VintageStore


class AreaCodes(Mapping[str, str]):
    """The code of each area by its casefolded name, as the store's register has it.

    Also by the name with what it is behind it, as StatLine writes it: "groningen (pv)",
    "groningen (gemeente)".

    Of areas of one name a municipality goes before a province, and one that is there before one
    that ceased. Empty where the store has no register. It is read when it is first asked.
    """

    def __init__(self, store: VintageStore) -> None:
        self._store = store

    @cached_property
    def _codes(self) -> dict[str, str]:
        try:
            register = AreaRegister.from_store(self._store)
        except UnknownDataset:
            return {}
        areas = sorted(register.areas.values(), key=lambda area: area.kind is AreaKind.MUNICIPALITY)
        areas += register.municipalities()
        codes = {f"{area.name} ({area.code[:2]})".casefold(): area.code for area in areas}
        codes |= {
            f"{area.name} (gemeente)".casefold(): area.code
            for area in areas
            if area.kind is AreaKind.MUNICIPALITY
        }
        return codes | {area.name.casefold(): area.code for area in areas}

    def __getitem__(self, name: str) -> str:
        return self._codes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)
