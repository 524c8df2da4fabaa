"""The monitor: its settings are checked before the site starts."""

from django.apps import AppConfig
from django.core.checks import register


class MonitorConfig(AppConfig):
    name = "koers.monitor"

    def ready(self) -> None:
        from koers.monitor.checks import check_indicators  # noqa: PLC0415 - models are not ready

        register(check_indicators)
