"""`koers peers`."""

import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from koers_engine.areas import AreaRegister
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, number, printable
from koers_engine.cli.standing import on_boundaries
from koers_engine.concepts import Area, Period
from koers_engine.indicators import Catalogue, load_panel
from koers_engine.references import Characteristics, Peer, ReferenceGroup, Trait, parse_reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers peers` was asked, as it was typed."""

    area: str
    by: tuple[str, ...]
    number: int | None
    within: str | None
    period: str | None
    as_of: str | None
    boundaries: int | None
    catalogues: tuple[Path, ...]

    @property
    def reference(self) -> str:
        """The question as a reference, such as "peers 8 by population*2, jobs"."""
        parts = [
            "peers",
            f"{self.number}" if self.number is not None else "",
            f"within {self.within}" if self.within is not None else "",
            f"by {','.join(self.by)}" if self.by else "",
        ]
        return " ".join(filter(None, parts))


def show_peers(question: Question, *, store: Path | None, form: Format, language: str) -> None:
    """Find the municipalities most like a place, and print them with why."""
    reference = parse_reference(question.reference)
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    for code in reference.needs:
        catalogue[code]  # refuses an unknown one before anything is read
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    area = register.find(question.area)
    if question.boundaries is not None:
        register, area = on_boundaries(register, question.area, question.boundaries)
    known = Characteristics(
        partial(
            load_panel,
            store=found,
            catalogue=catalogue,
            as_of=as_of,
            boundaries=question.boundaries,
        )
    )
    period = Period.parse(question.period) if question.period else max(known.population.periods)
    group = reference.group_for(area, register, known, period)
    printed = {Format.JSON: _as_json, Format.CSV: _as_csv, Format.TABLE: _as_text}[form]
    text = printed(area, period, group, language)
    sys.stdout.write(f"{printable(text, lines=True)}\n")


def _as_json(area: Area, period: Period, group: ReferenceGroup, language: str) -> str:
    return as_json(
        {
            "area": {"code": area.code, "name": area.name},
            "period": period.label,
            "label": group.label.text(language),
            "version": group.version,
            "includes_self": group.includes_self,
            "peers": [
                {
                    "code": peer.code,
                    "name": peer.name,
                    "distance": peer.distance,
                    "sentence": peer.sentence.text(language),
                    "traits": [_trait(trait, language) for trait in peer.traits],
                }
                for peer in group.peers
            ],
            "notes": [note.text(language) for note in group.notes],
            "sources": [
                {
                    "dataset": vintage.dataset_id,
                    "vintage": vintage.digest,
                    "retrieved_at": vintage.retrieved_at.isoformat(),
                    "attribution": vintage.attribution,
                    "licence": vintage.licence,
                }
                for vintage in group.vintages
            ],
        }
    )


def _trait(trait: Trait, language: str) -> dict[str, Any]:
    return {
        "indicator": trait.indicator.code,
        "name": trait.indicator.name.text(language),
        "unit": trait.indicator.unit.text(language),
        "period": trait.period.label,
        "weight": trait.weight,
        "logarithm": trait.logarithm,
        "own": trait.own,
        "theirs": trait.theirs,
        "share": trait.share,
    }


_CSV_COLUMNS = (
    "area", "period", "peer", "peer_name", "distance", "indicator", "indicator_period", "weight",
    "logarithm", "own", "theirs", "share", "sentence",
)  # fmt: skip


def _as_csv(area: Area, period: Period, group: ReferenceGroup, language: str) -> str:
    """One line per peer and characteristic."""
    rows: list[list[Cell]] = [
        [
            area.code,
            period.label,
            peer.code,
            peer.name,
            peer.distance,
            trait.indicator.code,
            trait.period.label,
            trait.weight,
            "yes" if trait.logarithm else "no",
            trait.own,
            trait.theirs,
            trait.share,
            peer.sentence.text(language),
        ]
        for peer in group.peers
        for trait in peer.traits
    ]
    return as_csv(_CSV_COLUMNS, rows)


_WORDS = {
    "en": ("municipality", "distance", "as known on"),
    "nl": ("gemeente", "afstand", "stand van"),
}


def _as_text(area: Area, period: Period, group: ReferenceGroup, language: str) -> str:
    municipality, distance, as_known = _WORDS[language]
    lines = [f"{area.name} ({area.code}), {period}: {group.label.text(language)}", ""]
    if group.peers:
        traits = group.peers[0].traits
        header = [municipality, distance]
        own = [f"{area.name} ({area.code})", ""]
        for trait in traits:
            header += [f"{trait.indicator.name.text(language)} {trait.period}", "%"]
            own += [_figure(trait.own, trait, language), ""]
        table = [own, *(_row(peer, language) for peer in group.peers)]
        lines += [as_table(header, table, fold=True), ""]
        lines += [*(peer.sentence.text(language) for peer in group.peers), ""]
    lines += [note.text(language) for note in group.notes]
    sources = dict.fromkeys(
        f"{vintage.attribution} ({vintage.licence}), {as_known} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in group.vintages
    )
    return "\n".join([*lines, *([""] if sources else []), *sources])


def _row(peer: Peer, language: str) -> list[str]:
    row = [f"{peer.name} ({peer.code})", number(peer.distance, 2, language=language)]
    for trait in peer.traits:
        row += [_figure(trait.theirs, trait, language), f"{100 * trait.share:.0f}"]
    return row


def _figure(value: float, trait: Trait, language: str) -> str:
    return number(value, trait.indicator.decimals, language=language)
