"""Make the demonstration's maps from boundaries that CBS and Kadaster published.

`python -m scripts.make_demo_maps ../shared/data` reads the files in that folder and writes
demo/maps/<year>.json in Koers' own format. The same files give the same bytes. Where a file cannot
be read, all faults are named and nothing is written.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from koers_engine.concepts import Refusal
from koers_engine.maps import MapRequest, Outlines, read_map

MAPS = Path(__file__).resolve().parents[1] / "demo" / "maps"
SOURCES = {
    "gemeenten_2014_wgs84.geojson": MapRequest(
        year=2014,
        code="CBSCODE",
        attribution="© 2015, CBS / Kadaster",
        licence="vrij gebruik met bronvermelding",
    ),
    "gemeentegrenzen_2019_2020_simplified.geojson": MapRequest(
        year=2020, code="Code", attribution="© CBS / Kadaster"
    ),
    "gemeenten_vr_2021.topo.json": MapRequest(
        year=2021, layer="gm_features", attribution="© CBS / Kadaster"
    ),
    "gemeenten_vr_2023.topo.json": MapRequest(
        year=2023, layer="gm_features", attribution="© CBS / Kadaster"
    ),
}


def read_all(source: Path) -> list[Outlines]:
    """All maps of the demonstration.

    Raises:
        ExceptionGroup: One or more files cannot be read; it holds why, for each.
    """
    maps: list[Outlines] = []
    reasons: list[Exception] = []
    for name, request in SOURCES.items():
        try:
            maps.append(read_map(source / "cbs_boundaries" / name, request))
        except (Refusal, OSError) as reason:
            reasons.append(reason)
    if reasons:
        raise ExceptionGroup("maps that cannot be read", reasons)
    return maps


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the maps; the exit code is 1 where a file cannot be read."""
    parser = argparse.ArgumentParser(description="Make the demonstration's maps.")
    parser.add_argument("source", type=Path, help="folder with the boundaries")
    parser.add_argument("--to", type=Path, default=MAPS, help="folder to write (demo/maps)")
    options = parser.parse_args(arguments)
    try:
        maps = read_all(options.source)
    except ExceptionGroup as unreadable:
        told = "\n".join(map(str, unreadable.exceptions))
        print(f"{told}\nNothing was written. Fetch the files again.", file=sys.stderr)
        return 1
    options.to.mkdir(parents=True, exist_ok=True)
    for outlines in maps:
        path = options.to / f"{outlines.year}.json"
        path.write_text(outlines.to_json(), encoding="utf-8")
        print(f"{path}: {len(outlines.areas)} municipalities, {path.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
