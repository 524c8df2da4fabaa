"""Tells what a file of SDMX is, and lets only harmless XML through to sdmx1."""

import gzip
import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from typing import IO, Any
from xml.parsers import expat

from koers_engine.concepts import Refusal
from koers_engine.sources.archives import ArchiveLimits, check_archive
from koers_engine.sources.files import MOST_BYTES, UnreadableFile

MOST_XML_BYTES = 256 << 20
MOST_DEPTH = 64
MOST_ELEMENTS = 10_000_000
MOST_XML_OBSERVATIONS = 500_000
_MOST_PACKINGS = 4
_ZIP_LIMITS = ArchiveLimits(bytes_unpacked=MOST_BYTES)
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
_V21 = "http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
_DATA = {"GenericData", "StructureSpecificData"}
_DATA |= {"GenericTimeSeriesData", "StructureSpecificTimeSeriesData"}

# What sdmx1 warns of is told by Koers itself; without a handler it would stand on the screen.
logging.getLogger("sdmx").addHandler(logging.NullHandler())


class UnreadableMessage(UnreadableFile):
    """A file is no message that can be read; the text says why and belongs in a Fault."""


class ComesLater(Refusal, LookupError):
    """A publisher answered that the table will be ready at an address later on."""

    def __init__(self, where: str, address: str) -> None:
        self.address = address
        super().__init__(
            f"{where} holds no figures: the publisher says that it still makes the table. Ask for "
            "the table itself again in some minutes (koers data add sdmx:AGENCY/FLOW), or for a "
            f"smaller part of it; the publisher named this address: {address[:200]!r}."
        )


@dataclass(slots=True)
class Outline:
    """What an XML file is, told by one pass over it: no more than its names and counts."""

    root: str = ""
    namespace: str = ""
    observations: int = 0
    structures: set[str] = field(default_factory=set)
    """The identifiers of the data structures that it defines or refers to."""
    dataflows: set[str] = field(default_factory=set)
    explicit_measures: bool = False
    footer: dict[str, list[str]] = field(default_factory=dict)
    """Per code of a footer's message its texts."""
    texts: dict[str, str] = field(default_factory=dict)
    """What some elements of an answer that is no SDMX say, such as faultstring."""

    @property
    def is_data(self) -> bool:
        """Whether it is a message with figures, or could be."""
        return self.namespace == _V21 and self.root in _DATA

    @property
    def is_structure(self) -> bool:
        """Whether it is a message with structures only."""
        return self.namespace == _V21 and self.root == "Structure"


def unpacked(content: bytes) -> bytes:
    """The content of a file, out of the gzip or zip file that it may be in, and that in one again.

    Raises:
        UnreadableMessage: It is no whole gzip or zip file, or holds too much or too many files.
    """
    for _ in range(_MOST_PACKINGS):
        if content[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
                content = _limited(file)
        elif content[:4] == b"PK\x03\x04":
            content = _only_member(content)
        else:
            return content
    raise UnreadableMessage(f"packed {_MOST_PACKINGS} times over or more; unpack it")


def _only_member(content: bytes) -> bytes:
    names = check_archive(io.BytesIO(content), _ZIP_LIMITS)
    if len(names) != 1:
        what = f"the zip file holds {len(names)} files"
        raise UnreadableMessage(f"{what}; unpack it and give the one with the figures")
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(names[0]) as file:
        return _limited(file)


def _limited(file: IO[bytes] | gzip.GzipFile) -> bytes:
    """What a packed file holds, read no further than is allowed."""
    try:
        content = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as reason:
        raise UnreadableMessage(f"no whole gzip or zip file ({reason}); fetch it again") from reason
    if len(content) > MOST_BYTES:
        raise UnreadableMessage(f"holds more than {MOST_BYTES:,} bytes; take a part of the table")
    return content


def is_xml(content: bytes) -> bool:
    """Whether a content is meant as XML."""
    start = content[:200].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").replace(b"\x00", b"")
    return start.startswith(b"<")


def outlined(content: bytes) -> Outline:
    """Look an XML file through: its kind, its counts, and that nothing in it is harmful.

    A document type definition is refused before any entity in it is read, so none is ever put in
    or fetched.

    Raises:
        UnreadableMessage: It is no whole XML, has a document type definition, or exceeds a limit.
    """
    if len(content) > MOST_XML_BYTES:
        raise UnreadableMessage(
            f"over {MOST_XML_BYTES:,} bytes of XML; ask the publisher for SDMX-CSV, or for a part"
        )
    look = _Look()
    try:
        look.parser.Parse(content, True)  # noqa: FBT003 - expat has no names for its arguments
    except expat.ExpatError as reason:
        raise UnreadableMessage(f"no whole XML ({reason}); fetch it again") from reason
    except (ValueError, LookupError) as reason:
        if isinstance(reason, UnreadableMessage):
            raise
        raise UnreadableMessage(f"no readable XML ({reason})") from reason
    return look.outline


class _Look:
    """The handlers of one pass. Lines are named in what they refuse."""

    def __init__(self) -> None:
        self.outline = Outline()
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self._depth = self._elements = 0
        self._message = ""
        self._said: list[str] | None = None

    def _refuse(self, why: str) -> None:
        raise UnreadableMessage(f"line {self.parser.CurrentLineNumber}: {why}")

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            self._refuse(f"encoding {encoding[:40]!r}; save the file as UTF-8")

    def _doctype(self, *_: object) -> None:
        self._refuse("a document type definition, which no SDMX has; it could load other files")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth, self._elements = self._depth + 1, self._elements + 1
        if self._depth > MOST_DEPTH:
            self._refuse(f"over {MOST_DEPTH} elements inside each other")
        if self._elements > MOST_ELEMENTS:
            self._refuse(f"over {MOST_ELEMENTS:,} elements; ask for SDMX-CSV, or for a part")
        namespace, _, name = tag.rpartition(" ")
        outline = self.outline
        if self._depth == 1:
            outline.root, outline.namespace = name, namespace
        match name:
            case "Obs":
                outline.observations += 1
            case "DataStructure" | "Dataflow" if "id" in attributes:
                known = outline.structures if name == "DataStructure" else outline.dataflows
                known.add(attributes["id"])
            case "Ref" if outline.is_data and "id" in attributes:
                outline.structures.add(attributes["id"])
            case "Structure" if attributes.get("explicitMeasures") == "true":
                outline.explicit_measures = True
            case "Message" if namespace.endswith("/message/footer"):
                self._message = attributes.get("code", "")
            case "Text" | "id" | "status" | "faultcode" | "faultstring":
                self._said = []

    def _text(self, text: str) -> None:
        if self._said is not None and len(self._said) < 100:
            self._said.append(text)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self._said is None:
            return
        name, said = tag.rpartition(" ")[2], "".join(self._said).strip()
        if name == "Text" and self._message:
            self.outline.footer.setdefault(self._message, []).append(said)
        elif name != "Text":
            self.outline.texts[name] = said
        self._said = None


def later_address(outline: Outline) -> str:
    """The address that a footer with code 413 names; empty where there is none."""
    for text in outline.footer.get("413", []):
        if found := re.search(r"https?://\S+", text):
            return found[0].rstrip(".")
    return ""


def parsed(content: bytes, structure: Any = None) -> Any:
    """The message as sdmx1 reads it. `outlined` must have let the content pass.

    Raises:
        UnreadableMessage: sdmx1 cannot make a message of it; the line is named.
    """
    from lxml import etree  # type: ignore[import-untyped]  # noqa: PLC0415 - slow, and rare
    from sdmx.reader.xml.v21 import Reader  # noqa: PLC0415

    line = 0

    def events() -> Iterator[tuple[str, Any]]:
        nonlocal line
        # Again without entities or network: what reads must be as safe as what looked before.
        for event, element in etree.iterparse(
            io.BytesIO(content),
            events=("start", "end"),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        ):
            line = element.sourceline or line
            yield event, element

    try:
        with redirect_stdout(io.StringIO()):  # sdmx1 prints what it cannot read
            return Reader().convert(  # type: ignore[no-untyped-call]
                None, structure=structure, _events=events()
            )
    except MemoryError:
        raise
    except Exception as reason:
        cause = reason.__cause__ or reason
        what = " ".join(str(cause).split())[:200] or type(cause).__name__
        raise UnreadableMessage(
            f"line {line}: it does not follow the SDMX-ML 2.1 schema ({what})"
        ) from reason
