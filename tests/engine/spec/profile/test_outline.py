from pathlib import Path

import pytest

from koers_engine.indicators import Catalogue, IndicatorKind
from koers_engine.profile import FaultyOutline, ProfileOutline
from koers_engine.profile.phrases import Words


def test_every_indicator_of_koers_has_a_phrase_of_its_own(
    outline: ProfileOutline, catalogue: Catalogue
) -> None:
    assert {indicator.code for indicator in catalogue} == set(outline.phrases)


def test_phrases_stand_in_a_sentence_as_their_words_ask(outline: ProfileOutline) -> None:
    for code, phrase in outline.phrases.items():
        has_article = phrase.text.nl.startswith(("de ", "het "))
        assert has_article == (phrase.words not in {Words.COUNT, Words.MASS}), code
        assert not phrase.text.nl.endswith("."), code


def test_shares_of_koers_are_parts_of_one_whole(
    outline: ProfileOutline, catalogue: Catalogue
) -> None:
    for section in outline.sections:
        for shares in section.shares:
            kinds = {catalogue[code].kind for code in shares.indicators}
            assert kinds == {IndicatorKind.PERCENT}
            assert set(shares.indicators) <= set(section.indicators)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path, catalogue: Catalogue) -> None:
    path = tmp_path / "own.toml"
    path.write_text(
        """
        tiles = ["jobs", "jbos", "jobs"]
        colour = "red"
        [[sections]]
        code = "work"
        title = { nl = "Werk" }
        indicators = ["jobs"]
        [[sections]]
        code = "work"
        title = { nl = "Werk", en = "Work" }
        indicators = []
        [phrases]
        jobs = { words = "heap", nl = "banen", en = "jobs", form = { nl = "{} {}", en = "x" } }
        nothing = { words = "count", nl = "niets", en = "nothing" }
        """
    )

    with pytest.raises(FaultyOutline) as refused:
        ProfileOutline.load(catalogue, path)

    told = [f"{fault.where} {fault.what}" for fault in refused.value.faults]
    for part in (
        "'jbos'", "more than once: jobs", "colour", "title.en", "heap", "form.nl", "form.en",
        "nothing", "more than one section is called work",
    ):  # fmt: skip
        assert any(part in fault for fault in told), (part, told)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(FaultyOutline, match=r"none\.toml"):
        ProfileOutline.load(catalogue, tmp_path / "none.toml")
