import pytest

from koers_engine.concepts import ObservationStatus

WITH_A_VALUE = "ADEFGINPSUVW"
WITHOUT_A_VALUE = "HKLMOQ"


@pytest.mark.parametrize("code", WITH_A_VALUE)
def test_these_statuses_come_with_a_value(code: str) -> None:
    assert not ObservationStatus(code).is_missing


@pytest.mark.parametrize("code", WITHOUT_A_VALUE)
def test_these_statuses_say_why_there_is_no_value(code: str) -> None:
    assert ObservationStatus(code).is_missing


def test_every_status_is_one_or_the_other_and_none_is_a_break() -> None:
    assert {status.value for status in ObservationStatus} == set(WITH_A_VALUE + WITHOUT_A_VALUE)
