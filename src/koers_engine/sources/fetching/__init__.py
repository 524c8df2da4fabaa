"""The edge: raw responses and files, brought whole into a folder and noted with their checksum."""

from koers_engine.sources.fetching.failures import FetchFailed, NotFound
from koers_engine.sources.fetching.fetcher import Fetcher, Progress, unheard
from koers_engine.sources.fetching.journal import Entry, Journal

__all__ = ["Entry", "FetchFailed", "Fetcher", "Journal", "NotFound", "Progress", "unheard"]
