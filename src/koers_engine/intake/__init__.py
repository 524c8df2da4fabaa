"""Bringing a table in: collect it, read it, look it over, keep it with how it came."""

from koers_engine.intake.bringing import Intake, NotAccepted, bring_in
from koers_engine.intake.refreshing import Check, Outcome, last_check, refresh, refreshable

__all__ = [
    "Check",
    "Intake",
    "NotAccepted",
    "Outcome",
    "bring_in",
    "last_check",
    "refresh",
    "refreshable",
]
