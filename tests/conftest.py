"""What all tests share: where the official material lies, and the demonstration's figures."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _shared(folder: str) -> Path:
    path = ROOT.parent / "shared" / folder
    if not path.is_dir():
        pytest.skip(f"../shared/{folder} is absent: these tests read the official files there")
    return path


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real statistics as the publishers gave them, dirt included; skips where absent."""
    return _shared("data")


@pytest.fixture(scope="session")
def demo_figures() -> Path:
    """The demonstration's tables in Koers' own format, part of the repository."""
    return ROOT / "demo" / "figures"
