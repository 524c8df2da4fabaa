"""The municipality's own indicators as the engine knows them: part of the one catalogue."""

import logging
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

from asgiref.local import Local
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Max

from koers.monitor.models import OwnIndicator
from koers_engine.indicators import Catalogue, FaultyCatalogue

log = logging.getLogger(__name__)

Version: TypeAlias = tuple[int, datetime | None]


_request = Local()  # has `version` while a request is being answered


def begin_request(**_: Any) -> None:
    """While one request is answered, the version is asked once, and after a change again."""
    _request.version = None


def end_request(**_: Any) -> None:
    if hasattr(_request, "version"):
        del _request.version


def forget_version(**_: Any) -> None:
    if hasattr(_request, "version"):
        _request.version = None


def version_of_own() -> Version:
    """Changes as soon as an own indicator is recorded or revised; at most one query a request."""
    found: Version | None = getattr(_request, "version", None)
    if found is None:
        counted = OwnIndicator.objects.aggregate(n=Count("pk"), last=Max("updated_at"))
        found = counted["n"], counted["last"]
        if hasattr(_request, "version"):
            _request.version = found
    return found


@lru_cache(maxsize=4)
def catalogue_of(files: tuple[Path, ...], _version: Version) -> Catalogue:
    """Koers' own indicators, those of the files, and those recorded in the workspace.

    One that was recorded and can no longer be read, since a file has taken its code or lost what it
    is derived from, is left out and told in the log: the other figures stay.
    """
    recorded = _recorded()
    try:
        return Catalogue.load(*files, recorded=recorded)
    except FaultyCatalogue as refusal:
        found = Catalogue.load(*files)  # a fault in a file is told when the site starts
        log.warning("An own indicator is left out. %s", refusal)
    kept: dict[str, Any] = {}
    for code, table in recorded.items():
        try:
            found = Catalogue.load(*files, recorded=kept | {code: table})
        except FaultyCatalogue:
            continue
        kept[code] = table
    return found


def catalogue_with(indicator: OwnIndicator) -> Catalogue:
    """The catalogue as it would be with this indicator in it.

    Raises:
        ValidationError: The engine refuses the definition; every fault is named.
    """
    others = {code: table for code, table in _recorded().items() if code != indicator.code}
    try:
        return Catalogue.load(
            *settings.KOERS_INDICATORS, recorded=others | {indicator.code: indicator.table}
        )
    except FaultyCatalogue as refusal:
        raise ValidationError([str(fault) for fault in refusal.faults]) from refusal


def _recorded() -> dict[str, Any]:
    return {each.code: each.table for each in OwnIndicator.objects.order_by("slug")}
