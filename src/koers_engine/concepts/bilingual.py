from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Bilingual:
    """A text in Dutch and in English; a publisher's text that exists in one language is in both."""

    nl: str
    en: str

    def text(self, language: str) -> str:
        """The text in `language` ("nl" or "en"; anything else reads Dutch)."""
        return self.en if language == "en" else self.nl

    def as_dict(self) -> dict[str, str]:
        """The texts by language, as files hold them."""
        return {"nl": self.nl, "en": self.en}

    @classmethod
    def from_dict(cls, texts: dict[str, str]) -> "Bilingual":
        """The texts out of a table with the keys nl and en."""
        return cls(nl=texts["nl"], en=texts["en"])

    @classmethod
    def same(cls, text: str) -> "Bilingual":
        """A text that the publisher gives in one language only."""
        return cls(nl=text, en=text)
