"""The look: installed from a lock without addresses, kept small, asking nothing of other hosts."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import Settings

from koers.core.models import Municipality
from koers.portal.theme import __main__ as theme


def test_the_lock_names_no_address_and_pins_every_package() -> None:
    lock = json.loads(theme.LOCK.read_text())

    packages = {name: each for name, each in lock["packages"].items() if name}
    assert packages
    assert all("resolved" not in each and "integrity" in each for each in packages.values())


def test_given_tokens_then_the_basis_and_what_is_used_are_kept_and_the_rest_is_not() -> None:
    tokens = ".theme{--basis-a: 1; --used: var(--below); --below: 2; --unused: url(x);}"

    kept = theme.used_tokens(tokens, used_by="a{color:var(--used)}")

    assert kept == ":root{--basis-a:1;--below:2;--used:var(--below);}"


def test_given_imports_and_fonts_then_none_is_left() -> None:
    css = '@import "https://x/y.css";@font-face{src:url(https://x/z.woff)}a{color:red}'

    assert theme.without_requests(css) == "a{color:red}"


def test_given_no_package_index_then_it_says_so_and_leaves_the_theme_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9")  # nobody listens there
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))

    with pytest.raises(theme.ThemeNotInstalled, match=r"python -m koers\.portal\.theme"):
        theme.install(tmp_path / "theme", tmp_path / "packages")

    assert not (tmp_path / "theme").exists()


def test_given_a_current_theme_then_nothing_is_installed(tmp_path: Path) -> None:
    (tmp_path / ".stamp").write_text(theme._digest())

    assert theme.install(tmp_path, tmp_path / "packages") is False
    assert not (tmp_path / "packages").exists()


def test_the_installed_theme_asks_nothing_of_another_host() -> None:
    installed = settings.THEME_DIR / "theme" / "theme.css"
    if not installed.is_file():
        pytest.skip("the component styles are not installed: python -m koers.portal.theme")

    assert re.findall(r"@import|url\((?!data:|\"data:)", installed.read_text()) == []


@pytest.mark.django_db
def test_given_design_tokens_then_the_site_carries_them_after_its_own_styles(
    client: Client,
) -> None:
    municipality = Municipality.load()
    municipality.design_tokens = {"--koers-brand": "#7a1f2b"}
    municipality.save()

    page = client.get("/").content.decode()
    styles = client.get("/theme.css")

    assert styles["content-type"].startswith("text/css")
    assert styles.content.decode() == ":root{--koers-brand:#7a1f2b;}"
    assert page.index("portal/site.css") < page.index('href="/theme.css"')


@pytest.mark.django_db
def test_given_no_theme_then_the_pages_still_have_the_small_styles(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.THEME_DIR = tmp_path

    page = client.get("/").content.decode()

    assert "theme/theme.css" not in page
    assert "portal/site.css" in page
