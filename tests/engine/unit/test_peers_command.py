"""`koers peers`, and lists of one's own on the command line, on the demonstration's figures."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from koers_engine.areas import AreaRegister
from koers_engine.cli import app
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, load_panels
from koers_engine.observations import VintageStore
from koers_engine.references import Characteristics, parse_reference

EVERY_FORM = (
    "nl", "province", "landsdeel", "corop", "labour-market-region", "size-class", "urbanisation",
    "1000..1500 address-density", "peers", "peers 3 by jobs-per-1000", "peers without itself",
)  # fmt: skip


def ran(store: VintageStore, *words: str) -> Result:
    return CliRunner().invoke(app, [*words, "--store", str(store.path)])


def test_peers_are_told_with_their_distance_and_why_in_every_form(demo_store: VintageStore) -> None:
    asked = ("peers", "Assen", "--number", "3", "--language", "nl")
    told = json.loads(ran(demo_store, *asked, "--format", "json").stdout)
    rows = list(csv.DictReader(io.StringIO(ran(demo_store, *asked, "--format", "csv").stdout)))
    text = ran(demo_store, *asked).stdout

    assert len(told["peers"]) == 3
    assert not told["includes_self"]
    assert len(rows) == sum(len(peer["traits"]) for peer in told["peers"])
    assert all(peer["sentence"] in text for peer in told["peers"])
    assert all(note in text for note in told["notes"])
    assert told["sources"]


def test_peers_by_own_choice_follow_the_weights(demo_store: VintageStore) -> None:
    words = ("peers", "GM0106", "--by", "population*2", "--by", "jobs-per-1000", "--within", "0.2")
    told = json.loads(ran(demo_store, *words, "--format", "json").stdout)

    assert told["peers"]
    assert all(peer["distance"] <= 0.2 for peer in told["peers"])
    assert [trait["weight"] for trait in told["peers"][0]["traits"]] == [2, 1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--by", "no-such"), "There is no indicator 'no-such'"),
        (("--within", "near"), "names no reference areas"),
        (("--by", "population*0"), "has no weight"),
    ],
)
def test_what_cannot_be_followed_is_refused(
    demo_store: VintageStore, words: tuple[str, ...], told: str
) -> None:
    result = ran(demo_store, "peers", "GM0106", *words)

    assert result.exit_code == 1
    assert told in str(result.exception)


def test_a_place_is_held_against_a_list_of_a_file(demo_store: VintageStore, tmp_path: Path) -> None:
    path = tmp_path / "lists.toml"
    path.write_text(
        '[[groups]]\nname = "towns"\ntitle = { nl = "Steden", en = "Towns" }\n'
        'members = ["GM0106", "GM0114", "GM0118", "GM0109"]\n'
    )
    words = ("position", "GM0106", "--indicator", "population", "--reference", "group:towns")
    result = ran(demo_store, *words, "--groups", str(path), "--format", "json")
    (held,) = json.loads(result.stdout)["references"]

    assert (held["label"], held["n"], held["is_member"]) == ("Towns", 4, True)


def test_every_municipality_has_every_kind_of_reference(
    demo_store: VintageStore, register: AreaRegister
) -> None:
    references = [parse_reference(text) for text in EVERY_FORM]
    needed = {code for reference in references for code in reference.needs}
    panels = load_panels(sorted(needed), store=demo_store, catalogue=Catalogue.load())
    known = Characteristics(panels.__getitem__)  # type: ignore[arg-type]

    for area in register.municipalities():
        for reference in references:
            group = reference.group_for(area, register, known, Period(2026))
            assert group.members is None or group.members or group.notes
            assert len(group.peers) in (0, 3, 10)
            assert all(peer.sentence.nl and peer.sentence.en for peer in group.peers)
            assert group.includes_self == bool(group.contains([area.code])[0])
