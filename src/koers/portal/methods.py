"""The method pages of the manual, served on the site: formula, source and limits of each figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

LANGUAGE = "en"  # the manual is written in one language, and a page of another says so
CLASSES = {
    "h1": "utrecht-heading-1",
    "h2": "utrecht-heading-2",
    "h3": "utrecht-heading-3",
    "p": "utrecht-paragraph",
    "a": "utrecht-link",
    "ul": "utrecht-unordered-list",
    "table": "utrecht-table utrecht-table--html-table",
}


@dataclass(frozen=True, slots=True)
class Method:
    """A page of the manual that says how figures come about; `body` is HTML without its title."""

    name: str
    title: str
    body: SafeString


def methods() -> list[Method]:
    """All method pages, by title."""
    return sorted((_read(path) for path in _files()), key=lambda page: page.title.casefold())


def method(name: str) -> Method | None:
    """The page of this name; None where there is none."""
    found = {path.stem: path for path in _files()}.get(name)
    return None if found is None else _read(found)


def _files() -> list[Path]:
    return sorted(Path(settings.KOERS_METHODS).glob("*.md"))


def _read(path: Path) -> Method:
    return _rendered(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _rendered(path: Path, _changed: int) -> Method:
    tokens = MARKDOWN.parse(path.read_text(encoding="utf-8"))
    if [token.type for token in tokens[:1]] != ["heading_open"]:
        title, body = path.stem.replace("-", " ").capitalize(), tokens
    else:
        title, body = tokens[1].content, tokens[3:]
    html = MARKDOWN.renderer.render(body, MARKDOWN.options, {})
    return Method(path.stem, title, mark_safe(html))  # noqa: S308 - HTML in the source is escaped


class _Renderer(RendererHTML):
    """Puts the classes of the site on what Markdown makes, and lets links lead to pages here."""

    def renderToken(  # noqa: N802 - the library's name
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        if token.nesting > 0 and token.tag in CLASSES:
            token.attrJoin("class", CLASSES[token.tag])
        if token.tag == "th" and token.nesting > 0:
            token.attrSet("scope", "col")
        if token.tag == "pre":
            token.attrSet("tabindex", "0")
        html = str(super().renderToken(tokens, idx, options, env))
        if token.tag == "table" and token.nesting > 0:
            return f'<div class="utrecht-table-container" tabindex="0">{html}'
        return f"{html}</div>" if token.tag == "table" else html

    def link_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType
    ) -> str:
        token = tokens[idx]
        address = _address(str(token.attrs.get("href", "")))
        if address is None:  # a page of the manual that is not on the site: its words stay
            token.tag = "span"
            del token.attrs["href"]
            closing = next(each for each in tokens[idx:] if each.type == "link_close")
            closing.tag = "span"
        else:
            token.attrSet("href", address)
        return self.renderToken(tokens, idx, options, env)


def _address(written: str) -> str | None:
    """Where a link of the manual leads on the site; None for a page that is not there."""
    if written.startswith(("https://", "http://", "#")):
        return written
    page, _, anchor = written.partition("#")
    name = page.removesuffix(".md")
    if "/" in page or not any(path.stem == name for path in _files()):
        return None
    return reverse("portal:method", args=[name]) + (f"#{anchor}" if anchor else "")


MARKDOWN = MarkdownIt("commonmark", {"html": False}, renderer_cls=_Renderer).enable("table")
