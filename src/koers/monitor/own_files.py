"""Files of one's own: what their columns may be, and what a mapping reads out of them."""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from koers.monitor.models import ImportRun
from koers.monitor.store import store
from koers_engine.concepts import Refusal
from koers_engine.intake.area_codes import AreaCodes
from koers_engine.observations import Fault
from koers_engine.sources.tabular import Preview, guess, preview

OFFICIAL = ("cbs", "estat")  # an uploaded file must never become a vintage of a table of theirs


def proposed_mapping(upload: UploadedFile) -> str:
    """A mapping for an uploaded file, as TOML with a reason at each key.

    Raises:
        ValidationError: It cannot be read, or holds no figures; the message says why.
    """
    content = upload.read()
    upload.seek(0)
    try:
        return guess(content, name=upload.name or "", area_codes=AreaCodes(store())).toml()
    except Refusal as refusal:
        raise ValidationError(str(refusal)) from refusal


def _official_publisher(mapping: str) -> str:
    """The publisher whose table a mapping says this is; empty where it is one of our own."""
    try:
        named = tomllib.loads(mapping).get("dataset", {}).get("id", "")
    except (tomllib.TOMLDecodeError, AttributeError, RecursionError):
        return ""  # which the reading of it will tell
    publisher = str(named).partition(":")[0]
    return publisher if publisher.partition("-")[0] in OFFICIAL else ""


def as_read(run: ImportRun) -> Preview:
    """What the mapping of a run reads out of its file: the first figures, or every fault."""
    path = Path(run.upload.path)
    if publisher := _official_publisher(run.mapping):
        fault = Fault(
            "dataset.id",
            _("“%(id)s:” is for tables of that publisher; choose another.") % {"id": publisher},
        )
        return Preview(faults=(fault,))
    return preview(path, run.mapping, name=path.name, area_codes=AreaCodes(store()))
