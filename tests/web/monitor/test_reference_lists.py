"""Lists of municipalities of one's own: recorded, revised into versions, and held against."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.core.models import Municipality
from koers.monitor.figures import figure
from koers.monitor.models import ReferenceList, ReferenceListVersion
from koers.monitor.reference_lists import references_named
from koers.monitor.validators import validate_references
from koers_engine.observations import VintageStore
from koers_engine.references import UnknownGroup
from koers_engine.references.lists import OwnList

pytestmark = pytest.mark.django_db

VIEW = "wagtailsnippets_monitor_referencelist"


@pytest.fixture
def researcher(client: Client) -> User:
    make_demonstration_accounts()
    found = User.objects.get(username=Role.RESEARCHER.value)
    client.force_login(found)
    return found


def sent(members: str, **more: str) -> dict[str, str]:
    return {"title_nl": "Middelgrote steden", "title_en": "", "members": members, "slug": ""} | more


def members_of(text: str, **asked: Any) -> set[str]:
    (reference,) = references_named([text], **asked)
    assert isinstance(reference.rule, OwnList)
    return set(reference.rule.group.members)


def test_given_names_and_codes_when_recorded_then_codes_are_kept_with_who_and_when(
    client: Client, researcher: User, official_figures: VintageStore
) -> None:
    client.post(reverse(f"{VIEW}:add"), sent("Assen\ngm0114, Hoogeveen\nAssen"))

    (version,) = ReferenceListVersion.objects.all()
    assert version.members == ["GM0106", "GM0114", "GM0118"]
    assert (version.number, version.recorded_by) == (1, researcher)
    assert members_of("group:middelgrote-steden") == {"GM0106", "GM0114", "GM0118"}


def test_given_several_faults_then_all_are_named_at_once_with_how_to_go_on(
    client: Client, researcher: User, official_figures: VintageStore
) -> None:
    page = client.post(reverse(f"{VIEW}:add"), sent("Asen\nGM0005\nPV22\nGM9999")).content.decode()

    assert not ReferenceList.objects.exists()
    for told in ("Asen", "Assen (GM0106)", "Bedum (GM0005)", "Het Hogeland", "PV22", "GM9999"):
        assert told in page


def test_given_a_revision_then_the_version_before_stays_usable_by_its_number_and_moment(
    client: Client, researcher: User, official_figures: VintageStore
) -> None:
    client.post(reverse(f"{VIEW}:add"), sent("Assen\nEmmen", slug="towns"))
    towns = ReferenceList.objects.get()
    first = towns.versions.get()
    edit = reverse(f"{VIEW}:edit", args=[towns.pk])
    assert "GM0106 Assen\nGM0114 Emmen" in client.get(edit).content.decode()

    client.post(
        edit, sent("GM0106 Assen\nGM0114 Emmen\nMeppel", slug="towns", change_note="Meppel grew")
    )

    second = towns.versions.last()
    assert (second.number, second.reason) == (2, "Meppel grew")
    assert len(members_of("group:towns")) == 3
    assert members_of("group:towns@1") == {"GM0106", "GM0114"}
    assert members_of("group:towns", as_of=first.valid_from) == {"GM0106", "GM0114"}
    with pytest.raises(UnknownGroup, match="no list 'towns'"):
        references_named(["group:towns"], first.valid_from - timedelta(seconds=1))


def test_given_a_revision_without_another_member_or_title_then_no_version_is_made() -> None:
    towns = ReferenceList.objects.create(slug="towns", title_nl="Steden", members=["GM0106"])

    towns.change_note = "Nothing to see"
    towns.save()

    assert towns.versions.count() == 1


def test_a_version_is_never_changed_and_never_deleted() -> None:
    towns = ReferenceList.objects.create(slug="towns", title_nl="Steden", members=["GM0106"])
    version = towns.versions.get()

    with pytest.raises(TypeError, match="never changes"):
        version.save()
    with pytest.raises(TypeError, match="never deleted"):
        version.delete()


def test_given_the_history_of_a_list_then_its_page_shows_every_version(
    client: Client, researcher: User
) -> None:
    towns = ReferenceList.objects.create(slug="towns", title_nl="Steden", members=["GM0106"])
    towns.members, towns.change_note = ["GM0106", "GM0114"], "Emmen too"
    towns.save()

    page = client.get(reverse(f"{VIEW}:inspect", args=[towns.pk])).content.decode()

    assert "2 gemeenten" in page or "2 municipalities" in page
    assert "Emmen too" in page


def test_a_list_is_a_reference_area_wherever_one_is_recorded() -> None:
    ReferenceList.objects.create(slug="towns", title_nl="Steden", members=["GM0106"])

    validate_references(["group:towns", "group:towns@1", "group:towns without itself"])
    with pytest.raises(ValidationError) as refused:
        validate_references(["group:villages", "group:towns@2", "1..2 no-such-indicator", "nl"])

    assert len(refused.value.messages) == 3


def test_given_a_list_then_a_figure_is_held_against_it_as_it_was_at_the_moment(
    official_figures: VintageStore, assen: Municipality
) -> None:
    towns = ReferenceList.objects.create(
        slug="towns", title_nl="Drie steden", members=["GM0106", "GM0114", "GM0118"]
    )
    before = towns.versions.get().valid_from
    towns.title_nl, towns.members = "Vier steden", [*towns.members, "GM0109"]
    towns.save()

    now = figure("population", "GM0106", ["group:towns"])
    then = figure("population", "GM0106", ["group:towns"], before)

    assert now.references[0].label == "Vier steden"
    assert then.references[0].label == "Drie steden"
    too_early = figure("population", "GM0106", ["group:towns", "nl"], before - timedelta(seconds=1))
    assert [beside.label for beside in too_early.references] == ["Nederland"]


def test_given_no_figures_yet_then_codes_are_taken_and_names_are_refused(
    client: Client, researcher: User, empty_store: Any
) -> None:
    client.post(reverse(f"{VIEW}:add"), sent("Assen\nGM0106"))
    assert not ReferenceList.objects.exists()

    client.post(reverse(f"{VIEW}:add"), sent("GM0106"))
    assert ReferenceList.objects.get().members == ["GM0106"]
