"""Columns of texts as areas, periods, values and statuses; each distinct text is looked at once."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import ObservationStatus, UnreadablePeriod
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Fault
from koers_engine.sources.tabular.mapping import AreaAxis, Layout, Mapping, PeriodAxis
from koers_engine.sources.tabular.periods import period_of

MISSING_BY_NAME = (
    "the name is not in the register of areas; give its code in area.codes, or keep the names that "
    'are not there as areas of their own with unlisted = "keep"'
)
NO_REGISTER = (
    "areas are told by name, and the store has no register of areas to find their codes in. Bring "
    "it in first (koers data add cbs:03759ned), or give each name's code in area.codes"
)
_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)
_MISSING = pa.array([status.value for status in ObservationStatus if status.is_missing])
NUMBER = r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$"

Column: TypeAlias = pa.ChunkedArray
Place = Callable[[int], str]


@dataclass(slots=True)
class Translation:
    """What the texts of a column come to, and the faults of those that come to nothing."""

    column: Column
    faults: list[Fault] = field(default_factory=list)


def translated(column: Column, meaning: Callable[[str], str | Fault], place: Place) -> Translation:
    """Each text by its meaning; for a text that has none, a fault at its first place."""
    encoded = column.combine_chunks().dictionary_encode()
    texts = encoded.dictionary.to_pylist()
    meanings: list[str] = []
    faults = []
    for text in texts:
        found = meaning(text)
        if isinstance(found, Fault):
            row = pc.index(column, text).as_py()
            faults.append(Fault(place(row), found.what))
            found = text
        meanings.append(found)
    taken = pc.take(pa.array(meanings, pa.string()), encoded.indices)
    return Translation(pa.chunked_array([taken]), faults)


def without_marks(column: Column, marks: Iterable[str]) -> tuple[Column, Column]:
    """The texts without the mark behind them, and the mark of each (empty where it has none)."""
    found = pa.chunked_array([pa.array([""] * len(column), pa.string())])
    for mark in sorted(marks, key=len, reverse=True):
        has = pc.and_(pc.ends_with(column, mark), pc.equal(found, ""))
        has = pc.and_(has, pc.not_equal(column, mark))  # alone it stands for a missing value
        if pc.any(has).as_py():
            bare = pc.utf8_rtrim_whitespace(pc.utf8_slice_codeunits(column, 0, -len(mark)))
            column = pc.if_else(has, bare, column)
            found = pc.if_else(has, mark, found)
    return column, found


def area_codes_of(
    column: Column, axis: AreaAxis, known: Mapped[str, str], place: Place
) -> Translation:
    """The code of each area; `known` gives codes by casefolded name."""
    is_unregistered = axis.by_name and not known and not axis.keeps_unlisted

    def named(text: str) -> str | Fault:
        found = known.get(text.casefold()) or (text if axis.keeps_unlisted else None)
        if found is not None:
            return found
        if is_unregistered:
            return Fault("", f"{text!r}: {NO_REGISTER}")
        by_code: dict[str, str] = {}
        for close in nearest(text, known, at_most=6):
            by_code.setdefault(known[close], close)
        hint = did_you_mean(f"{code} ({close})" for code, close in list(by_code.items())[:3])
        return Fault("", f"{text!r}: {MISSING_BY_NAME}.{hint}")

    def code(text: str) -> str | Fault:
        if text in axis.codes:
            return axis.codes[text]
        if not text:
            return Fault("", "the area is empty")
        return named(text) if axis.by_name else _padded(text, axis)

    translation = translated(column, code, place)
    if is_unregistered and translation.faults:
        translation.faults = translation.faults[:1]
    return translation


def _padded(text: str, axis: AreaAxis) -> str | Fault:
    if not axis.pad:
        return axis.prefix + text
    whole = text.removesuffix(".0")
    if not (whole.isascii() and whole.isdigit() and len(whole) <= axis.pad):
        return Fault("", f"expected a whole number of at most {axis.pad} digits, found {text!r}")
    return axis.prefix + whole.zfill(axis.pad)


def period_codes_of(column: Column, axis: PeriodAxis, place: Place) -> Translation:
    """The code of each period, as CBS writes it."""

    def code(text: str) -> str | Fault:
        try:
            return period_of(axis.codes.get(text, text), axis.form, axis.length).cbs
        except UnreadablePeriod:
            hint = "; mend period.form, or give its code in period.codes"
            return Fault(
                "", f"expected a period of the form {axis.form.value}, found {text!r}{hint}"
            )

    def stated(text: str) -> str | Fault:
        return axis.codes[text] if text in axis.codes else code(text)

    return translated(column, stated if axis.codes else code, place)


@dataclass(slots=True)
class Values:
    """Numbers with null where missing; the marks behind them; why they are missing."""

    numbers: Column
    marks: Column
    missing: Column
    faults: list[Fault]


def values_of(column: Column, mapping: Mapping, place: Place) -> Values:
    """What the texts of a column of figures say."""
    missing = _meanings(column, mapping.missing)
    texts, marks = without_marks(column, mapping.marks)
    words = _meanings(texts, {text: repr(number) for text, number in mapping.number_words.items()})
    plain = pc.coalesce(words, machine_numbers(texts, mapping.layout))
    is_number = pc.and_(pc.match_substring_regex(plain, NUMBER), pc.is_null(missing))
    numbers = pc.if_else(is_number, plain, None).cast(pa.float64())
    faults = []
    wrong = pc.and_(pc.is_null(missing), pc.invert(is_number))
    if pc.any(wrong).as_py():
        for text in pc.unique(column.filter(wrong)).to_pylist():
            is_so = pc.and_(wrong, pc.equal(column, text))
            times = pc.sum(is_so).as_py()
            what = f"expected a number, found {text!r}" + (f" ({times} times)" if times > 1 else "")
            first = pc.index(is_so, value=True).as_py()
            faults.append(Fault(place(first), f"{what}; {_way_on(text)}"))
    return Values(numbers, marks, missing, faults)


def _way_on(text: str) -> str:
    if text in _EXCEL_ERRORS:
        return "mend the formula, or say in [missing] what this error stands for"
    return "mend file.decimal or file.thousands, or list it in [missing], [marks] or [numbers]"


def machine_numbers(texts: Column, layout: Layout) -> Column:
    """Numbers with a point and no thousands mark; what is none is left in a form that is none."""
    decimal, thousands = layout.decimal, layout.thousands
    if thousands:
        mark = _escaped(thousands)
        grouped = rf"^[+-]?\d{{1,3}}({mark}\d{{3}})+({_escaped(decimal)}\d*)?$"
        bare = pc.replace_substring(texts, thousands, "")
        texts = pc.if_else(pc.match_substring_regex(texts, grouped), bare, texts)
    if decimal != ".":
        # A point that is no thousands mark is a mistake, and must not become the decimal mark.
        texts = pc.replace_substring(texts, ".", "?")
        texts = pc.replace_substring(texts, decimal, ".")
    return pc.replace_substring(texts, "−", "-")


def _escaped(sign: str) -> str:
    return f"\\x{{{ord(sign):x}}}"


def statuses_of(
    values: Values, stated: Column | None, of_period: Column, mapping: Mapping
) -> tuple[Column, Column]:
    """The status of each value, and whether it breaks the series.

    What is said of the value itself goes before the mark behind it, and that before the mark
    behind its period. Of a missing value a status that means missing tells more than its mark.
    """
    by_mark = _meanings(values.marks, mapping.marks)
    status = pc.coalesce(_weighty(stated), _weighty(by_mark), of_period, pa.scalar("A"))
    breaks = pa.scalar(value=False)
    for column in (stated, by_mark):
        if column is not None:
            has_break = pc.fill_null(pc.match_substring(column, "B"), fill_value=False)
            breaks = pc.or_(breaks, has_break)
    is_missing = pc.is_null(values.numbers)
    tells = pc.is_in(status, value_set=_MISSING)
    why = pc.coalesce(values.missing, pa.scalar("O"))
    return pc.if_else(pc.and_(is_missing, pc.invert(tells)), why, status), breaks


def _weighty(codes: Column | None) -> Column:
    """The status without its break; null where that leaves nothing, or no more than normal."""
    if codes is None:
        return pa.scalar(None, pa.string())
    bare = pc.replace_substring(codes, "B", "")
    return pc.if_else(pc.is_in(bare, value_set=pa.array(["", "A"])), None, bare)


def stated_statuses(column: Column, mapping: Mapping, place: Place) -> Translation:
    """What the column of statuses says, in codes of SDMX; a text that is not listed is a fault."""

    def code(text: str) -> str | Fault:
        if text in mapping.status_codes:
            return mapping.status_codes[text]
        if not text:
            return "A"
        known = ", ".join(map(repr, mapping.status_codes)) or "none"
        return Fault("", f"status {text!r} is not in status.codes (listed: {known})")

    return translated(column, code, place)


def _meanings(column: Column, words: Mapped[str, str]) -> Column:
    """Each text's meaning; null where it has none."""
    known = pa.array(list(words), pa.string())
    meanings = pa.array(list(words.values()), pa.string())
    return pc.take(meanings, pc.index_in(column, value_set=known))
