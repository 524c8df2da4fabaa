"""Bringing a table in: collect it, read it, look it over, keep it with how it came."""

from koers_engine.intake.bringing import Intake, NotAccepted, bring_in

__all__ = ["Intake", "NotAccepted", "bring_in"]
