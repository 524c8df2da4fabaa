"""What documents state, the runs that bring figures in, own indicators and own lists."""

from koers.monitor.models.own_indicators import Calculation, OwnIndicator
from koers.monitor.models.reference_lists import ReferenceList, ReferenceListVersion
from koers.monitor.models.runs import ImportRun, RunEvent, RunLine, RunState
from koers.monitor.models.statements import Statement, StatementTopic, TopicGroup

__all__ = [
    "Calculation",
    "ImportRun",
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
