from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import override
from pytest_django import Settings


@pytest.fixture(autouse=True)
def _dutch() -> Iterator[None]:
    """Addresses are the Dutch ones, whatever page the test before asked for."""
    with override("nl"):
        yield


@pytest.fixture(autouse=True)
def _no_figures(settings: Settings, tmp_path: Path) -> None:
    """These tests are about the pages: the store of figures is there, and empty."""
    settings.KOERS_STORE = tmp_path / "store"
