"""The demonstration as a whole: accounts, the municipality, its figures, and its records."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from koers.accounts.models import User
from koers.accounts.services import make_demonstration_accounts
from koers.core.models import Municipality
from koers.demonstration.indices import load_indices
from koers.demonstration.loader import Loaded, load_content
from koers.monitor.figures import add_table
from koers.monitor.maps import add_map

ASSEN = {
    "name": "Assen",
    "area_code": "GM0106",
    "tagline_nl": "Wat wil Assen, wat doet Assen, en wat brengt het?",
    "tagline_en": "What does Assen want, what does it do, and what does it bring?",
}

# Lets a caller show progress over things that take a while; hands them on as they are.
Watch: TypeAlias = Callable[[list[Any], str], Iterable[Any]]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What there is once the demonstration is loaded, and what was new in it."""

    accounts: list[User]
    new_tables: int
    new_maps: int
    new_indices: int
    records: Loaded

    @property
    def is_changed(self) -> bool:
        """Whether this load added anything."""
        return bool(self.new_tables or self.new_maps or self.new_indices or self.records.made)


def load_demonstration(*, folder: Path, watch: Watch) -> Demonstration:
    """Load Assen's demonstration from `folder` as far as it is not there yet.

    Raises:
        NoDemonstration: The setting KOERS_DEMONSTRATION is off; nothing is stored.
        FaultyContent: The content is faulty; accounts and figures are there, but no new record.
    """
    accounts = make_demonstration_accounts()
    _name_the_municipality()
    tables = sorted(path.parent for path in (folder / "figures").glob("*/dataset.toml"))
    new = [add_table(table).is_new for table in watch(tables, _("Figures"))]
    new_maps = [add_map(path) for path in sorted((folder / "maps").glob("*.json"))]
    with override("nl"):  # the language of record, whatever that of the command
        reason = _("Loaded from the demonstration")
    records = load_content(
        folder / "content",
        reason=reason,
        watch=lambda names: watch(names, _("Records")),
    )
    new_indices = load_indices(folder / "indices", at=timezone.now())
    return Demonstration(accounts, sum(new), sum(new_maps), new_indices, records)


def _name_the_municipality() -> None:
    """Make this the site of Assen, unless somebody named it already."""
    municipality = Municipality.load()
    if not municipality.area_code:
        for key, value in ASSEN.items():
            setattr(municipality, key, value)
        municipality.full_clean()
        municipality.save()
