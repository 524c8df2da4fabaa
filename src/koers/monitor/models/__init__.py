"""What documents state, the runs that bring figures in, and the municipality's own indicators."""

from koers.monitor.models.own_indicators import Calculation, OwnIndicator
from koers.monitor.models.runs import ImportRun, RunEvent, RunLine, RunState
from koers.monitor.models.statements import Statement, StatementTopic, TopicGroup

__all__ = [
    "Calculation",
    "ImportRun",
    "OwnIndicator",
    "RunEvent",
    "RunLine",
    "RunState",
    "Statement",
    "StatementTopic",
    "TopicGroup",
]
