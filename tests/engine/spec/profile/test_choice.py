import pytest

from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue
from koers_engine.profile import Choice


def test_an_address_gives_back_the_choice_that_wrote_it(catalogue: Catalogue) -> None:
    asked = {
        "reference": ("nl", "50000..100000 inhabitants", "GM0114,GM0118 without itself"),
        "period": ("2023",),
        "since": ("2019",),
        "boundaries": ("2023",),
        "as-of": ("2026-07-02",),
        "indicator": ("jobs", "population"),
    }

    choice, faults = Choice.read(asked, catalogue)

    assert not faults
    written: dict[str, list[str]] = {}
    for name, text in choice.query():
        written.setdefault(name, []).append(text)
    assert Choice.read(written, catalogue) == (choice, ())
    assert {name: tuple(texts) for name, texts in written.items()} == asked


def test_nothing_chosen_leaves_all_open(catalogue: Catalogue) -> None:
    choice, faults = Choice.read({"period": ("",), "page": ("7",)}, catalogue)

    assert (choice, faults) == (Choice(), ())
    assert choice.query() == []


def test_every_part_that_cannot_be_followed_is_named_and_the_rest_is_followed(
    catalogue: Catalogue,
) -> None:
    choice, faults = Choice.read(
        {
            "reference": ("nl", "the moon", "x" * 400, "group:nobody"),
            "period": ("yesterday",),
            "since": ("2019",),
            "boundaries": ("23",),
            "as-of": ("2026-02-30",),
            "indicator": ("jobs", "jbos"),
        },
        catalogue,
    )

    assert choice == Choice(references=("nl",), since=Period(2019), indicators=("jobs",))
    assert [fault.parameter for fault in faults] == [
        "reference", "reference", "reference", "period", "boundaries", "as-of", "indicator",
    ]  # fmt: skip
    assert "jobs" in faults[-1].text.nl
    assert all(fault.text.nl and fault.text.en for fault in faults)


@pytest.mark.parametrize(
    ("name", "texts", "kept"),
    [
        ("reference", [f"GM{code:04}" for code in range(20)], 8),
        ("period", ["2020", "2021"], 1),
    ],
)
def test_more_than_can_be_shown_is_cut_off_and_said(
    name: str, texts: list[str], kept: int, catalogue: Catalogue
) -> None:
    choice, faults = Choice.read({name: texts}, catalogue)

    assert len(choice.query()) == kept
    assert [fault.parameter for fault in faults] == [name]


def test_a_base_that_is_not_earlier_is_left_out(catalogue: Catalogue) -> None:
    choice, faults = Choice.read({"period": ("2019",), "since": ("2019",)}, catalogue)

    assert choice == Choice(period=Period(2019))
    assert [fault.parameter for fault in faults] == ["since"]
