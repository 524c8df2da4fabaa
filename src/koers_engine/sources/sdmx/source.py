"""The reader of SDMX: `collect` at the edge, `read` in the middle."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Bilingual, Origin
from koers_engine.observations import Dataset, Fault, FaultyTable
from koers_engine.observations.packing import bare_name
from koers_engine.sources.fetching import Fetcher, Progress
from koers_engine.sources.files import UnreadableFile, read_bytes
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.sdmx.assembling import Axis, Code, Content, Role, assembled, role_by_name
from koers_engine.sources.sdmx.collecting import DATA, DELIVERY, collect_files, collect_flow
from koers_engine.sources.sdmx.csv_figures import is_sdmx_csv, read_csv
from koers_engine.sources.sdmx.figures import Figures
from koers_engine.sources.sdmx.messages import (
    ComesLater,
    Outline,
    is_xml,
    later_address,
    outlined,
    parsed,
    unpacked,
)
from koers_engine.sources.sdmx.query import FlowQuery
from koers_engine.sources.sdmx.structure import FlowStructure, bilingual, structure_of
from koers_engine.sources.sdmx.xml_figures import read_xml

_FLAGS = ("OBS_STATUS", "OBS_FLAG")
_CONFIDENTIAL = ("CONF_STATUS", "OBS_CONF")
_UNITS = ("UNIT_MEASURE", "UNIT", "UNIT_MULT")
_EUROSTAT = "Eurostat"


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Put the flow's structure and figures, or the files that hold them, in the fetcher's folder.

    Raises:
        Refusal: The flow is not well named, its agency not known, or it cannot be had (yet).
    """
    query = FlowQuery.parse(request.name)
    if request.is_remote:
        collect_flow(request, query, fetcher)
    else:
        collect_files(Path(request.origin), fetcher)


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,
    area_codes: Mapping[str, str],  # noqa: ARG001 - SDMX has codes for areas
) -> Dataset:
    """The dataset in the collected files. The rules by which it is made stand in `assembling`.

    Raises:
        ComesLater: There is only a message that the figures will come.
        FaultyTable: With every fault, each with its file and line or observation.
    """
    query = FlowQuery.parse(request.name)
    progress(0, None)
    files = _Files.read(folder, query)
    faults: list[Fault] = []
    figures = files.figures(faults)
    files.data = b""  # as much as the figures themselves
    if figures.flow and figures.flow.casefold() != query.flow.casefold():
        what = f"the figures are of the flow {figures.flow!r}, not of {query.flow!r}"
        faults.append(Fault(files.name, what))
    content = _content(
        request,
        query,
        structure=files.structure,
        figures=figures,
        retrieved_at=retrieved_at,
        faults=faults,
    )
    dataset = assembled(content, request.where)
    progress(dataset.observations.num_rows, dataset.observations.num_rows)
    return dataset


@dataclass(slots=True)
class _Files:
    """What lies in the folder: one file with figures, and perhaps one with their structure."""

    table: str
    name: str = ""
    data: bytes = b""
    outline: Outline | None = None
    structure: FlowStructure | None = None
    structures: dict[str, tuple[bytes, Outline]] = field(default_factory=dict)
    others: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, folder: Path, query: FlowQuery) -> "_Files":
        files = cls(query.dataset_id)
        paths = [path for path in sorted(folder.iterdir()) if path.is_file()]
        paths = [path for path in paths if not path.name.startswith(("snapshot.", "."))]
        if any(path.name.startswith(DELIVERY) for path in paths):
            paths = [path for path in paths if not path.name.startswith(DATA)]
        late: ComesLater | None = None
        for path in paths:
            try:
                files._look_at(path)
            except ComesLater as reason:
                late = reason
            except UnreadableFile as reason:
                files._refuse(path.name, str(reason))
        if not files.data and late is not None:
            raise late
        if not files.data:
            found = "; ".join(files.others) or "nothing"
            files._refuse("files", f"there are no figures of SDMX-ML or SDMX-CSV in: {found}")
        files._find_structure(query)
        return files

    def _look_at(self, path: Path) -> None:
        name = bare_name(path.name)
        content = unpacked(read_bytes(path))
        if is_sdmx_csv(content):
            self._take(name, content, None)
            return
        if not is_xml(content):
            self.others.append(f"{name} (neither SDMX-ML nor SDMX-CSV)")
            return
        outline = outlined(content)
        if outline.is_structure:
            self.structures[name] = content, outline
            of = ", ".join(sorted(outline.structures)) or "no table"
            what = f"a structure message: it describes the dimensions and codes of {of}"
            self.others.append(f"{name} ({what}, and holds no figures)")
        elif not outline.is_data:
            what = f"XML that begins with {outline.root!r}"
            self.others.append(f"{name} ({what}, not with a message of SDMX-ML 2.1)")
        elif not outline.observations and (address := later_address(outline)):
            raise ComesLater(name, address)
        else:
            self._take(name, content, outline)

    def _take(self, name: str, content: bytes, outline: Outline | None) -> None:
        if self.data:
            self._refuse(name, f"a second file with figures, beside {self.name}; give one of them")
        self.name, self.data, self.outline = name, content, outline

    def _find_structure(self, query: FlowQuery) -> None:
        """Of the structure messages that are there, the one about these figures."""
        referred = self.outline.structures if self.outline else set()
        flow = query.flow.casefold()
        for name, (content, outline) in self.structures.items():
            is_named = any(flow in one.casefold() for one in outline.dataflows | outline.structures)
            if is_named or outline.structures & referred:
                try:
                    self.structure = structure_of(parsed(content), query.flow)
                except UnreadableFile as reason:
                    self._refuse(name, str(reason))
                return

    def figures(self, faults: list[Fault]) -> Figures:
        try:
            if self.outline is None:
                return read_csv(self.data, self.name, faults)
            return read_xml(self.data, self.outline, self.name, self.structure, faults)
        except UnreadableFile as reason:
            raise FaultyTable(self.table, [Fault(self.name, str(reason))]) from reason

    def _refuse(self, where: str, why: str) -> None:
        raise FaultyTable(self.table, [Fault(where, why)])


def _content(
    request: SourceRequest,
    query: FlowQuery,
    *,
    structure: FlowStructure | None,
    figures: Figures,
    retrieved_at: datetime,
    faults: list[Fault],
) -> Content:
    """The figures in the words of their structure; without one, in their codes alone."""
    # Eurostat does not mind the case of a flow's name, and a table has one id in the store.
    written = [structure.flow if structure else "", figures.flow]
    same = (flow for flow in written if flow.casefold() == query.flow.casefold())
    query = replace(query, flow=next((flow for flow in same if flow != query.flow), query.flow))
    titles = structure.title if structure else {}
    axes, columns = _axes(structure, figures, faults)
    said = {name.upper(): column for name, column in figures.attributes.items()}
    published_at = (structure and structure.published_at) or figures.published_at or retrieved_at
    conditions = [f"{name}={','.join(codes)}" for name, codes in request.where.items()]
    return Content(
        id=query.dataset_id,
        title=bilingual(titles, query.flow),
        description=_description(structure),
        origin=_origin(query, figures, published_at, retrieved_at, [query.part, *conditions]),
        axes=axes,
        columns=columns,
        value=figures.value,
        flags=_joined([said[name] for name in _FLAGS if name in said], len(figures.value)),
        confidential=next((said[name] for name in _CONFIDENTIAL if name in said), None),
        attributes={name: said[name] for name in _UNITS if name in said},
        attribute_titles=structure.attribute_titles if structure else {},
        locate=figures.locate,
        faults=faults,
    )


def _axes(
    structure: FlowStructure | None, figures: Figures, faults: list[Fault]
) -> tuple[list[Axis], dict[str, pa.ChunkedArray]]:
    """The dimensions in the order of the structure, with the column of each."""
    left = {name.casefold(): name for name in figures.dimensions}
    axes: list[Axis] = []
    columns: dict[str, pa.ChunkedArray] = {}
    for axis in structure.axes if structure else ():
        name = left.pop(axis.name.casefold(), None)
        if name is None:
            lacking = f"no dimension {axis.name}, which is part of the key in its structure"
            faults.append(Fault("dimensions", lacking))
            continue
        axes.append(axis)
        columns[axis.name] = figures.columns[name]
    for name in left.values():
        if structure and name in structure.attributes:
            continue
        role = role_by_name(name, {axis.role for axis in axes})
        role = Role.MEASURE if name == figures.measure else role
        labels = tuple(Code(code, title) for code, title in figures.labels.get(name, {}).items())
        axes.append(Axis(name=name, title=figures.titles.get(name, name), role=role, codes=labels))
        columns[name] = figures.columns[name]
    return axes, columns


def _joined(columns: Sequence[pa.ChunkedArray], rows: int) -> pa.ChunkedArray:
    """Everything that is said of an observation, in one text."""
    if not columns:
        return pa.chunked_array([pa.repeat(pa.scalar(""), rows)])
    return pc.binary_join_element_wise(*columns, ",") if len(columns) > 1 else columns[0]


def _description(structure: FlowStructure | None) -> Bilingual:
    """Which languages the names are in; the figures themselves have no description in SDMX."""
    if structure is None:
        return Bilingual(
            nl="Alleen codes: bij de cijfers zat geen structuur met de namen.",
            en="Codes only: no structure with the names came with the figures.",
        )
    if "nl" in structure.languages:
        return Bilingual.same("")
    there = ", ".join(sorted(structure.languages)) or "-"
    return Bilingual(
        nl=f"De uitgever geeft geen Nederlandse namen; talen die er zijn: {there}.",
        en=f"The publisher gives no names in Dutch; languages that are there: {there}.",
    )


def _origin(
    query: FlowQuery,
    figures: Figures,
    published_at: datetime,
    retrieved_at: datetime,
    part: Sequence[str],
) -> Origin:
    agency, flow = query.agency.upper(), query.flow
    publisher = _EUROSTAT if agency == "ESTAT" else figures.publisher or query.agency
    source = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow={agency}:{flow}"
    if agency == "ESTAT":
        source = f"https://ec.europa.eu/eurostat/databrowser/view/{flow.lower()}/default/table"
    return Origin(
        publisher=publisher,
        source_url=source,
        licence="CC BY 4.0" if agency == "ESTAT" else "unknown",
        attribution=f"Bron: {publisher}, {flow}",
        published_at=published_at,
        retrieved_at=retrieved_at,
        part=", ".join(filter(None, part)),
    )
