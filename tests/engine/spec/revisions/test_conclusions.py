"""Conclusions that are kept, and what a revision does to them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue
from koers_engine.observations import Vintage, VintageStore
from koers_engine.revisions import (
    Baseline,
    Conclusion,
    Effect,
    Known,
    Question,
    StoreWith,
    Verdict,
    changed_baselines,
    conclusions,
    effects_of,
    keep,
    rechecked,
    records,
)
from koers_engine.revisions.effects import turns
from koers_engine.revisions.keeping import UnknownConclusion, UnreadableConclusion, UnusableName

HOUR = timedelta(hours=1)
MEASURED = """
[{code}]
name = {{ nl = "{code}", en = "{code}" }}
definition = {{ nl = "Bevolking", en = "Population" }}
unit = {{ nl = "inwoners", en = "inhabitants" }}
direction = "{direction}"
kind = "count"
decimals = 0
[[{code}.sources]]
dataset = "cbs:03759ned"
measure = "M000352"
where = {{ Geslacht = "T001038", Leeftijd = "10000", BurgerlijkeStaat = "T001019" }}
"""


@pytest.fixture(scope="module")
def revised(revised_store: VintageStore) -> VintageStore:
    return revised_store


@pytest.fixture(scope="module")
def first(revised: VintageStore) -> Vintage:
    return revised.vintages("cbs:03759ned")[0]


def question(area: str, *references: str, indicator: str = "population") -> Question:
    return Question(
        area=area, indicator=indicator, period="2025JJ00", since="", references=references
    )


def drawn(store: VintageStore, vintage: Vintage, asked: Question, name: str) -> Conclusion:
    """The conclusion that was drawn while a vintage was the last one."""
    answer = Known(StoreWith(store, vintage), Catalogue.load()).answer(asked)
    return Conclusion(
        name=name,
        question=asked,
        answer=answer,
        kept_at=vintage.retrieved_at + HOUR,
        kept_by="researcher",
    )


def effect(revised: VintageStore, first: Vintage, asked: Question) -> Effect:
    catalogue = Catalogue.load()
    [found] = effects_of(
        [drawn(revised, first, asked, "kept")],
        catalogue,
        before=Known(StoreWith(revised, first), catalogue),
        after=Known(revised, catalogue),
        vintage=first,
    )
    return found


VERDICTS = [
    pytest.param(0.6, 0, Verdict.ABOVE, id="more"),
    pytest.param(-0.6, 0, Verdict.BELOW, id="less"),
    pytest.param(0.4, 0, Verdict.LEVEL, id="the same as printed"),
    pytest.param(0.4, 1, Verdict.ABOVE, id="more in the decimals of the indicator"),
    pytest.param(None, 0, None, id="no difference, no verdict"),
]


@pytest.mark.parametrize(("difference", "decimals", "verdict"), VERDICTS)
def test_a_verdict_says_what_the_printed_difference_says(
    difference: float | None, decimals: int, verdict: Verdict | None
) -> None:
    assert Verdict.of(difference, decimals) is verdict


# Kept in the store


@pytest.fixture
def kept(revised: VintageStore, first: Vintage) -> Conclusion:
    return drawn(revised, first, question("GM0106", "nl", "province"), "assen")


def test_a_conclusion_comes_back_as_it_was_kept(store: VintageStore, kept: Conclusion) -> None:
    assert keep(store, kept)

    assert conclusions(store) == [kept]
    assert kept.answer.value == 70_395
    assert [(held.rank, held.n, held.verdict) for held in kept.answer.held] == [
        (56, 342, Verdict.ABOVE),
        (2, 12, Verdict.ABOVE),
    ]


def test_the_same_answer_again_makes_no_second_record(
    store: VintageStore, kept: Conclusion
) -> None:
    keep(store, kept)

    assert not keep(store, replace(kept, kept_at=kept.kept_at + HOUR, kept_by="another"))
    assert records(store, "assen") == [kept]


def test_a_conclusion_is_revised_and_never_overwritten(
    store: VintageStore, kept: Conclusion
) -> None:
    later = replace(kept, answer=replace(kept.answer, value=70_392.0), kept_at=kept.kept_at + HOUR)
    keep(store, kept)
    before = {path: path.read_bytes() for path in store.path.rglob("*.json")}

    assert keep(store, later)

    assert records(store, "assen") == [kept, later]
    assert conclusions(store) == [later]
    assert all(path.read_bytes() == content for path, content in before.items())


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", ".hidden", "-x", "a" * 81, "naïef"])
def test_a_name_that_is_no_file_name_is_refused(
    store: VintageStore, kept: Conclusion, name: str
) -> None:
    with pytest.raises(UnusableName):
        keep(store, replace(kept, name=name))

    assert not store.path.exists()


def test_an_unknown_name_is_answered_with_the_nearest(
    store: VintageStore, kept: Conclusion
) -> None:
    keep(store, kept)

    with pytest.raises(UnknownConclusion, match="Nearest: assen"):
        records(store, "asen")


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"format": 2}', '{"format": 1, "name": "x"}', "[" * 100_000]
)
def test_a_file_that_is_no_conclusion_is_named(
    store: VintageStore, kept: Conclusion, content: str
) -> None:
    keep(store, kept)
    [path] = store.path.glob("conclusions/assen/*.json")
    path.write_text(content)

    with pytest.raises(UnreadableConclusion, match=path.name):
        conclusions(store)


@pytest.mark.parametrize("value", ["NaN", '"60"', "[1]"])
def test_a_conclusion_whose_value_is_no_number_is_named(
    store: VintageStore, kept: Conclusion, value: str
) -> None:
    keep(store, kept)
    [path] = store.path.glob("conclusions/assen/*.json")
    path.write_text(path.read_text().replace("70395.0", value, 1))

    with pytest.raises(UnreadableConclusion, match="value is no number"):
        conclusions(store)


# What a revision does to them


def test_a_conclusion_that_a_revision_leaves_as_it_is_holds(
    revised: VintageStore, first: Vintage
) -> None:
    asked = question("GM1731", "nl", "province")  # Midden-Drenthe: 34,021 in both

    found = effect(revised, first, asked)

    assert found.holds  # though 2019, from which growth would count by default, came in meanwhile


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        pytest.param(5.0, None, "De waarde was 5 inwoners; er is geen cijfer meer.", id="gone"),
        pytest.param(None, 5.0, "Er was geen cijfer; de waarde wordt 5 inwoners.", id="come"),
    ],
)
def test_a_value_that_goes_or_comes_is_told_as_such(
    kept: Conclusion, was: float | None, now: float | None, told: str
) -> None:
    before, after = (replace(kept.answer, value=value) for value in (was, now))

    assert [turn.sentence.nl for turn in turns(before, after)] == [told]


def test_a_revision_that_changes_a_rank_is_told_in_a_sentence(
    revised: VintageStore, first: Vintage
) -> None:
    found = effect(revised, first, question("GM0384", "nl", "province"))

    told = {turn.sentence.nl for turn in found.turns}
    assert {
        "De waarde was 33.256 en wordt 33.228 inwoners.",
        "Nederland: de rang was 169 van 342 en wordt 170 van 342.",
        "Noord-Holland: de rang was 22 van 44 en wordt 23 van 44.",
    } <= told
    assert not any("oordeel" in sentence for sentence in told)


def test_a_revision_that_turns_a_verdict_is_told_in_a_sentence(
    revised: VintageStore, first: Vintage
) -> None:
    # Against the one municipality that passes it: above before, below after.
    found = effect(revised, first, question("GM0384", "GM0358"))

    assert {
        "Aalsmeer: the rank was 1 of 2 and becomes 2 of 2.",
        "Aalsmeer: the verdict was above it and becomes below it.",
    } <= {turn.sentence.en for turn in found.turns}


def test_only_conclusions_that_rest_on_the_table_are_looked_at(
    revised: VintageStore, kept: Conclusion
) -> None:
    catalogue, known = Catalogue.load(), Known(revised, Catalogue.load())
    other = replace(revised.vintages("cbs:03759ned")[0], dataset_id="statline:81955NED")

    assert effects_of([kept], catalogue, before=known, after=known, vintage=other) == []


def test_a_conclusion_that_cannot_be_drawn_again_says_why(
    revised: VintageStore, kept: Conclusion
) -> None:
    gone = replace(kept, question=replace(kept.question, indicator="gone"))

    [found] = rechecked([gone], Known(revised, Catalogue.load()))

    assert not found.holds
    assert "gone" in found.trouble


def test_an_indicator_that_is_defined_otherwise_changes_what_was_concluded(
    revised: VintageStore, first: Vintage, tmp_path: Path
) -> None:
    own = tmp_path / "own.toml"
    known = []
    for direction in ("higher", "lower"):
        own.write_text(MEASURED.format(code="people", direction=direction))
        known.append(Known(StoreWith(revised, first), Catalogue.load(own)))
    asked = question("GM0384", "nl", indicator="people")
    before = known[0].answer(asked)
    conclusion = Conclusion(
        name="kept", question=asked, answer=before, kept_at=first.retrieved_at, kept_by=""
    )

    [found] = rechecked([conclusion], known[1])

    assert [turn.aspect for turn in found.turns] == ["rank"]


# Baselines


def baseline(area: str, value: float, **said: object) -> Baseline:
    asked = {"indicator": "population", "period": Period(2025)} | said
    return Baseline(key=area, area=area, value=value, **asked)  # type: ignore[arg-type]


def test_a_baseline_that_was_revised_is_told_with_the_figure_of_now(
    revised: VintageStore,
) -> None:
    given = [baseline("GM0106", 70_395), baseline("GM1731", 34_021)]

    [found] = changed_baselines(given, Known(revised, Catalogue.load()))

    assert (found.baseline, found.value) == (given[0], 70_392)
    assert (
        found.sentence.nl == "De nulmeting over 2025 was 70.395; het cijfer is nu 70.392 inwoners."
    )
    assert found.vintages == tuple(revised.vintages("cbs:03759ned")[1:])


def test_a_baseline_is_held_against_any_vintage(revised: VintageStore, first: Vintage) -> None:
    given = [baseline("GM0106", 70_395), baseline("GM0106", 70_392)]

    found = changed_baselines(given, Known(StoreWith(revised, first), Catalogue.load()))

    assert [each.baseline for each in found] == given[1:]


UNREADABLE = [
    pytest.param({"indicator": "gone"}, "no indicator 'gone'", id="an indicator that is gone"),
    pytest.param({"period": Period(2050)}, "there is no figure any more", id="no such period"),
]


@pytest.mark.parametrize(("said", "told"), UNREADABLE)
def test_a_baseline_that_can_no_longer_be_read_says_why(
    revised: VintageStore, said: dict[str, object], told: str
) -> None:
    [found] = changed_baselines(
        [baseline("GM0106", 70_395, **said)], Known(revised, Catalogue.load())
    )

    assert found.value is None
    assert told in found.sentence.en
