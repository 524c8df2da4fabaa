"""Scores of 0 to 100 on a set of goals, such as the Sustainable Development Goals."""

from koers_engine.scores.card import (
    GoalScore,
    IndexScore,
    IndicatorScore,
    Mark,
    ScoreCard,
    card_of,
    score_place,
)
from koers_engine.scores.goalposts import described
from koers_engine.scores.goals import SDG_SET, FaultyGoalSet, Goal, GoalIndicator, GoalSet
from koers_engine.scores.table import ScoreTable, score_all
from koers_engine.scores.trend import Arrow, Trend

__all__ = [
    "SDG_SET",
    "Arrow",
    "FaultyGoalSet",
    "Goal",
    "GoalIndicator",
    "GoalScore",
    "GoalSet",
    "IndexScore",
    "IndicatorScore",
    "Mark",
    "ScoreCard",
    "ScoreTable",
    "Trend",
    "card_of",
    "described",
    "score_all",
    "score_place",
]
