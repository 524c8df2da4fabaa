"""Faulty content is refused whole: every fault is named with its file and keys."""

from decimal import Decimal
from pathlib import Path

import pytest

from koers.core.models import SourceDocument
from koers.demonstration.content import FaultyContent
from koers.demonstration.loader import load_content
from koers.goals.models import Target
from koers.partners.models import Organisation
from koers.projects.models import Project

pytestmark = pytest.mark.django_db

SOUND = """
[[partners.organisation]]
slug = "naledi"
kind = "partner_city"
title_nl = "Naledi"

[[partners.motive]]
slug = "help"
title_nl = "helpen"
"""


def nothing_released(_indicator: str, _period: str) -> None:
    return None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "sound.toml").write_text(SOUND)
    return tmp_path


def faults_of(folder: Path, content: str) -> list[str]:
    (folder / "faulty.toml").write_text(content)
    with pytest.raises(FaultyContent) as refusal:
        load_content(folder, reason="test", baseline=nothing_released)
    assert not Organisation.objects.exists()
    assert all(str(fault) in str(refusal.value) for fault in refusal.value.faults)
    return [str(fault) for fault in refusal.value.faults]


FAULTS = [
    pytest.param(
        "[[partners.organistion]]\nslug = 'x'",
        "faulty.toml: partners.organistion[x]: unknown kind of record; near it: partners.organis",
        id="a kind that does not exist",
    ),
    pytest.param(
        "[[partners.motive]]\nslug = 'x'\ntitle_nl = 'x'\ntitel_en = 'x'",
        "partners.motive[x].titel_en: unknown field; near it: title_en",
        id="a field that does not exist",
    ),
    pytest.param(
        "[[partners.motive]]\nslug = 'x'\ntitle_nl = 'x'\nlatest_revision = 1",
        "partners.motive[x].latest_revision: unknown field",
        id="a field that is the platform's own",
    ),
    pytest.param(
        "[[partners.relation]]\nslug = 'x'\norganisation = 'nalede'",
        "partners.relation[x].organisation: partners.organisation has no 'nalede'; near it: naledi",
        id="another record that does not exist",
    ),
    pytest.param(
        "[[partners.relation]]\nslug = 'x'\norganisation = 'naledi'\nmotives = ['help', 'lern']",
        "partners.relation[x].motives: partners.motive has no 'lern'; near it: help",
        id="one of several records that does not exist",
    ),
    pytest.param(
        "[[partners.relation]]\nslug = 'x'\norganisation = 'naledi'\nmotives = 'help'",
        "partners.relation[x].motives: expected a list of short names",
        id="one short name where a list belongs",
    ),
    pytest.param(
        "[[partners.organisation]]\nslug = 'x'\ntitle_nl = 'x'\nkind = 'planet'",
        "partners.organisation[x].kind: Value 'planet' is not a valid choice",
        id="a value outside its list",
    ),
    pytest.param(
        "[[core.sourcedocument]]\nslug = 'x'\ntitle_nl = 'x'\npublished = 'last year'",
        "core.sourcedocument[x].published: “last year” is no date",
        id="a date that is none",
    ),
    pytest.param(
        "[[partners.motive]]\nslug = 'x'\ntitle_en = 'only English'",
        "partners.motive[x].title_nl: This field cannot be blank",
        id="a text without Dutch",
    ),
    pytest.param(
        "[[partners.motive]]\ntitle_nl = 'x'",
        "partners.motive[1]: slug is missing",
        id="no short name",
    ),
    pytest.param(
        "[[partners.motive]]\nslug = 'help'\ntitle_nl = 'x'",
        "slug is used twice: see faulty.toml: partners.motive[help]",
        id="a short name used twice",
    ),
    pytest.param(
        "[[partners.agreement]]\nslug = 'x'\ntitle_nl = 'x'\nkind = 'membership'",
        "partners.agreement[x].parties: is missing",
        id="records that are needed and not named",
    ),
    pytest.param(
        "[[projects.project]]\nslug = 'x'\ntitle_nl = 'x'\nstatus = 'running'\n"
        "partners = [{ organisation = 'naledi' }, { organisation = 'naledi', role = 'friend' }]",
        "projects.project[x].partners.2.role: Value 'friend' is not a valid choice",
        id="a fault in an inline child",
    ),
    pytest.param(
        "[[obligations.rule]]\nslug = 'x'\ntitle_nl = 'x'\ntext_nl = 'x'\nkind = 'before'\n"
        "subject = 'naledi'",
        "obligations.rule[x].subject: expected kind and short name",
        id="a subject without its kind",
    ),
    pytest.param(
        "[[obligations.rule]]\nslug = 'x'\ntitle_nl = 'x'\ntext_nl = 'x'\nkind = 'every_n_years'",
        "obligations.rule[x].interval_years: A rule that recurs",
        id="a record that its own rule refuses",
    ),
    pytest.param(
        "[defaults]\ndocumnt = 'note'\n[[partners.motive]]\nslug = 'x'\ntitle_nl = 'x'",
        "faulty.toml: defaults.documnt: no kind of record in this file has such a field",
        id="a default that serves nothing",
    ),
    pytest.param("[[partners.motive", "faulty.toml: this is no TOML", id="a file that is no TOML"),
    pytest.param("title = 'x'", "faulty.toml: title: expected tables", id="a loose key"),
]


@pytest.mark.parametrize(("content", "fault"), FAULTS)
def test_each_fault_is_named_with_its_place_and_nothing_is_stored(
    folder: Path, content: str, fault: str
) -> None:
    faults = faults_of(folder, content)

    assert len(faults) == 1
    assert fault in faults[0]


def test_all_faults_are_gathered_before_the_content_is_refused(folder: Path) -> None:
    faults = faults_of(
        folder,
        """
        [[partners.organisation]]
        slug = "poznan"
        kind = "planet"
        country = "Poland"
        titel_nl = "Poznań"

        [[partners.relation]]
        slug = "poznan-since-2004"
        organisation = "poznan"
        started = "long ago"
        """,
    )

    # The relation's organisation is faulty itself: that is told once.
    assert {fault.split(": ")[1] for fault in faults} == {
        "partners.organisation[poznan].kind",
        "partners.organisation[poznan].country",
        "partners.organisation[poznan].titel_nl",
        "partners.organisation[poznan].title_nl",
        "partners.relation[poznan-since-2004].started",
    }


def test_records_that_refer_to_each_other_in_a_circle_are_refused(folder: Path) -> None:
    faults = faults_of(
        folder,
        """
        [[projects.project]]
        slug = "hen"
        title_nl = "kip"
        status = "running"
        follows = ["egg"]

        [[projects.project]]
        slug = "egg"
        title_nl = "ei"
        status = "running"
        follows = ["hen"]
        """,
    )

    assert len(faults) == 1
    assert "in a circle" in faults[0]


TARGET = """
[[agenda.agenda]]
slug = "a"
title_nl = "a"

[[goals.goal]]
slug = "g"
title_nl = "g"
agenda = "a"

[[goals.target]]
slug = "t"
goal = "g"
indicator_code = "dwellings"
baseline_period = "2024JJ00"
increase = 10000
"""


def test_a_target_whose_baseline_was_not_released_is_refused(folder: Path) -> None:
    faults = faults_of(folder, TARGET)

    assert len(faults) == 1
    assert "goals.target[t].baseline_period: no figure of 'dwellings' in '2024JJ00'" in faults[0]


def test_a_target_starts_from_the_figure_in_the_store(folder: Path) -> None:
    (folder / "target.toml").write_text(TARGET)

    load_content(folder, reason="test", baseline=lambda *_asked: (Decimal(33_000), "d1gest"))

    target = Target.objects.get()
    assert (target.baseline_value, target.value) == (33_000, 43_000)
    assert target.baseline_vintage == "d1gest"


def test_records_may_stand_in_any_order_and_inline_children_keep_theirs(folder: Path) -> None:
    (folder / "a-first.toml").write_text(
        """
        [defaults]
        document = "note"

        [[projects.project]]
        slug = "second"
        title_nl = "tweede"
        status = "running"
        follows = ["first"]
        partners = [{ organisation = "naledi", role = "lead" }]
        outcomes = [{ kind = "result", text_nl = "een" }, { kind = "award", text_nl = "twee" }]

        [[projects.project]]
        slug = "first"
        title_nl = "eerste"
        status = "completed"

        [[core.sourcedocument]]
        slug = "note"
        title_nl = "nota"
        """
    )

    load_content(folder, reason="test", baseline=nothing_released)

    second = Project.objects.get(slug="second")
    assert [each.slug for each in second.follows.all()] == ["first"]
    assert [each.organisation.slug for each in second.partners.all()] == ["naledi"]
    assert [each.text_nl for each in second.outcomes.all()] == ["een", "twee"]
    assert second.document == SourceDocument.objects.get()


def test_an_empty_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FaultyContent, match=r"there are no \*\.toml files here"):
        load_content(tmp_path, reason="test", baseline=nothing_released)
