"""Drawings as pictures, made of the drawing alone: nothing is fetched, and no file is read."""

import vl_convert
from defusedxml.ElementTree import fromstring

from koers_engine.maps.svg import SVG

_NAMES = "svg g defs pattern path line circle rect text tspan title desc"
_KNOWN = {f"{{{SVG}}}{name}" for name in _NAMES.split()}


class NotOurs(ValueError):
    """A drawing holds something that none of Koers' drawings has, so that no picture is made."""


def as_png(svg: str) -> bytes:
    """A drawing that stands by itself (see `standalone`) as a PNG image, two dots to its unit.

    Raises:
        NotOurs: It could have the renderer read something beside the drawing.
    """
    for element in fromstring(svg).iter():
        reaches_out = any(
            "href" in name or "style" in name or "url(" in value.replace("url(#", "")
            for name, value in element.attrib.items()
        )
        if element.tag not in _KNOWN or reaches_out:
            message = f"a drawing of Koers holds no {element.tag!r} with {element.attrib}"
            raise NotOurs(message)
    picture: bytes = vl_convert.svg_to_png(svg)
    return picture
