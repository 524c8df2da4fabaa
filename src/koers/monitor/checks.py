"""What `manage.py check`, and every start of the site, says of the settings of the monitor."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from koers_engine.concepts import Refusal
from koers_engine.indicators import Catalogue


def check_indicators(**_: Any) -> list[CheckMessage]:
    """The files of KOERS_INDICATORS can be read, and define indicators without a fault."""
    try:
        Catalogue.load(*settings.KOERS_INDICATORS)
    except (Refusal, OSError) as refusal:
        return [
            Error(
                f"KOERS_INDICATORS: {refusal}",
                hint="Mend the file, or leave it out of the setting: paths with commas between.",
                id="koers.monitor.E001",
            )
        ]
    return []
