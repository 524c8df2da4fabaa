"""Files of one's own: CSV, Excel and JSON, read with a mapping of their columns."""

from koers_engine.sources.tabular.guessing import guess
from koers_engine.sources.tabular.proposal import Guess, NoFigures, Preview, preview

__all__ = ["Guess", "NoFigures", "Preview", "guess", "preview"]
