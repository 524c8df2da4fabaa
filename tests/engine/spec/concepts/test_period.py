import pytest

from koers_engine.concepts import Frequency, Period, UnreadablePeriod

CODES = [
    pytest.param("2019JJ00", Period(2019), "2019", id="year"),
    pytest.param("2019HJ02", Period(2019, Frequency.HALF_YEAR, 2), "2019-S2", id="half year"),
    pytest.param("2019KW01", Period(2019, Frequency.QUARTER, 1), "2019-Q1", id="quarter"),
    pytest.param("2019MM12", Period(2019, Frequency.MONTH, 12), "2019-12", id="month"),
    pytest.param("2019W153", Period(2019, Frequency.WEEK, 53), "2019-W53", id="week"),
    pytest.param("20190131", Period(2019, Frequency.DAY, 131), "2019-01-31", id="day"),
    pytest.param("2019SJ00", Period(2019, Frequency.SCHOOL_YEAR), "2019/20", id="school year"),
    pytest.param("2019X000", Period(2019, Frequency.SPECIAL), "2019X000", id="special"),
]


@pytest.mark.parametrize(("code", "period", "label"), CODES)
def test_a_cbs_code_is_read_and_written_both_ways(code: str, period: Period, label: str) -> None:
    assert Period.from_cbs(code) == period
    assert period.cbs == code
    assert period.label == label


TYPED = [
    ("2024", "2024JJ00"),
    ("2024-Q3", "2024KW03"),
    ("2024-7", "2024MM07"),
    ("2024jj00", "2024JJ00"),
    ("2024-S1", "2024HJ01"),
]


@pytest.mark.parametrize(("text", "code"), TYPED)
def test_what_a_person_types_is_understood(text: str, code: str) -> None:
    assert Period.parse(text).cbs == code


@pytest.mark.parametrize(
    "text", ["", "24", "2024KW05", "2024MM13", "2024KW00", "20241301", "2024-13", "next year"]
)
def test_what_is_no_period_is_refused_with_the_known_forms(text: str) -> None:
    with pytest.raises(UnreadablePeriod, match="Write a year"):
        Period.parse(text)
