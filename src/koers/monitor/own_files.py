"""Files of one's own: what their columns may be, and what a mapping reads out of them."""

import tomllib
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from koers.monitor.models import ImportRun
from koers.monitor.store import datasets, store
from koers_engine.concepts import Refusal
from koers_engine.intake.area_codes import AreaCodes
from koers_engine.observations import Fault
from koers_engine.sources.tabular import Preview, guess, preview

OFFICIAL = ("cbs", "estat")
_ASKED = {"cbs", "sdmx", "jsonstat"}  # kinds of source that are asked of a publisher


class PosesAsOfficial(Refusal, ValueError):
    """A mapping says that an uploaded file is a table of a publisher, whose vintage it would be."""

    def __init__(self, dataset: str) -> None:
        super().__init__(
            _("“%(id)s” is a table of another publisher: give the file an id of its own.")
            % {"id": dataset}
        )


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


def refuse_official(mapping: str) -> None:
    """An uploaded file is never a vintage of a table that a publisher gave, or may give.

    Raises:
        PosesAsOfficial: The mapping says that it is.
    """
    try:
        named = str(tomllib.loads(mapping).get("dataset", {}).get("id", ""))
    except (tomllib.TOMLDecodeError, AttributeError, RecursionError):
        return  # which the reading of it will tell
    kinds = {kept.provenance.request.get("kind") for kept in datasets() if kept.dataset_id == named}
    if named.partition(":")[0].partition("-")[0] in OFFICIAL or kinds & _ASKED:
        raise PosesAsOfficial(named)


def as_read(run: ImportRun) -> Preview:
    """What the mapping of a run reads out of its file: the first figures, or every fault."""
    path = Path(run.upload.path)
    try:
        refuse_official(run.mapping)
    except Refusal as refusal:
        return Preview(faults=(Fault("dataset.id", str(refusal)),))
    return preview(path, run.mapping, name=path.name, area_codes=AreaCodes(store()))
