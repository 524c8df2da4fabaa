"""Drawings made on the server out of plain data: SVG as text, and its figures as a table.

Every drawing reads without colour and without sight: marks differ in shape, figures are written
out, and `rows` holds all of it. What has no figure says so, and is never drawn as zero.
"""

from koers.monitor.drawings.bars import (
    ScoreBar,
    ScoreBars,
    ShareBar,
    ShareBars,
    score_bar,
    score_bars,
    share_bars,
)
from koers.monitor.drawings.choropleth import choropleth
from koers.monitor.drawings.compare import Compared, Comparison, comparison
from koers.monitor.drawings.funnel import Dot, Funnel, Limit, funnel
from koers.monitor.drawings.interval import Intervals, Whisker, intervals
from koers.monitor.drawings.multiples import Line, Multiple, multiple, multiples
from koers.monitor.drawings.multiples import entries_of as key_of_lines
from koers.monitor.drawings.palette import Mark
from koers.monitor.drawings.pictures import as_png
from koers.monitor.drawings.spine import Spine, Vertebra, spine
from koers.monitor.drawings.spine import bar as spine_bar
from koers.monitor.drawings.spine import entries_of as key_of_spine
from koers_engine.maps import Choropleth
from koers_engine.maps.svg import Drawing, standalone

__all__ = [
    "Choropleth",
    "Compared",
    "Comparison",
    "Dot",
    "Drawing",
    "Funnel",
    "Intervals",
    "Limit",
    "Line",
    "Mark",
    "Multiple",
    "ScoreBar",
    "ScoreBars",
    "ShareBar",
    "ShareBars",
    "Spine",
    "Vertebra",
    "Whisker",
    "as_png",
    "choropleth",
    "comparison",
    "funnel",
    "intervals",
    "key_of_lines",
    "key_of_spine",
    "multiple",
    "multiples",
    "score_bar",
    "score_bars",
    "share_bars",
    "spine",
    "spine_bar",
    "standalone",
]
