"""The observation table, its checks, and the store of vintages."""

from koers_engine.observations.dataset import Dataset, checked_dataset, streamed_dataset
from koers_engine.observations.faults import Fault, FaultyTable
from koers_engine.observations.provenance import Acceptance, Finding, Provenance, Severity
from koers_engine.observations.store import Addition, NotYetKnown, UnknownDataset, VintageStore
from koers_engine.observations.stream import ObservationStream
from koers_engine.observations.vintage import Vintage

__all__ = [
    "Acceptance",
    "Addition",
    "Dataset",
    "Fault",
    "FaultyTable",
    "Finding",
    "NotYetKnown",
    "ObservationStream",
    "Provenance",
    "Severity",
    "UnknownDataset",
    "Vintage",
    "VintageStore",
    "checked_dataset",
    "streamed_dataset",
]
