from scripts.make_reference import PAGE, reference


def test_the_reference_of_the_command_is_current() -> None:
    told = f"{PAGE.name} is out of date: run python -m scripts.make_reference"

    assert PAGE.read_text(encoding="utf-8") == reference(), told
