"""Which column of an unknown file is the area, which the period, and which the status."""

import re
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from koers_engine.sources.tabular.mapping import PeriodForm, PeriodLength
from koers_engine.sources.tabular.periods import period_of
from koers_engine.sources.tabular.profiling import Profile, form_of_names, share_known
from koers_engine.sources.tabular.sniffing import Sniffed

_AREA_NAME = re.compile(
    r"\b(gm|geo|gemeente|gemeenten|gemeentena|municipality|regio|regios|region|regions|regionno|"
    r"regionname|gebied|gebieden|area|areas|city|cities|stad|state|states|country|countries|land|"
    r"county|countyreal|provincie|province|wijk|buurt|unique id|place|plaats|nuts|cbscode|gov|"
    r"series)\b"
)
_PERHAPS_AREA = re.compile(r"\b(naam|name|code|label)\b")
_MUNICIPALITY = re.compile(r"gemeente|\bgm\b|\bgov code\b|\bcbs\b|^code$|municipality")
_STATUS_NAME = re.compile(r"^(obs )?(status|flag|flags|vlag|vlaggen)\b")
# Eurostat's flags as SDMX statuses, and of several the one that a reader should know first.
_WEIGHTIEST = "QMOUFEIDNP"
_EUROSTAT = {
    "b": "B",
    "c": "Q",
    "d": "D",
    "e": "E",
    "f": "F",
    "i": "I",
    "n": "N",
    "p": "P",
    "r": "A",
    "s": "I",
    "u": "U",
    "z": "M",
}
_SDMX_STATUSES = set("ADEFGHIKLMNOPQSUVW")
_YEAR_IN_TEXT = re.compile(r"(?<!\d)(19[5-9]\d|20\d\d)(?!\d)")
CODE_NAME = re.compile(r"\b(id|codes?|nr|nummer|key|sleutel|uri|slug|type|levl|level)\b|code$")


@dataclass(slots=True)
class Roles:
    """What has been found so far; `free` are the columns that have no role yet."""

    free: dict[str, Profile]
    area: dict[str, Any] = field(default_factory=dict)
    is_coded: bool = False
    """Whether the areas are codes of CBS, of which none stands for two areas."""
    period: dict[str, Any] = field(default_factory=dict)
    measure: dict[str, Any] = field(default_factory=dict)
    value: str = ""
    figures: dict[str, Profile] = field(default_factory=dict)
    status: dict[str, Any] = field(default_factory=dict)
    measures: list[dict[str, Any]] = field(default_factory=list)
    dimensions: list[dict[str, Any]] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)

    def because(self, key: str, why: str, *, doubt: bool = False) -> None:
        """Note why a key of the mapping is as it is, and whether someone must look at it."""
        self.reasons[key] = why
        if doubt:
            self.doubts.append(key)


def find_period(roles: Roles, name: str, sniffed: Sniffed) -> None:
    """Columns named after periods, else a column of periods, else a year in footer or name."""
    named = form_of_names(list(roles.free))
    if named:
        roles.period = {"columns": named[1], "form": named[0].value}
        roles.because("period.columns", f"{len(named[1])} columns are named after a period")
        for header in named[1]:
            roles.free.pop(header)
        return
    candidates = [
        column
        for column in roles.free.values()
        if column.form and (column.sounds_like_period or column.form is not PeriodForm.YEAR)
    ]
    candidates += [c for c in roles.free.values() if _is_unix(c)]
    candidates = [c for c in candidates if "insert" not in c.folded and "eind" not in c.folded]
    if candidates:
        best = max(candidates, key=lambda c: (c.sounds_like_period, c.n_distinct))
        form = PeriodForm.UNIX if _is_unix(best) else best.form or PeriodForm.YEAR
        roles.period = {"column": best.name, "form": form.value}
        roles.because("period.column", f"all {best.n_distinct} distinct texts are periods")
        roles.because("period.form", f"as in {best.texts[0]!r}")
        for column in candidates:
            if column.form is best.form or _is_unix(column):
                roles.free.pop(column.name, None)
        roles.free.pop(best.name, None)
        _weekly(roles, best, form)
        return
    for column in list(roles.free.values()):
        if column.sounds_like_period and column.n_distinct == 1 and column.form:
            roles.free.pop(column.name)
    found = _YEAR_IN_TEXT.findall(" ".join(sniffed.footer)) or _YEAR_IN_TEXT.findall(name)
    roles.period = {"code": found[-1] if found else "?", "form": "year"}
    why = "no column holds periods"
    why += "; this year stands in the footer or the file's name" if found else ": give the year"
    roles.because("period.code", why, doubt=True)


def _is_unix(column: Profile) -> bool:
    return (
        "unix" in column.folded
        and column.is_whole
        and column.n_distinct > 1
        and all(text.lstrip("-").isdigit() for text in column.texts)
    )


def _weekly(roles: Roles, column: Profile, form: PeriodForm) -> None:
    if form not in {PeriodForm.DATE, PeriodForm.UNIX} or column.n_distinct < 3:
        return
    days = [period_of(text, form, PeriodLength.DAY).cbs for text in column.texts]
    stamps = np.array([f"{d[:4]}-{d[4:6]}-{d[6:]}" for d in days], dtype="datetime64[D]")
    apart = np.unique((stamps - stamps.min()).astype(int) % 7)
    if apart.size == 1:
        roles.period["as"] = "week"
        roles.because("period.as", "all dates lie whole weeks apart")


def find_area(roles: Roles, known: Mapped[str, str], name: str) -> None:
    """A column of CBS codes, of their numbers, of names in the register, else of other areas."""
    coded = [c for c in roles.free.values() if c.is_cbs_area]
    if coded:
        best = max(coded, key=lambda c: (c.n_distinct, bool(CODE_NAME.search(c.folded))))
        roles.area, roles.is_coded = {"column": best.name, "by": "code"}, True
        roles.because("area.column", f"its {best.n_distinct} distinct texts are CBS area codes")
        roles.free.pop(best.name)
        _name_beside(roles, best)
        return
    for column in roles.free.values():
        if _is_padded_code(column, known):
            roles.area = {"column": column.name, "by": "code", "pad": 4, "prefix": "GM"}
            roles.is_coded = True
            roles.because("area.pad", f"whole numbers such as {column.texts[0]} are CBS codes")
            roles.free.pop(column.name)
            _name_beside(roles, column)
            return
    texts = [c for c in roles.free.values() if not c.is_numeric and not c.is_json]
    shares = {c.name: share_known(c.texts, known) for c in texts}
    best_name = max(shares, key=lambda n: (shares[n], roles.free[n].n_distinct), default="")
    if best_name and shares[best_name] > 0.5:
        roles.area = {"column": best_name, "by": "name"}
        why = f"{shares[best_name]:.0%} of its texts are names in the register of areas"
        roles.because("area.column", why, doubt=shares[best_name] < 1)
        roles.free.pop(best_name)
        return
    _own_areas(roles, name)


def _is_padded_code(column: Profile, known: Mapped[str, str]) -> bool:
    whole = [text.removesuffix(".0") for text in column.texts]
    if not all(text.isascii() and text.isdigit() and len(text) <= 4 for text in whole):
        return False
    if not whole or not _MUNICIPALITY.search(column.folded):
        return False
    codes = set(known.values())
    return not codes or sum(f"GM{text.zfill(4)}" in codes for text in whole) >= 0.9 * len(whole)


def _own_areas(roles: Roles, name: str) -> None:
    """Areas that no register has: their own names or codes are their codes."""
    several = [c for c in roles.free.values() if c.n_distinct > 1]
    several = [c for c in several if not c.is_json and (not c.is_numeric or _repeats_whole(c))]
    named = [c for c in several if _AREA_NAME.search(c.folded)]
    named = named or [c for c in several if not c.is_numeric and _PERHAPS_AREA.search(c.folded)]
    if named:
        best = max(named, key=lambda c: (CODE_NAME.search(c.folded) is not None, c.n_distinct))
        roles.area = {"column": best.name, "by": "code"}
        if all(text.endswith(".0") for text in best.texts):
            roles.area["pad"] = max(map(len, best.texts)) - 2
        roles.because(
            "area.column",
            f"its name, and its {best.n_distinct} distinct texts; they are no CBS areas, so each "
            "text is a code of its own",
            doubt=True,
        )
        roles.free.pop(best.name)
        _name_beside(roles, best)
        return
    in_name = re.search(r"GM\d{4}", name)
    roles.area = {"code": in_name[0] if in_name else "?"}
    roles.because("area.code", "no column names areas: give the code of the one area", doubt=True)


def _repeats_whole(column: Profile) -> bool:
    """Whether it can be a number that areas have: a figure is seldom whole and repeated."""
    return column.is_whole and column.n_distinct < column.n_filled


def _name_beside(roles: Roles, code: Profile) -> None:
    """A column with one text for each of the codes is the name of the area."""
    for column in roles.free.values():
        if (
            not column.is_numeric
            and not column.is_json
            and re.search(r"na(am|me|ma)|region|city|label|gemeentena", column.folded)
            and 0.9 * code.n_distinct <= column.n_distinct <= code.n_distinct
        ):
            roles.area["name"] = column.name
            roles.because("area.name", "one text for each code")
            roles.free.pop(column.name)
            return


def find_status(roles: Roles) -> None:
    """A column of flags, by its name and the length of its texts."""
    for column in list(roles.free.values()):
        if not _STATUS_NAME.search(column.folded) or column.is_numeric or not column.texts:
            continue
        if all(len(text) <= 3 for text in column.texts):
            codes = {text: _status(text) for text in column.texts}
            roles.status = {"column": column.name, "codes": codes}
            roles.because("status.codes", "Eurostat's flags, or SDMX's own letters", doubt=True)
            roles.free.pop(column.name)
            return


def _status(text: str) -> str:
    if text in _SDMX_STATUSES:
        return text
    codes = [_EUROSTAT.get(letter, "A") for letter in text.casefold()]
    weighty = min((code for code in codes if code in _WEIGHTIEST), key=_WEIGHTIEST.find, default="")
    return f"{weighty}{'B' if 'B' in codes else ''}" or "A"
