from pathlib import Path

import pytest

from koers_engine.indicators import Direction
from koers_engine.scores import FaultyGoalSet, GoalSet
from koers_engine.scores.goalposts import BestPerformers, Fixed, Percentile
from tests.engine.scoring import HEAD, INDICATOR, WORK_FIXED, a_goal_set, goal


def behind(code: str, worst: str, best: str, more: str = "") -> str:
    return INDICATOR.format(code=code, worst=worst, best=best) + more


WORK = behind("work", "percentile = 2.5", "mean_of_best = 5")


def test_a_set_is_read_with_its_goalposts_targets_and_minimum(tmp_path: Path) -> None:
    target = 'target = { value = 90, by = 2027, reason = { nl = "Raad", en = "Council" } }\n'
    homes = behind("homes", "value = 500", "value = 400", f'direction = "lower"\n{target}')
    head = HEAD + "since = 2018\nby = 2035\nminimum = { goals = 1 }\n"

    read = a_goal_set(tmp_path, goal("a", WORK, homes, more="sdg = 11\n"), head=head)

    first, second = read.indicators
    assert (read.since, read.minimum_of_indicators, read.minimum_of_goals) == (2018, 0.5, 1)
    assert read.goals[0].sdg == 11
    assert (first.goalposts.worst, first.goalposts.best) == (Percentile(2.5), BestPerformers(5))
    assert (first.target.value, first.target.by) == (None, 2035)
    assert (second.goalposts.worst, second.direction) == (Fixed(500), Direction.LOWER)
    assert (second.target.value, second.target.by) == (90, 2027)


FIXED = ("value = 0", "value = 1")
FAULTS = [
    pytest.param(goal("a", behind("wrok", *FIXED)), "'wrok'. Nearest: work", id="typo"),
    pytest.param(goal("a", behind("people", *FIXED)), "'people' is a count", id="a count"),
    pytest.param(goal("a", WORK, WORK), "indicator 'work' stands 2 times", id="twice"),
    pytest.param(
        goal("a", WORK) + goal("a", WORK), "goals: code 'a' stands 2 times", id="two goals alike"
    ),
    pytest.param(
        goal("a", WORK, more="sdg = 3\n") + goal("b", WORK, more="sdg = 3\n"),
        "goals: sdg 3 stands 2 times",
        id="two goals of one number",
    ),
    pytest.param(goal("a", WORK, more="sdg = 18\n"), "sdg: expected 1 to 17", id="no such SDG"),
    pytest.param(goal("=cmd", WORK), "code: expected letters", id="a code like a formula"),
    pytest.param(goal("a"), "goals: no goal has an indicator", id="nothing to score"),
    pytest.param(
        goal("a").replace("note", "#") + goal("b", WORK), "goals[0].note: a goal without", id="why"
    ),
    pytest.param(
        goal("a", behind("work", "value = 5", "value = 5")), "nothing lies between", id="no width"
    ),
    pytest.param(
        goal("a", behind("work", "value = 5", "value = 1")), "1 is worse than 5", id="wrong way"
    ),
    pytest.param(
        goal("a", behind("work", "percentile = 50", "percentile = 40")),
        "percentile 40 is not above",
        id="percentiles the wrong way",
    ),
    pytest.param(
        goal("a", behind("work", "percentile = 101", "value = 1")), "expected 0 to 100", id="101%"
    ),
    pytest.param(
        goal("a", behind("work", "mean_of_best = 5", "value = 1")),
        "cannot be what scores 0",
        id="the best as worst",
    ),
    pytest.param(
        goal("a", behind("work", "value = 0", "mean_of_best = 0")), "expected 1 to 50", id="best 0"
    ),
    pytest.param(
        goal("a", behind("work", "value = 0", "value = 1, percentile = 2")),
        "expected one of value, percentile, mean_of_best, found 2",
        id="two kinds at once",
    ),
    pytest.param(
        goal("a", behind("work", "value = nan", "value = 1")), "a finite number", id="not a number"
    ),
    pytest.param(
        goal("a", behind("work", "value = 0", "value = 1e300")), "between ±1e+15", id="too large"
    ),
    pytest.param(
        goal("a", behind("work", *FIXED, "worst_ = 3\n")), "nothing reads this key", id="misspelt"
    ),
    pytest.param(
        goal("a", WORK.replace("{ percentile = 2.5 }", "2.5")),
        "worst: expected a table, found 2.5",
        id="no table",
    ),
    pytest.param(
        goal("a", behind("homes", *FIXED)), "direction: expected a text", id="no way is better"
    ),
    pytest.param(
        goal("a", behind("work", *FIXED, 'direction = "lower"\n')),
        "contradicts the indicator",
        id="against the indicator",
    ),
    pytest.param(
        goal("a", behind("work", *FIXED, "target = { value = 3, by = 1 }\n")),
        "target.by: expected a year",
        id="no year",
    ),
]


@pytest.mark.parametrize(("goals", "told"), FAULTS)
def test_a_faulty_set_is_refused_with_file_and_key(tmp_path: Path, goals: str, told: str) -> None:
    with pytest.raises(FaultyGoalSet) as refusal:
        a_goal_set(tmp_path, goals)

    assert told in str(refusal.value)
    assert "goals.toml: " in str(refusal.value)


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(FaultyGoalSet) as refusal:
        a_goal_set(tmp_path, "minimum = { indicators = 2 }\n", goal("a", behind("?", *FIXED)))

    assert "expected a share above 0" in str(refusal.value)
    assert "there is no indicator '?'" in str(refusal.value)


BROKEN = [
    pytest.param(b"[[goals\n", "line 1", id="no TOML"),
    pytest.param(b"\xff\xfe", "utf-8", id="no text"),
    pytest.param(b"a = " + b"[" * 5000, "recursion", id="too deep"),
    pytest.param(b"#" * (5 << 20), "larger than 4 MiB", id="too large"),
    pytest.param(b"goals = 3", "expected a list of tables", id="no list"),
    pytest.param(b"", "goals: expected a list of tables, it is absent", id="empty"),
]


@pytest.mark.parametrize(("content", "told"), BROKEN)
def test_a_file_that_holds_no_set_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "goals.toml"
    path.write_bytes(content)

    with pytest.raises(FaultyGoalSet, match=told):
        GoalSet.load(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FaultyGoalSet, match="No such file"):
        GoalSet.load(tmp_path / "none.toml")


def test_koers_own_set_has_all_goals_and_says_of_each_what_it_lacks() -> None:
    sdgs = GoalSet.load()

    assert [goal.sdg for goal in sdgs.goals] == list(range(1, 18))
    assert all(goal.indicators or goal.note for goal in sdgs.goals)
    for said in ("Koers' own selection", "not the SDG index of the economic agenda", "Telos"):
        assert said in sdgs.description.en


def test_a_share_of_indicators_may_be_all_of_them(tmp_path: Path) -> None:
    head = HEAD + "minimum = { indicators = 1.0, goals = 1 }\n"

    assert a_goal_set(tmp_path, goal("a", WORK_FIXED), head=head).minimum_of_indicators == 1
