"""The demonstration, loaded once for the tests of a file and rolled back after them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import translation
from pytest_django import DjangoDbBlocker

from koers.demonstration.demonstration import Demonstration, load_demonstration

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("store")


def load(store: Path) -> Demonstration:
    """Load it as a command does: without a language."""
    with override_settings(KOERS_STORE=store), translation.override(None):
        return load_demonstration(folder=ROOT / "demo", watch=lambda things, _what: things)


@pytest.fixture(scope="module")
def demonstration(
    django_db_setup: Any, django_db_blocker: DjangoDbBlocker, store: Path
) -> Iterator[Demonstration]:
    """Assen's demonstration as it is after the first load."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load(store)
        transaction.set_rollback(True)
