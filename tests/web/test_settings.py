"""A faulty setting is told at the start: what, where, and how to go on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings


@pytest.mark.parametrize(
    "written", [None, "no TOML at all [", "[jobs]\nname = 1"], ids=["absent", "no TOML", "faulty"]
)
def test_given_indicators_that_cannot_be_read_then_the_check_names_setting_and_file(
    settings: Settings, tmp_path: Path, written: str | None
) -> None:
    file = tmp_path / "our-own.toml"
    if written is not None:
        file.write_text(written)
    settings.KOERS_INDICATORS = [file]

    errors = [each for each in run_checks() if each.id == "koers.monitor.E001"]

    assert len(errors) == 1
    assert "KOERS_INDICATORS" in errors[0].msg
    assert "our-own.toml" in errors[0].msg
    assert errors[0].hint


@pytest.mark.parametrize(
    "address",
    ["nonsense", "nonsense://user:s3cret@host/name", "postgres://user:s3cret/x@host/name"],
)
def test_given_no_address_of_a_database_then_the_start_says_so_and_keeps_the_password(
    address: str,
) -> None:
    completed = subprocess.run(
        [sys.executable, "-c", "import koers.settings.base"],
        env=os.environ | {"DATABASE_URL": address},
        capture_output=True,
        text=True,
        check=False,
    )

    assert completed.returncode != 0
    assert "DATABASE_URL is no address of a database" in completed.stderr
    assert "s3cret" not in completed.stderr
