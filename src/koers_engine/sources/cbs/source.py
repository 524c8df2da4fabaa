from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from koers_engine.concepts import Refusal
from koers_engine.observations import Dataset
from koers_engine.sources.fetching import Fetcher, Progress
from koers_engine.sources.request import SourceRequest

_FORMS = {
    "": "koers_engine.sources.cbs.v4",
    "v4": "koers_engine.sources.cbs.v4",
    "v3": "koers_engine.sources.cbs.v3",
    "csv": "koers_engine.sources.cbs.bulk",
}


class UnknownForm(Refusal, ValueError):
    """CBS publishes no tables in the form that was asked for."""

    def __init__(self, form: str) -> None:
        known = ", ".join(filter(None, _FORMS))
        super().__init__(f"CBS has no form {form!r}. Give one of {known} with --form.")


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Collect the table in the form that was asked for.

    Raises:
        UnknownForm: There is no such form.
    """
    _form(request).collect(request, fetcher)


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,
    area_codes: Mapping[str, str],
) -> Dataset:
    """The dataset in the collected files."""
    dataset: Dataset = _form(request).read(
        request, folder, retrieved_at=retrieved_at, progress=progress, area_codes=area_codes
    )
    return dataset


def _form(request: SourceRequest) -> Any:
    if request.form not in _FORMS:
        raise UnknownForm(request.form)
    return import_module(_FORMS[request.form])
