"""What cannot be made into an index: each fault is named, and nothing is recorded."""

import pytest
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.monitor.models import CompositeIndex
from koers_engine.composite import UnusableData
from tests.web.monitor.index_examples import PARTS, a_version, form_of, make_url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_figures", "assen")]

FAULTY = [
    pytest.param({"goal-nl-1": ""}, "goal-nl-1", id="a goal without a name"),
    pytest.param({"weight-welfare-per-1000": "-1"}, "weight-welfare-per-1000", id="a weight < 0"),
    pytest.param({"weight-welfare-per-1000": "nan"}, "weight-welfare-per-1000", id="no weight"),
    pytest.param({"direction-population": ""}, "direction-population", id="no direction"),
    pytest.param({"normalise": "goalposts"}, "normalise", id="a step that is not offered"),
    pytest.param({"units": "", "other_units": "Atlantis"}, "other_units", id="nowhere"),
    pytest.param({"units": ""}, "other_units", id="nobody"),
    pytest.param({"period": "last year"}, "period", id="no period"),
    pytest.param({"as_of": "2999-01-01"}, "as_of", id="a day to come"),
    pytest.param({"reason": ""}, "reason", id="no reason"),
    pytest.param({"title_nl": ""}, "title_nl", id="no title"),
]


@pytest.mark.parametrize(("fault", "field"), FAULTY)
def test_given_a_fault_then_it_stands_beside_its_field_and_nothing_is_recorded(
    client: Client, researcher: User, fault: dict[str, str], field: str
) -> None:
    codes = ("welfare-per-1000", "population")

    answer = client.post(make_url(*codes), form_of(*codes, record="1") | fault)

    assert answer.status_code == 200
    assert field in answer.context["form"].errors
    assert not CompositeIndex.objects.exists()


REFUSED = [
    pytest.param({"units": "", "other_units": "GM0106"}, "at least 2", id="one place only"),
    pytest.param(
        {"weight-welfare-per-1000": "0", "weight-population": "0"},
        "sum to 0",
        id="no weight at all",
    ),
    pytest.param({"period": "1950"}, "figures for", id="a period without any figure"),
]


@pytest.mark.parametrize(("choice", "told"), REFUSED)
def test_given_an_index_that_cannot_be_made_then_the_page_says_why_and_how_to_go_on(
    client: Client, researcher: User, choice: dict[str, str], told: str
) -> None:
    codes = ("welfare-per-1000", "population")

    for button in ("preview", "record"):
        answer = client.post(make_url(*codes), form_of(*codes, **{button: "1"}) | choice)
        assert told in answer.context["refusal"]
    assert not CompositeIndex.objects.exists()


def test_given_faulty_text_then_every_fault_of_parts_and_recipe_is_named_at_once(
    client: Client, researcher: User
) -> None:
    parts = PARTS + '[[indicators]]\ncode = "=cmd()"\nweight = inf\n[odd]\n'
    recipe = '[normalise]\nmethod = "magic"\n[treat]\nmost_points = -1'
    sent = form_of(record="1") | {"parts_text": parts, "recipe_text": recipe}

    answer = client.post(reverse("indices:make") + "?as=toml", sent)

    told = answer.content.decode()
    for fault in ("magic", "most_points", "cmd()", "odd", "weight"):
        assert fault in told
    assert not CompositeIndex.objects.exists()


RINGS = [
    pytest.param(
        '[[goals]]\ncode="a"\nname={nl="A",en="A"}\npart_of="b"\n[[goals]]\ncode="b"\nname={nl="B",en="B"}\npart_of="a"\n',
        "part of itself",
        id="a ring",
    ),
    pytest.param(
        '[[goals]]\ncode="a"\nname={nl="A",en="A"}\n', "nothing is part", id="a goal of nothing"
    ),
    pytest.param('[[indicators]]\ncode="jobs-per-1000"\n', "have this code", id="twice"),
    pytest.param('[[indicators]]\ncode="no-such"\n', "no-such", id="unknown"),
    pytest.param(
        '[[indicators]]\ncode="dwellings"\npart_of="nowhere"\n', "nowhere", id="an orphan"
    ),
    pytest.param(
        '[[indicators]]\ncode="household-size"\npart_of="work"\n',
        "neither better",
        id="no direction",
    ),
]


@pytest.mark.parametrize(("more", "told"), RINGS)
def test_given_parts_that_make_no_hierarchy_then_each_is_named(
    researcher: User, more: str, told: str
) -> None:
    with pytest.raises(UnusableData, match=told):
        a_version(researcher, parts=PARTS + more)
    assert not CompositeIndex.objects.exists()
