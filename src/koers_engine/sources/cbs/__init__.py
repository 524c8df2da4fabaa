"""CBS StatLine through OData v4: fetched to a recording on disk, read from there."""

from koers_engine.sources.cbs.fetching import (
    CBS_BASE,
    FetchFailed,
    RecordingRequest,
    TableTooLarge,
    record,
)
from koers_engine.sources.cbs.reading import NoRecording, read_recording

__all__ = [
    "CBS_BASE",
    "FetchFailed",
    "NoRecording",
    "RecordingRequest",
    "TableTooLarge",
    "read_recording",
    "record",
]
