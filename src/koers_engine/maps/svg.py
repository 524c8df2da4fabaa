"""Pieces of SVG: every text escaped, every number finite, nothing from elsewhere."""

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

SVG = "http://www.w3.org/2000/svg"
FONT = "system-ui, sans-serif"
INK = "#1b1b1b"
SOFT = "#5a5a5a"
LINE = "#dddddd"
PAPER = "#ffffff"
OWN = "#00528f"
FONT_SIZE, LINE_HEIGHT = 15, 18
WIDTH = 420  # at which a text of FONT_SIZE is still 12 pixels high on a telephone
_LETTER = 0.54  # of the font size: what a letter takes, on average and with some room

# Control characters, those that turn the direction of a line, and what XML cannot hold.
_UNSEEN = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFFFE, 0xFFFF)
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The inside of an SVG element, with what a reader who does not see it needs.

    `sentence` says what it shows; `header` and `rows` are its figures as a table, in text.
    """

    view_box: str
    body: str
    sentence: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in its own units."""
        _x, _y, width, height = map(float, self.view_box.split())
        return width, height


def safe(text: object) -> str:
    """A text as SVG holds it: marks of XML escaped, control characters and surrogates left out."""
    clean = str(text).translate(_UNSEEN).encode("utf-8", errors="ignore").decode()
    return escape(clean, quote=True)


def n(value: float) -> str:
    """A coordinate with one decimal at most.

    Raises:
        ValueError: It is not finite; a drawing has to leave such a figure out itself.

    >>> n(3.04), n(-0.01), n(7)
    ('3', '0', '7')
    """
    if not math.isfinite(value):
        message = f"a coordinate of a drawing is {value}; leave out what has no figure"
        raise ValueError(message)
    return f"{round(value, 1) + 0.0:g}" if abs(value) < 1e5 else f"{value:.0f}"


def text(
    x: float,
    y: float,
    content: object,
    *,
    anchor: str = "start",
    size: float = FONT_SIZE,
    fill: str = INK,
    bold: bool = False,
    halo: bool = False,
) -> str:
    """A line of text whose foot stands at y; with a halo it reads on any ground."""
    words = "".join(
        [
            f' text-anchor="{anchor}"' if anchor != "start" else "",
            ' font-weight="700"' if bold else "",
            f' stroke="{PAPER}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
            if halo
            else "",
        ]
    )
    return (
        f'<text x="{n(x)}" y="{n(y)}" font-size="{n(size)}" fill="{fill}"{words}>'
        f"{safe(content)}</text>"
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1,
    dash: str = "",
) -> str:  # fmt: skip
    """A straight line."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}" fill="none" stroke="{stroke}" '
        f'stroke-width="{n(width)}"{dashes}/>'
    )


def rect(
    x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "",
    radius: float = 0, dash: str = "",
) -> str:  # fmt: skip
    """A rectangle; nothing where it has no width or height."""
    if width <= 0 or height <= 0:
        return ""
    words = f' stroke="{stroke}"' if stroke else ""
    words += f' stroke-dasharray="{dash}"' if dash else ""
    words += f' rx="{n(radius)}"' if radius else ""
    box = f'x="{n(x)}" y="{n(y)}" width="{n(width)}" height="{n(height)}"'
    return f'<rect {box} fill="{fill}"{words}/>'


def path(d: str, *, fill: str = "none", stroke: str = "", width: float = 1, dash: str = "") -> str:
    """A path of which the caller made the steps."""
    words = f' stroke="{stroke}" stroke-width="{n(width)}"' if stroke else ""
    words += f' stroke-dasharray="{dash}"' if dash else ""
    return f'<path d="{d}" fill="{fill}"{words}/>'


def titled(title: object, inside: str) -> str:
    """Shapes with a text that a pointer shows."""
    return f"<g><title>{safe(title)}</title>{inside}</g>"


def taken(content: object, size: float = FONT_SIZE) -> float:
    """About how wide a text is, in the units of the drawing."""
    return len(str(content)) * size * _LETTER


def lines_of(content: str, width: float, *, size: float = FONT_SIZE, at_most: int = 2) -> list[str]:
    """The text in lines that fit the width; what does not fit in the last ends in an ellipsis.

    >>> lines_of("Nieuwkoop en omstreken", 100)
    ['Nieuwkoop en', 'omstreken']
    """
    letters = max(4, int(width / (size * _LETTER)))
    return textwrap.wrap(
        " ".join(content.split()) or "–", letters, max_lines=at_most, placeholder="…"
    ) or ["…"]


def written(
    x: float, y: float, content: Sequence[str], *, anchor: str = "start", bold: bool = False,
    size: float = FONT_SIZE, fill: str = INK, halo: bool = False,
) -> str:  # fmt: skip
    """Lines of text below each other, the foot of the first at y."""
    step = size * LINE_HEIGHT / FONT_SIZE
    return "".join(
        text(x, y + place * step, each, anchor=anchor, bold=bold, size=size, fill=fill, halo=halo)
        for place, each in enumerate(content)
    )


def standalone(
    drawing: Drawing, *, title: str, description: str = "", attribution: str = ""
) -> str:
    """A whole SVG file: title above, attribution below, on a white ground."""
    left, top, width, height = map(float, drawing.view_box.split())
    head = lines_of(title, width, size=18, at_most=3)
    foot = lines_of(attribution, width, size=12, at_most=40) if attribution.strip() else []
    above, below = len(head) * 22 + 14, len(foot) * 15 + 12
    box = (left - 12, top - above, width + 24, height + above + below)
    size = f'width="{n(2 * box[2])}" height="{n(2 * box[3])}"'
    return "".join(
        [
            f'<svg xmlns="{SVG}" viewBox="{" ".join(map(n, box))}" {size} role="img" ',
            f'font-family="{FONT}">',
            f"<title>{safe(title)}</title>",
            f"<desc>{safe(description or drawing.sentence)}</desc>",
            rect(*box, fill=PAPER),
            written(left, top - above + 24, head, size=18, bold=True),
            drawing.body,
            written(left, top + height + 16, foot, size=12, fill=SOFT),
            "</svg>\n",
        ]
    )
