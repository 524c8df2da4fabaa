"""The monitor: its settings are checked before the site starts."""

from django.apps import AppConfig
from django.core.checks import register
from django.core.signals import request_finished, request_started
from django.db.models.signals import post_save


class MonitorConfig(AppConfig):
    name = "koers.monitor"

    def ready(self) -> None:
        from koers.monitor import own_indicators  # noqa: PLC0415 - models are not ready before
        from koers.monitor.checks import check_indicators  # noqa: PLC0415

        register(check_indicators)
        request_started.connect(own_indicators.begin_request, dispatch_uid="koers.own")
        request_finished.connect(own_indicators.end_request, dispatch_uid="koers.own")
        post_save.connect(
            own_indicators.forget_version, sender="monitor.OwnIndicator", dispatch_uid="koers.own"
        )
