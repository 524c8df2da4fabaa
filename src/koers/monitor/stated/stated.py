"""What documents state on a topic: what is drawn, what is listed, and what both rest on."""

from collections.abc import Iterable
from dataclasses import dataclass

from koers.core.bilingual import LocalisedText
from koers.monitor.models import Statement, StatementTopic
from koers.monitor.stated.bars import Bars, bars_of
from koers.monitor.stated.wording import comparison


@dataclass(frozen=True, slots=True)
class Stated:
    """A topic as a page shows it; each source and each note once, unless sources differ."""

    topics: tuple[StatementTopic]
    bars: Bars | None
    sentence: str  # what the bars show; empty without them
    listed: list[Statement]  # what is written out, instead of the bars or below them
    each_cites: bool  # whether what is listed names its own source
    citations: list[Statement]  # the other sources, each by the first statement from it
    notes: list[LocalisedText]


def stated_on(topic: StatementTopic) -> Stated:
    """Draw the own place beside others where figures are stated for both; list what is contradicted
    or has no figure, and everything where nothing is drawn.
    """
    statements, contradicted = topic.statements_list, topic.contradicted
    compared = compared_on(topic)
    drawn = [each for each in compared if each not in contradicted]
    each_cites = bool(contradicted) or len(cited_once(statements)) > 1
    listed = [each for each in statements if each not in drawn]
    sources = cited_once(listed + drawn if each_cites else statements)
    return Stated(
        topics=(topic,),
        bars=bars_of(compared, contradicted) if compared else None,
        sentence=comparison(compared) if compared else "",
        listed=listed,
        each_cites=each_cites,
        citations=[each for each in sources if not (each_cites and each in listed)],
        notes=notes_on([topic]),
    )


def compared_on(topic: StatementTopic) -> list[Statement]:
    """The statements with a figure, the own place's first; none where they speak of one place."""
    valued = [each for each in topic.statements_list if each.value is not None]
    is_compared = bool(valued) and valued[0].area_code == topic.area_code
    return valued if is_compared and len({each.where for each in valued}) > 1 else []


def only_figure(topic: StatementTopic) -> Statement | None:
    """The figure of the own place, where that is all that is stated on the topic."""
    if len(topic.statements_list) != 1:
        return None
    (only,) = topic.statements_list
    return only if only.value is not None and only.area_code == topic.area_code else None


def cited_once(statements: Iterable[Statement]) -> list[Statement]:
    """The first statement from each place in each document, and the first without a document."""
    first: dict[tuple[int | None, str], Statement] = {}
    for each in statements:
        first.setdefault((each.document_id, each.place_nl), each)
    return list(first.values())


def notes_on(topics: Iterable[StatementTopic]) -> list[LocalisedText]:
    """How the statements on these topics were read, each note once."""
    notes = (each.note for topic in topics for each in topic.statements_list)
    return list(dict.fromkeys(note for note in notes if note))


def citations_on(topics: Iterable[StatementTopic]) -> list[Statement]:
    """What the statements on these topics rest on, each source once."""
    return cited_once(each for topic in topics for each in topic.statements_list)
