import numpy as np
import pytest

from koers_engine.indicators import Direction
from koers_engine.scores.goalposts import (
    MINIMUM_MUNICIPALITIES,
    BestPerformers,
    Fixed,
    Goalpost,
    Goalposts,
    Percentile,
    described,
    score,
)
from tests.engine.samples import NAN

HIGHER, LOWER = Direction.HIGHER, Direction.LOWER
TO_TEN = [float(figure) for figure in range(11)]

STANDS_AT = [
    pytest.param(Fixed(2), Fixed(8), HIGHER, TO_TEN, (2, 8), id="fixed ends ask no figures"),
    pytest.param(Fixed(8), Fixed(2), LOWER, [], (8, 2), id="nor need them"),
    pytest.param(Percentile(10), Percentile(90), HIGHER, TO_TEN, (1, 9), id="percentiles"),
    pytest.param(Percentile(10), Percentile(90), LOWER, TO_TEN, (9, 1), id="from the worst end"),
    pytest.param(Percentile(25), BestPerformers(5), HIGHER, TO_TEN, (2.5, 8), id="the best five"),
    pytest.param(Percentile(25), BestPerformers(5), LOWER, TO_TEN, (7.5, 2), id="the lowest five"),
    pytest.param(Percentile(10), Fixed(20), HIGHER, TO_TEN, (1, 20), id="one of each"),
    pytest.param(
        Percentile(0),
        BestPerformers(1),
        HIGHER,
        TO_TEN[:MINIMUM_MUNICIPALITIES],
        (0, 9),
        id="just enough",
    ),
    pytest.param(Percentile(10), Fixed(20), HIGHER, [*TO_TEN, NAN], (1, 20), id="gaps are nothing"),
]


@pytest.mark.parametrize(("worst", "best", "direction", "figures", "expected"), STANDS_AT)
def test_where_the_goalposts_stand(
    worst: Goalpost,
    best: Goalpost,
    direction: Direction,
    figures: list[float],
    expected: tuple[float, float],
) -> None:
    found = Goalposts(worst, best).stand_at(np.array(figures), direction)

    assert found == pytest.approx(expected)


NOWHERE = [
    pytest.param(Percentile(2.5), Percentile(97.5), [5.0] * 40, id="all figures are the same"),
    pytest.param(Percentile(2.5), BestPerformers(5), [NAN] * 40, id="there are no figures"),
    pytest.param(
        Percentile(0), BestPerformers(1), TO_TEN[: MINIMUM_MUNICIPALITIES - 1], id="too few"
    ),
    pytest.param(Percentile(50), Fixed(3), TO_TEN, id="the best value is below the worst"),
]


@pytest.mark.parametrize(("worst", "best", "figures"), NOWHERE)
def test_goalposts_that_do_not_stand_apart_are_none(
    worst: Goalpost, best: Goalpost, figures: list[float]
) -> None:
    assert np.isnan(Goalposts(worst, best).stand_at(np.array(figures), HIGHER)).all()


SCORES = [
    pytest.param(50.0, 0.0, 200.0, 25.0, False, id="a quarter of the way"),
    pytest.param(250.0, 0.0, 200.0, 100.0, True, id="beyond the best is 100, and told"),
    pytest.param(-1.0, 0.0, 200.0, 0.0, True, id="beyond the worst is 0, and told"),
    pytest.param(200.0, 0.0, 200.0, 100.0, False, id="on the best is 100"),
    pytest.param(90.0, 100.0, 60.0, 25.0, False, id="where lower is better"),
    pytest.param(NAN, 0.0, 1.0, NAN, False, id="no figure, no score"),
]


@pytest.mark.parametrize(("value", "worst", "best", "expected", "is_clipped"), SCORES)
def test_score(value: float, worst: float, best: float, expected: float, is_clipped: bool) -> None:
    scores, clipped = score(np.array([value]), worst, best)

    assert scores[0] == pytest.approx(expected, nan_ok=True)
    assert clipped[0] == is_clipped


def test_a_goalpost_that_rests_on_figures_says_how_it_was_placed() -> None:
    assert described(Fixed(3)) is None
    told = [described(post) for post in (Percentile(2.5), BestPerformers(1), BestPerformers(5))]
    assert [(text.nl, text.en) for text in told if text] == [
        ("2,5% van de gemeenten doet het slechter", "2.5% of the municipalities do worse"),
        ("de beste gemeente", "the best municipality"),
        ("gemiddelde van de beste 5 gemeenten", "mean of the best 5 municipalities"),
    ]
