"""The method pages of the manual are on the site: safely, whole, and with links that lead on."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from koers.portal import methods

pytestmark = pytest.mark.django_db
PAGES = sorted(path.stem for path in Path(settings.KOERS_METHODS).glob("*.md"))


def _text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_each_method_has_a_page_with_its_title_and_only_links_that_lead_somewhere(
    client: Client, name: str
) -> None:
    page = methods.method(name)
    assert page is not None
    ElementTree.fromstring(f"<div>{page.body}</div>")  # well-formed
    text = _text(client, reverse("portal:method", args=[name]))
    assert f'<h1 class="utrecht-heading-1">{page.title.replace("&", "&amp;")}</h1>' in text
    for target in re.findall(r'href="(/[^"#]*)', page.body):
        assert client.get(target).status_code == 200
    assert not re.search(r'href="[^"]*\.md', page.body)


def test_the_list_leads_to_every_method(client: Client) -> None:
    listed = _text(client, reverse("portal:methods"))
    for name in PAGES:
        assert reverse("portal:method", args=[name]) in listed


def test_what_is_no_method_is_not_found_and_no_path_leads_out_of_the_manual(client: Client) -> None:
    assert client.get("/methods/nothing").status_code == 404
    assert client.get("/methods/..%2FREADME").status_code == 404


def test_html_in_a_page_is_text_and_a_link_to_a_page_that_is_not_here_is_words(
    tmp_path: Path, settings: Settings
) -> None:
    settings.KOERS_METHODS = tmp_path
    (tmp_path / "other.md").write_text("# Other\n", encoding="utf-8")
    (tmp_path / "page.md").write_text(
        "# A page\n\n<script>alert(1)</script>\n\n[one](../how-to/x.md) [two](other.md#part) "
        "[three](javascript:alert(1))\n",
        encoding="utf-8",
    )
    page = methods.method("page")
    assert page is not None
    assert "<script" not in page.body
    assert 'javascript:alert(1)"' not in page.body
    assert '<span class="utrecht-link">one</span>' in page.body or "<span>one</span>" in page.body
    assert f'href="{reverse("portal:method", args=["other"])}#part"' in page.body
