"""Which flow of which agency is asked for, and which part of it."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from koers_engine.concepts import Refusal
from koers_engine.sources.addresses import BASE_ADDRESSES

_AGENCY = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,60}")
_FLOW = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@$-]{0,120}")
_KEY = re.compile(r"[A-Za-z0-9_@$+.:-]{1,2000}")
_PARAMETERS = ("startPeriod", "endPeriod", "firstNObservations", "lastNObservations")
_VALUE = re.compile(r"[A-Za-z0-9-]{1,20}")
_EUROSTAT = {"ESTAT", "COMEXT", "COMP", "EMPL", "GROW"}
_SETTING = "KOERS_SDMX_BASE_"


class NoFlow(Refusal, ValueError):
    """A text does not name a flow of an agency, or not a part of it."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(
            f"{text[:120]!r}: {why}. Write sdmx:AGENCY/FLOW, and for a part of it the key and the "
            "period: sdmx:ESTAT/NAMA_10_GDP?A.CP_MEUR.B1GQ.NL&startPeriod=2010. Between the dots "
            "of a key stand the codes of each dimension, with + between several, or nothing for "
            f"all. What may follow it: {', '.join(_PARAMETERS)}."
        )


class UnknownAgency(Refusal, LookupError):
    """It is not known where an agency's tables are asked for."""

    def __init__(self, agency: str) -> None:
        super().__init__(
            f"It is not known where {agency} can be asked. Set {_setting(agency)} to the base "
            "address of its SDMX 2.1 service (what comes before /data and /dataflow), or give that "
            "address, or a file, with --from."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowQuery:
    """A flow of an agency; `key` is its part as SDMX writes it, empty for all."""

    agency: str
    flow: str
    key: str = ""
    parameters: Mapping[str, str]

    @classmethod
    def parse(cls, name: str) -> "FlowQuery":
        """Read AGENCY/FLOW, then /KEY or ?KEY, then the parameters.

        Raises:
            NoFlow: The text has another form, or holds a sign that has no place in an address.

        >>> FlowQuery.parse("ESTAT/NAMA_10_GDP?A..NL&startPeriod=2010").key
        'A..NL'
        """
        path, _, rest = name.partition("?")
        agency, _, path = path.partition("/")
        flow, _, key = path.partition("/")
        parameters = {}
        for part in filter(None, rest.split("&")):
            parameter, is_parameter, value = part.partition("=")
            if not is_parameter:
                if key:
                    raise NoFlow(name, "there are two keys")
                key = part
            elif parameter not in _PARAMETERS or not _VALUE.fullmatch(value):
                raise NoFlow(name, f"{part!r} cannot be asked")
            else:
                parameters[parameter] = value
        if not _AGENCY.fullmatch(agency) or not _FLOW.fullmatch(flow):
            raise NoFlow(name, "there is no agency and flow in it")
        if key and not _KEY.fullmatch(key):
            raise NoFlow(name, f"{key!r} is no key")
        return cls(agency=agency, flow=flow, key=key, parameters=parameters)

    @property
    def dataset_id(self) -> str:
        """The id in the store: estat:NAMA_10_GDP."""
        agency = re.sub(r"[^a-z0-9-]", "-", self.agency.lower())
        return f"{agency}:{re.sub(r'[^A-Za-z0-9._-]', '-', self.flow)}"

    @property
    def is_eurostat(self) -> bool:
        """Whether the agency is served by Eurostat's software, with its own ways."""
        return self.agency.upper() in _EUROSTAT

    @property
    def part(self) -> str:
        """Which part is asked for, in the publisher's own words."""
        words = [f"{name}={value}" for name, value in self.parameters.items()]
        return ", ".join([f"key {self.key}"] * bool(self.key) + words)

    def base(self, origin: str) -> str:
        """The address below which data and structures are asked for.

        Raises:
            UnknownAgency: There is no address for this agency, and none was given.
        """
        known = {base.setting: str(base) for base in BASE_ADDRESSES}
        named = origin
        parts = self.agency.split(".")  # OECD.SDD.NAD is served where OECD is
        for end in range(len(parts), 0, -1):
            setting = _setting(".".join(parts[:end]))
            named = named or os.environ.get(setting) or known.get(setting, "")
        if not named:
            raise UnknownAgency(self.agency)
        return named.rstrip("/")

    @property
    def _as_asked(self) -> tuple[str, str]:
        """Agency and flow as they stand in an address; those of Eurostat are in capitals."""
        names = self.agency, self.flow
        return (names[0].upper(), names[1].upper()) if self.is_eurostat else names

    def structure_address(self, base: str) -> str:
        """Where the flow is described, with its data structure, concepts and code lists."""
        wanted = "references=descendants"
        if self.is_eurostat:  # others may not know of lists that hold the used codes only
            wanted += "&detail=referencepartial"
        agency, flow = self._as_asked
        return f"{base}/dataflow/{agency}/{flow}/latest?{wanted}"

    def data_address(self, base: str, key: str) -> str:
        """Where the figures are, of the whole flow or of the part that the key names."""
        agency, flow = self._as_asked
        flow = flow if self.is_eurostat else f"{agency},{flow}"
        asked = [f"{name}={value}" for name, value in self.parameters.items()]
        if self.is_eurostat:  # which looks at the address, not at the header Accept
            asked = ["format=SDMX-CSV", "compressed=false", *asked]
        address = f"{base}/data/{flow}" + (f"/{key}" if key else "")
        return f"{address}?{'&'.join(asked)}" if asked else address


def key_of(
    query: FlowQuery, dimensions: Sequence[str], where: Mapping[str, tuple[str, ...]]
) -> str:
    """The key for a part that was named by dimension; time and what is unknown are left out.

    Raises:
        NoFlow: A part is named in both ways, or a code holds a sign that no code has.
    """
    asked = {name.casefold(): codes for name, codes in where.items()}
    if query.key and asked:
        raise NoFlow(query.key, "a key and --where cannot be combined")
    wanted = ["+".join(asked.get(name.casefold(), ())) for name in dimensions]
    key = ".".join(wanted)
    if query.key or not any(wanted):
        return query.key
    if not _KEY.fullmatch(key):
        raise NoFlow(key, "one of these is no code")
    return key


def _setting(agency: str) -> str:
    return _SETTING + re.sub(r"[^A-Z0-9]", "_", agency.upper())
