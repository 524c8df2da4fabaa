"""What the cells of a column look like: numbers, codes, names, periods, marks."""

import re
from collections.abc import Mapping as Mapped
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import UnreadablePeriod
from koers_engine.sources.tabular.cells import Cells
from koers_engine.sources.tabular.figures import machine_numbers
from koers_engine.sources.tabular.mapping import Layout, PeriodForm
from koers_engine.sources.tabular.periods import period_of

# What publishers write where they give no figure. CBS, "Verklaring van tekens": . unknown or
# secret, x secret, blank cannot occur, - nil; Eurostat: ":" not available.
MISSING_MARKS = {
    "": "O",
    ".": "O",
    "..": "O",
    "...": "O",
    "x": "Q",
    "X": "Q",
    ":": "O",
    "?": "O",
    "n/a": "O",
    "N/A": "O",
    "NA": "O",
    "nan": "O",
    "NaN": "O",
    "null": "O",
    "NULL": "O",
    "None": "O",
    "onbekend": "O",
    "geheim": "Q",
    "#N/A": "O",
    "-99999999": "O",
    "Impossible": "M",
}
NUMBER_WORDS = {
    "-": 0.0,
    "TRUE": 1.0,
    "FALSE": 0.0,
    "True": 1.0,
    "False": 0.0,
    "true": 1.0,
    "false": 0.0,
}
MARKS = ("**", "*")
_FIGURE = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?( ?\*{1,2})?$"
_DECIMALS = r"^[+-]?\d*\.(?P<decimals>\d+)"
_CBS_AREA = r"^(NL|LD|PV|CR|GM|WK|BU|GA|RP|VR|CP|CS|AM|GG)\d{2,8}$"
_FIRST_YEAR, _LAST_YEAR = 1500, 2200
_MOST_DISTINCT = 5000
_PERIOD_NAME = re.compile(
    r"(^|[^a-z])(jaar|jaren|year|years|period|periode|perioden|periods|time|datum|date|tijd|maand|month|"
    r"kwartaal|quarter|week|dag|day|peildatum|verslagsoort)([^a-z]|$)"
)
_FORMS = (
    PeriodForm.CBS,
    PeriodForm.YEAR,
    PeriodForm.DATE,
    PeriodForm.STATLINE,
    PeriodForm.SDMX,
    PeriodForm.DAY_MONTH_YEAR,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A column and what its distinct texts are."""

    name: str
    texts: tuple[str, ...]
    """The distinct texts that are not empty, the first of them where there are very many."""
    n_distinct: int
    n_filled: int
    is_numeric: bool
    is_whole: bool
    decimals: int
    missing: tuple[str, ...]
    words: tuple[str, ...]
    marks: tuple[str, ...]
    is_cbs_area: bool
    form: PeriodForm | None
    is_json: bool

    @property
    def folded(self) -> str:
        """The name for comparison: lower case, with spaces between its words."""
        spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", self.name)
        return re.sub(r"[\s_.\-/']+", " ", spaced).strip().casefold()

    @property
    def sounds_like_period(self) -> bool:
        """Whether the name of the column is a word for time."""
        return bool(_PERIOD_NAME.search(self.folded))


def profile(cells: Cells, name: str, layout: Layout) -> Profile:
    """Look at a column."""
    column = cells.column(name)
    distinct = pc.unique(column)
    filled = distinct.filter(pc.not_equal(distinct, ""))
    plain = machine_numbers(filled, layout)
    is_figure = pc.match_substring_regex(plain, _FIGURE)
    others = filled.filter(pc.invert(is_figure)).slice(0, 50).to_pylist()
    figures = plain.filter(is_figure)
    known = [text for text in others if text in MISSING_MARKS]
    words = [text for text in others if text in NUMBER_WORDS]
    sentinel = [text for text in ("-99999999",) if pc.index(filled, text).as_py() >= 0]
    is_numeric = bool(len(figures) or words) and len(known) + len(words) == len(others)
    has_empty = len(filled) < len(distinct)
    texts = tuple(filled.slice(0, _MOST_DISTINCT).to_pylist())
    decimals = pc.extract_regex(figures, _DECIMALS)
    digits = pc.struct_field(decimals, "decimals") if len(figures) else pa.array([], pa.string())
    most = pc.max(pc.utf8_length(digits)).as_py() or 0
    has_fraction = pc.any(pc.not_equal(pc.fill_null(pc.utf8_trim(digits, "0"), ""), "")).as_py()
    return Profile(
        name=name,
        texts=texts,
        n_distinct=len(filled),
        n_filled=pc.sum(pc.not_equal(column, "")).as_py() or 0,
        is_numeric=is_numeric,
        is_whole=is_numeric and not has_fraction and not words,
        decimals=most if has_fraction else 0,
        missing=(*([""] if has_empty else []), *known, *sentinel),
        words=tuple(words),
        marks=_marks(filled),
        is_cbs_area=bool(len(filled))
        and pc.all(pc.match_substring_regex(filled, _CBS_AREA)).as_py(),
        form=_form(texts, len(filled)),
        is_json=bool(len(filled)) and pc.all(pc.starts_with(filled, "{")).as_py(),
    )


def _marks(filled: pa.Array) -> tuple[str, ...]:
    found = []
    for mark in MARKS:
        has = pc.and_(pc.ends_with(filled, mark), pc.not_equal(filled, mark))
        if pc.any(has).as_py():
            found.append(mark)
            filled = filled.filter(pc.invert(has))
    return tuple(found)


def _form(texts: tuple[str, ...], n_distinct: int) -> PeriodForm | None:
    """The form in which every text is a period; None where there is none."""
    if not texts or n_distinct > len(texts):
        return None
    bare = [text.rstrip("* ") for text in texts]
    for form in _FORMS:
        try:
            periods = [period_of(text, form, None) for text in bare]
        except UnreadablePeriod:
            continue
        if all(_FIRST_YEAR <= period.year <= _LAST_YEAR for period in periods):
            return form
    return None


def form_of_names(names: list[str]) -> tuple[PeriodForm, list[str]] | None:
    """The columns that are named after a period, and the form of those names."""
    for form in (PeriodForm.YEAR, PeriodForm.CBS, PeriodForm.STATLINE, PeriodForm.SDMX):
        found = []
        for name in names:
            try:
                period = period_of(name.rstrip("* "), form, None)
            except UnreadablePeriod:
                continue
            if _FIRST_YEAR <= period.year <= _LAST_YEAR:
                found.append(name)
        if len(found) > 1:
            return form, found
    return None


def share_known(texts: tuple[str, ...], area_codes: Mapped[str, str]) -> float:
    """How many of the texts are names in the register of areas, from 0.0 to 1.0."""
    return sum(text.casefold() in area_codes for text in texts) / len(texts) if texts else 0.0
