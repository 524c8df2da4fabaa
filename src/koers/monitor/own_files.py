"""Files of one's own: what their columns may be, and what a mapping reads out of them."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from koers.monitor.models import ImportRun
from koers.monitor.store import store
from koers_engine.concepts import Refusal
from koers_engine.intake.area_codes import AreaCodes
from koers_engine.sources.tabular import Preview, guess, preview


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


def as_read(run: ImportRun) -> Preview:
    """What the mapping of a run reads out of its file: the first figures, or every fault."""
    path = Path(run.upload.path)
    return preview(path, run.mapping, name=path.name, area_codes=AreaCodes(store()))
