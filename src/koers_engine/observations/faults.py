from collections.abc import Sequence
from dataclasses import dataclass

from koers_engine.concepts import Refusal

FAULTS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a table: where it stands, what it is, how it can be mended."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def listed(faults: Sequence[Fault]) -> str:
    """The faults as lines, the first FAULTS_SHOWN of them, after how many there are."""
    lines = [f"- {fault}" for fault in faults[:FAULTS_SHOWN]]
    if len(faults) > FAULTS_SHOWN:
        lines.append(f"- and {len(faults) - FAULTS_SHOWN} more")
    count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
    return "\n".join([f"{count}:", *lines])


class FaultyTable(Refusal, ValueError):
    """A table cannot be taken in; every fault that was found is named, and nothing was stored."""

    def __init__(self, table: str, faults: Sequence[Fault]) -> None:
        if not faults:
            message = f"{table} was refused without a fault; a reader forgot to name one"
            raise ValueError(message)
        self.faults = tuple(faults)
        super().__init__(f"{table} was refused, and nothing was stored. {listed(faults)}")
