"""How the name of an indicator stands within a sentence."""

import re
from dataclasses import dataclass
from enum import StrEnum

from koers_engine.concepts import Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.indicators import Indicator, IndicatorKind
from koers_engine.observations.toml_keys import TomlKeys

_MINUS = "\N{MINUS SIGN}"
_NO_BREAK = "\N{NO-BREAK SPACE}"
_BEFORE_SHORT = re.compile(r" (?=\S{1,3}$)")  # as in "€ {}" and "{} km"


class Words(StrEnum):
    """Which words compare what an indicator counts or measures."""

    COUNT = "count"
    """Things in the plural: more or fewer jobs."""
    MASS = "mass"
    """What is not counted by the piece: more or less waste."""
    LEVEL = "level"
    """Something with an article of its own, that is higher or lower: the share of …"""
    SIZE = "size"
    """Likewise, larger or smaller: the average household."""
    DISTANCE = "distance"
    """Likewise, longer or shorter: the distance to a station."""
    PLAIN = "plain"
    """Nothing is known of its grammar: the name stands before a colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """An indicator's name as part of a sentence, and how its figures are written there."""

    words: Words
    text: Bilingual
    form: Bilingual
    """A figure with its unit, `{}` standing for the number: `{}%`, `{} km`."""
    decimals: int

    @classmethod
    def plain(cls, indicator: Indicator) -> "Phrase":
        """The phrase of an indicator that no profile names, such as one of somebody's own."""
        is_percent = indicator.kind is IndicatorKind.PERCENT
        return cls(
            words=Words.PLAIN,
            text=indicator.name,
            form=Bilingual.same("{}%" if is_percent else "{}"),
            decimals=indicator.decimals,
        )

    @classmethod
    def read(cls, keys: TomlKeys, indicator: Indicator) -> "Phrase":
        """The phrase that a table of `profile.toml` describes; what is wrong becomes a fault."""
        keys.refuse_others({"words", "nl", "en", "form"})
        plain = cls.plain(indicator)
        form = plain.form
        if "form" in keys.content:
            form = keys.bilingual("form")
            for language, text in form.as_dict().items():
                if text.count("{}") != 1 or text.replace("{}", "").strip("{}") != text.replace(
                    "{}", ""
                ):
                    keys.fault(f"form.{language}", "expected {} once, where the number comes")
                    form = plain.form
        return cls(
            words=Words(keys.one_of("words", [words.value for words in Words])),
            text=Bilingual(nl=keys.take("nl", str, "?"), en=keys.take("en", str, "?")),
            form=form,
            decimals=indicator.decimals,
        )

    def figure(self, value: float, language: str) -> str:
        r"""A figure with its unit, as people of the language write it; no line ends within it.

        >>> Phrase(
        ...     words=Words.DISTANCE, text=Bilingual.same("x"), form=Bilingual.same("{} km"),
        ...     decimals=1,
        ... ).figure(1.25, "nl")
        '1,2\xa0km'
        """
        form = _BEFORE_SHORT.sub(_NO_BREAK, self.form.text(language))
        figure = number(value, self.decimals, language=language).replace("-", _MINUS)
        return form.replace("{}", figure)
