"""What the tests of the platform share."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation


@pytest.fixture(autouse=True)
def site_language() -> Iterator[None]:
    """Each test begins in the site's own language, whatever page the one before it asked for."""
    with translation.override(settings.LANGUAGE_CODE):
        yield
