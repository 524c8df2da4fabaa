"""The form by which an index is made by choosing: goals, weights, directions, and each step."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import LocalisedText
from koers.monitor.figures import indicator_choices
from koers.monitor.indices import wording as words
from koers.monitor.indices.data import PROVINCE
from koers.monitor.indices.forms import IndexForm
from koers.monitor.indices.parts import LONGEST, TOP, Goal, Member, Parts, read_parts, recipe_in
from koers.monitor.known import outline
from koers.monitor.models import IndexVersion
from koers.monitor.store import catalogue, in_words
from koers_engine.composite import Recipe, UnusableRecipe, recipe_of, written
from koers_engine.composite.aggregating import Aggregation, Mean
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import Imputing, Step
from koers_engine.concepts import Bilingual
from koers_engine.indicators import Direction

SPARE_GOALS = 2  # rows without a name yet
_OTHER = "other"
_LEAST_SHARE = 65  # percent


def topics() -> list[tuple[str, LocalisedText, list[tuple[str, LocalisedText]]]]:
    """Every indicator by topic, as code, title and indicators; those of no topic come last."""
    names = dict(indicator_choices())
    found, placed = [], set[str]()
    for section in outline().sections:
        codes = [code for code in section.indicators if code in names and code not in placed]
        placed |= set(codes)
        own = [(code, names[code]) for code in codes]
        found.append((section.code, in_words(section.title), own))
    rest = [(code, name) for code, name in names.items() if code not in placed]
    return [*found, (_OTHER, LocalisedText("", ""), rest)]


def _offered(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    """The choices that take no more than choosing."""
    return [(key, label) for key, label in choices.items() if key not in words.ONLY_IN_RECIPE]


class _Step(forms.ChoiceField):
    """A step with all that can be chosen in sight; the first is what is usual."""

    widget = forms.RadioSelect

    def __init__(self, *, choices: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(choices=choices, initial=choices[0][0], **kwargs)


class ChoosingIndexForm(IndexForm):
    """An index by choosing: goals, and for each indicator its goal, weight and direction."""

    impute = _Step(label=_("What is missing"), choices=_offered(words.IMPUTATIONS))
    share = forms.IntegerField(
        label=_("Least share of figures (%)"),
        min_value=0,
        max_value=100,
        initial=_LEAST_SHARE,
        help_text=_("A municipality with fewer of the indicators is left out."),
    )
    treat = _Step(label=_("Outliers"), choices=_offered(words.TREATMENTS))
    normalise = _Step(label=_("One scale"), choices=_offered(words.NORMALISATIONS))
    weigh = _Step(label=_("Weights"), choices=_offered(words.WEIGHTINGS))
    aggregate = _Step(label=_("Taken together"), choices=_offered(words.AGGREGATIONS))

    def __init__(self, *args: Any, indicators: Sequence[str], starts_with: Parts, **kwargs: Any):
        super().__init__(*args, **kwargs)
        known = {each.code: each for each in catalogue()}
        self.indicators = [known[code] for code in indicators]
        self.before = {each.code: each for each in starts_with.members}
        self.goals_before = list(starts_with.goals)
        self.n_goals = len(self.goals_before) + SPARE_GOALS
        if self.version is not None:
            self.initial = {**_chosen_in(recipe_in(self.version.recipe)), **self.initial}
        self._add_goals()
        self._add_indicators()

    def _add_goals(self) -> None:
        for n in range(1, self.n_goals + 1):
            goal = self.goals_before[n - 1] if n <= len(self.goals_before) else None
            for language, label in (("nl", _("Dutch")), ("en", _("English"))):
                self.fields[f"goal-{language}-{n}"] = forms.CharField(
                    label=label,
                    required=False,
                    max_length=LONGEST,
                    initial=goal.name.text(language) if goal else "",
                )
            weight = goal.weight if goal else 1
            self.fields[f"goal-weight-{n}"] = _weight_field(weight)

    def _add_indicators(self) -> None:
        numbers = {goal.code: str(n) for n, goal in enumerate(self.goals_before, 1)}
        choices: list[tuple[str, Any]] = [("", _("the index itself"))]
        for n in range(1, self.n_goals + 1):
            goal = self.goals_before[n - 1] if n <= len(self.goals_before) else None
            choices.append((str(n), f"{n}. {in_words(goal.name)}" if goal else f"{n}."))
        for indicator in self.indicators:
            member = self.before.get(indicator.code, Member(code=indicator.code))
            self.fields[f"part-{indicator.code}"] = forms.ChoiceField(
                label=_("Goal"),
                choices=choices,
                required=False,
                initial=numbers.get(member.part_of, ""),
            )
            self.fields[f"weight-{indicator.code}"] = _weight_field(member.weight)
            own = indicator.direction
            self.fields[f"direction-{indicator.code}"] = forms.ChoiceField(
                label=_("Good direction"),
                choices=[
                    *([("", _("choose"))] if own is Direction.NEITHER else []),
                    (Direction.HIGHER.value, _("higher is better")),
                    (Direction.LOWER.value, _("lower is better")),
                ],
                initial=member.direction or own,
            )

    @property
    def goal_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        names = ("goal-nl-{}", "goal-en-{}", "goal-weight-{}")
        return [
            (n, self.rows(*(name.format(n) for name in names))) for n in range(1, self.n_goals + 1)
        ]

    @property
    def indicator_rows(self) -> list[tuple[LocalisedText, LocalisedText, list[forms.BoundField]]]:
        names = ("part-{}", "weight-{}", "direction-{}")
        return [
            (
                in_words(each.name),
                in_words(each.definition),
                self.rows(*(name.format(each.code) for name in names)),
            )
            for each in self.indicators
        ]

    @property
    def steps(self) -> list[forms.BoundField]:
        return self.rows("impute", "treat", "normalise", "weigh", "aggregate")

    def parts(self) -> Parts | None:
        if len(self.indicators) < 2:
            self.add_error(None, _("Choose at least two indicators."))
        cleaned, goals = self.cleaned_data, dict[str, Goal]()
        taken = {TOP, *(each.code for each in self.indicators)}
        for n in range(1, self.n_goals + 1):
            name = cleaned.get(f"goal-nl-{n}", "")
            chosen = [code for code in self._codes if cleaned.get(f"part-{code}") == str(n)]
            if chosen and not name:
                self.add_error(f"goal-nl-{n}", _("Give this goal a name."))
            if not (chosen and name):
                continue  # a goal of nothing is no part
            stem = slugify(name)[:80] or f"goal-{n}"
            code = next(c for c in (stem, f"goal-{stem}", f"{stem}-{n}") if c not in taken)
            taken.add(code)
            english = cleaned.get(f"goal-en-{n}") or name
            weight = cleaned.get(f"goal-weight-{n}", 1.0)
            goals[str(n)] = Goal(code=code, name=Bilingual(nl=name, en=english), weight=weight)
        outside = [code for code in self._codes if not cleaned.get(f"part-{code}")]
        if goals and outside:
            for code in outside:
                self.add_error(f"part-{code}", _("Choose a goal, as for the other indicators."))
        if self.errors:
            return None
        return Parts(
            goals=tuple(goals.values()),
            members=tuple(
                Member(
                    code=code,
                    part_of=goals[cleaned[f"part-{code}"]].code if goals else TOP,
                    weight=cleaned[f"weight-{code}"],
                    direction=Direction(cleaned[f"direction-{code}"]),
                )
                for code in self._codes
            ),
        )

    @property
    def _codes(self) -> list[str]:
        return [each.code for each in self.indicators]

    def recipe(self) -> Recipe | None:
        if self.errors:
            return None
        try:
            return _recipe_of(self.cleaned_data, self.area_code)
        except UnusableRecipe as refusal:
            self.add_error(None, [str(fault) for fault in refusal.faults])
            return None


def _weight_field(initial: float) -> forms.FloatField:
    shown = int(initial) if float(initial).is_integer() else initial
    widget = forms.NumberInput(attrs={"step": "any", "size": 5})
    return forms.FloatField(
        label=_("Weight"), min_value=0, max_value=1e9, initial=shown, widget=widget
    )


def _recipe_of(chosen: dict[str, Any], area_code: str) -> Recipe:
    """The recipe that the form's choices make."""
    steps = [step.value for step in Step]
    treat: dict[str, Any] = {"transformation": chosen["treat"]}
    if chosen["treat"] == words.UNTREATED:
        steps.remove(Step.TREAT)
        treat = {}
    impute: dict[str, Any] = {"method": chosen["impute"]}
    if Imputation(chosen["impute"]).by_group:
        impute["group"] = PROVINCE
    scale: dict[str, Any] = {"method": chosen["normalise"]}
    mean = Mean(method=Aggregation(chosen["aggregate"]))
    if chosen["normalise"] == Normalisation.Z_SCORE:
        scale |= {"low": 100.0, "high": 110.0}
    elif not mean.takes_zero:
        scale |= {"low": 1.0}
    if chosen["normalise"] == Normalisation.DISTANCE_TO_REFERENCE:
        scale["reference"] = area_code
    return recipe_of(
        {
            "steps": steps,
            "screen": {"minimum_share": chosen["share"] / 100},
            "impute": impute,
            "treat": treat,
            "normalise": scale,
            "weigh": {"method": chosen["weigh"]},
            "aggregate": {"methods": [chosen["aggregate"]]},
        }
    )


def _chosen_in(recipe: Recipe) -> dict[str, Any]:
    """What the form would show of a recipe."""
    imputing = recipe.imputing if Step.IMPUTE in recipe.steps else Imputing()
    return {
        "impute": imputing.method.value,
        "share": round(100 * recipe.screening.minimum_share),
        "treat": words.treatment_of(recipe),
        "normalise": recipe.normalising.method.value,
        "weigh": recipe.weighing.method.value,
        "aggregate": recipe.means[0].method.value,
    }


def can_be_chosen(version: IndexVersion) -> bool:
    """Whether the form by choosing can show a version without losing any of it."""
    recipe = recipe_in(version.recipe)
    if not read_parts(version.parts).is_plain:
        return False
    again = _recipe_of(_chosen_in(recipe), version.area_code)
    return written(again) == written(recipe)
