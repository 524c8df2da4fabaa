"""What was revised between two vintages, and which kept conclusions change by it."""

from koers_engine.revisions.baselines import Baseline, ChangedBaseline, changed_baselines
from koers_engine.revisions.cells import Change, Wanted
from koers_engine.revisions.conclusion import Conclusion, Question, Verdict
from koers_engine.revisions.difference import Diff, diff, two_vintages
from koers_engine.revisions.effects import Aspect, Effect, Turn, effects_of, rechecked
from koers_engine.revisions.keeping import checked_name, conclusions, keep, records
from koers_engine.revisions.known import Known, StoreWith
from koers_engine.revisions.metadata import MetadataChange

__all__ = [
    "Aspect",
    "Baseline",
    "Change",
    "ChangedBaseline",
    "Conclusion",
    "Diff",
    "Effect",
    "Known",
    "MetadataChange",
    "Question",
    "StoreWith",
    "Turn",
    "Verdict",
    "Wanted",
    "changed_baselines",
    "checked_name",
    "conclusions",
    "diff",
    "effects_of",
    "keep",
    "rechecked",
    "records",
    "two_vintages",
]
