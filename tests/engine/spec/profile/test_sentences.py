"""Every case of a finding as a whole sentence, in Dutch and in English."""

import tomllib
from pathlib import Path

import pytest

from koers_engine.concepts import Bilingual
from koers_engine.position import Comparison, Verdict
from koers_engine.profile import sentences
from koers_engine.profile.groups import GroupWords, place_name
from koers_engine.profile.phrases import Phrase, Words
from koers_engine.profile.sentences import Among, Told, Whole


def phrase(words: Words, nl: str, en: str, form: str = "{}", decimals: int = 0) -> Phrase:
    return Phrase(
        words=words, text=Bilingual(nl=nl, en=en), form=Bilingual.same(form), decimals=decimals
    )


JOBS = phrase(Words.COUNT, "banen per 1.000 inwoners", "jobs per 1,000 inhabitants")
WASTE = phrase(Words.MASS, "restafval per inwoner", "residual waste per inhabitant", "{} kg")
OWNED = phrase(
    Words.LEVEL, "het aandeel koopwoningen", "the share of owner-occupied dwellings", "{}%", 1
)
HOME = phrase(Words.SIZE, "het gemiddelde huishouden", "the average household", "{}", 2)
STATION = phrase(Words.DISTANCE, "de afstand tot een station", "the distance to a station", "{} km")
SATISFIED = phrase(Words.PLAIN, "Tevredenheid", "Satisfaction", "{}", 1)

TOWNS = GroupWords.of(
    Bilingual(
        nl="gemeenten met 50.000 tot 100.000 inwoners",
        en="municipalities with 50,000 to 100,000 inhabitants",
    ),
    None,
)
DRENTHE = GroupWords.of(Bilingual.same("Drenthe"), "PV22")
NATION = GroupWords.of(Bilingual(nl="Nederland", en="the Netherlands"), "NL01")
OWN = GroupWords.of(Bilingual(nl="Middelgrote steden", en="Mid-size towns"), None)
LISTED = GroupWords.listed(["Emmen", "Hoogeveen", "Coevorden"])


def told(of: Phrase, value: float, place: str = "Assen") -> Told:
    return Told(place=place_name("GM0106", place), phrase=of, period="2015", value=value)


def among(group: GroupWords, above: int, below: int, tied: int = 0, **more: bool) -> Among:
    is_member = more.pop("is_member", True)
    return Among(group=group, above=above, below=below, tied=tied, is_member=is_member, **more)


CASES = {
    # standing
    "more than a share": lambda: sentences.standing(told(JOBS, 592.6), among(TOWNS, 7, 17)),
    "fewer than a share of a group it does not belong to": lambda: sentences.standing(
        told(JOBS, 410), among(DRENTHE, 9, 2, is_member=False)
    ),
    "less of what is not counted by the piece": lambda: sentences.standing(
        told(WASTE, 226), among(TOWNS, 20, 4)
    ),
    "so few others are counted, and a name that tells nothing is quoted": lambda: (
        sentences.standing(told(OWNED, 58.14), among(OWN, 3, 4))
    ),
    "a share is never rounded up to all": lambda: sentences.standing(
        told(JOBS, 900), among(NATION, 1, 340)
    ),
    "nor down to none": lambda: sentences.standing(told(JOBS, 900), among(NATION, 1, 1, 339)),
    "in the middle, where no half has more or less": lambda: sentences.standing(
        told(STATION, 1), among(TOWNS, 13, 21, 10)
    ),
    "in the middle of few, of what no phrase is known of": lambda: sentences.standing(
        told(SATISFIED, 7.5), among(DRENTHE, 2, 2, is_member=False)
    ),
    "the most": lambda: sentences.standing(told(JOBS, 900), among(TOWNS, 0, 24)),
    "the least": lambda: sentences.standing(told(WASTE, 90), among(TOWNS, 24, 0)),
    "the longest, on an island": lambda: sentences.standing(
        told(STATION, 9, "Texel"), among(DRENTHE, 0, 11)
    ),
    "the highest of what no phrase is known of": lambda: sentences.standing(
        told(SATISFIED, 7.5), among(DRENTHE, 0, 11)
    ),
    "the largest, with others": lambda: sentences.standing(
        told(HOME, 2.1), among(DRENTHE, 0, 9, 2)
    ),
    "the fewest, with most others": lambda: sentences.standing(
        told(JOBS, 0), among(DRENTHE, 4, 0, 7)
    ),
    "more than all of a list": lambda: sentences.standing(
        told(JOBS, 500), among(LISTED, 0, 3, is_member=False)
    ),
    "more than both of a list": lambda: sentences.standing(
        told(JOBS, 500),
        among(GroupWords.listed(["Emmen", "Hoogeveen"]), 0, 2, is_member=False),
    ),
    "a group of one": lambda: sentences.standing(
        told(OWNED, 50), among(DRENTHE, 1, 0, is_member=False)
    ),
    "equal to the only other": lambda: sentences.standing(told(JOBS, 500), among(DRENTHE, 0, 0, 1)),
    "equal to all": lambda: sentences.standing(told(OWNED, 50), among(DRENTHE, 0, 0, 11)),
    # beside
    "more than an area": lambda: sentences.beside(
        told(JOBS, 593), Whole(group=NATION, n=393, value=464)
    ),
    "higher than an area": lambda: sentences.beside(
        told(OWNED, 58.14), Whole(group=NATION, n=393, value=56.2)
    ),
    "less than a class as one": lambda: sentences.beside(
        told(WASTE, 200), Whole(group=TOWNS, n=25, value=226)
    ),
    "a count beside a mean": lambda: sentences.beside(
        told(JOBS, 1234.4), Whole(group=TOWNS, n=25, value=1000, is_mean=True)
    ),
    "lower than the mean": lambda: sentences.beside(
        told(HOME, 2), Whole(group=DRENTHE, n=12, value=2.2, is_mean=True)
    ),
    "what rounds to the same is nearly the same": lambda: sentences.beside(
        told(JOBS, 463.6), Whole(group=NATION, n=393, value=464.2)
    ),
    "exactly the same": lambda: sentences.beside(
        told(STATION, 3), Whole(group=NATION, n=393, value=3)
    ),
    "a group without the place": lambda: sentences.beside(
        told(SATISFIED, 7), Whole(group=DRENTHE, n=11, value=7.5, leaves_out=True)
    ),
    # rank
    "a place in the order": lambda: sentences.rank(
        told(JOBS, 593), among(TOWNS, 7, 17, is_judged=True)
    ),
    "counted from the lowest": lambda: sentences.rank(
        told(WASTE, 200), among(TOWNS, 7, 17, lowest_first=True, is_judged=True)
    ),
    "no way is better, shared with one": lambda: sentences.rank(
        told(OWNED, 50), among(TOWNS, 7, 16, 1)
    ),
    "shared with several": lambda: sentences.rank(told(OWNED, 50), among(TOWNS, 7, 14, 3)),
    "not one of them": lambda: sentences.rank(
        told(OWNED, 50), among(DRENTHE, 2, 9, 1, is_member=False)
    ),
    "a guest among its peers": lambda: sentences.rank(
        told(OWNED, 50), among(DRENTHE, 2, 8, is_member=False, is_guest=True)
    ),
    "the only one with a figure": lambda: sentences.rank(told(OWNED, 50), among(DRENTHE, 0, 0)),
    # growth
    "more, beside a nation that has less": lambda: sentences.growth(
        told(JOBS, 593), "2012", 3.16, Whole(group=NATION, n=393, value=-4)
    ),
    "less of a mass, and nothing to hold it against": lambda: sentences.growth(
        told(WASTE, 200), "2012", -12.0
    ),
    "higher than before": lambda: sentences.growth(
        told(HOME, 2.1, "Texel"), "2012", 1.0, Whole(group=TOWNS, n=25, value=0.01)
    ),
    "practically unchanged": lambda: sentences.growth(told(JOBS, 593), "2012", -0.04),
    "unchanged, and a group without the place": lambda: sentences.growth(
        told(SATISFIED, 7), "2012", 0, Whole(group=DRENTHE, n=1, value=2.25, leaves_out=True)
    ),
    # verdict
    "better": lambda: sentences.verdict(
        Verdict(comparison=Comparison.BETTER, confidence=0.998), Whole(group=NATION, n=393, value=1)
    ),
    "similar": lambda: sentences.verdict(
        Verdict(comparison=Comparison.SIMILAR, confidence=0.95), Whole(group=TOWNS, n=25, value=1)
    ),
    # without_figure
    "one without a figure": lambda: sentences.without_figure(1),
    "several without a figure": lambda: sentences.without_figure(3),
}
SENTENCES = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", SENTENCES)
def test_each_case_has_its_sentence_in_both_languages(case: str) -> None:
    said = CASES[case]()

    assert said is not None
    on_one_line = {language: text.replace("\xa0", " ") for language, text in said.as_dict().items()}
    assert on_one_line == SENTENCES[case]


def test_every_case_has_a_sentence() -> None:
    assert list(CASES) == list(SENTENCES)


def test_nothing_is_said_of_a_standing_among_nobody() -> None:
    assert sentences.standing(told(JOBS, 593), among(DRENTHE, 0, 0)) is None


def test_names_that_begin_small_stay_so_at_the_begin_of_a_sentence() -> None:
    said = sentences.standing(told(JOBS, 593, "'s-Gravenhage"), among(TOWNS, 7, 17))

    assert said is not None
    assert said.nl.startswith("'s-Gravenhage heeft")


def test_a_name_with_marks_of_a_frame_is_only_a_name() -> None:
    group = GroupWords.of(Bilingual.same("{place} {0} <b>"), None)

    said = sentences.beside(told(JOBS, 593), Whole(group=group, n=2, value=1))

    assert "‘{place} {0} <b>’" in said.nl
