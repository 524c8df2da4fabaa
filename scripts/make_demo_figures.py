"""Make the demonstration's official figures from files of CBS open data.

`python -m scripts.make_demo_figures ../shared/data` reads the files in that folder and writes
demo/figures/<table>/ in Koers' own table format, and earlier vintages beside it in demo/vintages/.
The same files give the same bytes. Where a file cannot be read, all faults are named and nothing is
written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.demo_figures import (
    divisions,
    dwellings,
    finances,
    jobs,
    key_figures,
    population,
    population_before,
    year_2019,
)
from scripts.demo_figures.areas import Areas
from scripts.demo_figures.table import Table, UnreadableSource, write

FIGURES = Path(__file__).resolve().parents[1] / "demo" / "figures"
VINTAGES = "vintages"  # a folder beside it: the demonstration itself has one vintage of each table
READERS = (
    population.read,
    dwellings.read,
    jobs.read,
    jobs.read_by_activity,
    key_figures.read,
    divisions.read,
    year_2019.read,
    year_2019.read_density,
    finances.read,
    finances.read_by_field,
    population_before.read,
)


def read_all(source: Path) -> list[Table]:
    """All tables of the demonstration.

    Raises:
        UnreadableSource: One or more files cannot be read; it holds the faults of all of them.
    """
    areas = Areas.read(source)
    tables: list[Table] = []
    faults: list[str] = []
    for read in READERS:
        try:
            tables.append(read(source, areas))
        except UnreadableSource as unreadable:
            faults += unreadable.faults
    if faults:
        raise UnreadableSource(faults)
    return tables


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the tables; the exit code is 1 where a file cannot be read."""
    parser = argparse.ArgumentParser(description="Make the demonstration's official figures.")
    parser.add_argument("source", type=Path, help="folder with the files of CBS open data")
    parser.add_argument("--to", type=Path, default=FIGURES, help="folder to write (demo/figures)")
    options = parser.parse_args(arguments)
    try:
        tables = read_all(options.source)
    except UnreadableSource as unreadable:
        print(
            f"{unreadable}\nNothing was written. If a publisher changed its file, adapt its reader "
            "in scripts/demo_figures; if the file is damaged, fetch it again.",
            file=sys.stderr,
        )
        return 1
    for table in tables:
        folder = options.to.with_name(VINTAGES) if table.origin.dataset else options.to
        write(table, folder)
        print(f"{folder / table.origin.table}: {len(table.observations)} figures")
    return 0


if __name__ == "__main__":
    sys.exit(main())
