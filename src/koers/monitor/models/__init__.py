"""What documents state, the runs that bring figures in, own indicators, lists and indices."""

from koers.monitor.models.indices import (
    CompositeIndex,
    DoubtState,
    IndexDoubt,
    IndexPublication,
    IndexVersion,
)
from koers.monitor.models.own_indicators import Calculation, OwnIndicator
from koers.monitor.models.reference_lists import ReferenceList, ReferenceListVersion
from koers.monitor.models.runs import ImportRun, RunEvent, RunLine, RunState
from koers.monitor.models.statements import Statement, StatementTopic, TopicGroup

__all__ = [
    "Calculation",
    "CompositeIndex",
    "DoubtState",
    "ImportRun",
    "IndexDoubt",
    "IndexPublication",
    "IndexVersion",
    "OwnIndicator",
    "ReferenceList",
    "ReferenceListVersion",
    "RunEvent",
    "RunLine",
    "RunState",
    "Statement",
    "StatementTopic",
    "TopicGroup",
]
