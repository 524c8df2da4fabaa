"""CBS StatLine in each of its forms: OData v4 and v3, and bulk files."""

from koers_engine.sources.cbs.reading import NoRecording, read_recording

__all__ = ["NoRecording", "read_recording"]
