"""Files that a page offers: `{% load downloads %}`."""

from django import template

from koers.monitor.choices import Chosen
from koers.monitor.downloads import profile_pictures

register = template.Library()


@register.simple_tag
def pictures_of(code: str, chosen: Chosen) -> list[tuple[str, str]]:
    """Name and title of each drawing that the profile of a place has."""
    return profile_pictures(code, chosen)
