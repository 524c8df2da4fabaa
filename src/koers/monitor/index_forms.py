"""The forms by which an index is made: by choosing, or by its parts and recipe as text."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import LocalisedText
from koers.monitor import index_wording as words
from koers.monitor.figures import indicator_choices
from koers.monitor.forms import PeriodField
from koers.monitor.index_data import PROVINCE, Making
from koers.monitor.index_parts import (
    LONGEST,
    TOP,
    Goal,
    Member,
    Parts,
    UnusableParts,
    read_parts,
    recipe_in,
    written_parts,
)
from koers.monitor.index_services import Texts
from koers.monitor.known import outline
from koers.monitor.models import IndexVersion, ReferenceList
from koers.monitor.store import boundary_years, catalogue, in_words
from koers.monitor.validators import validate_references
from koers_engine.composite import Recipe, UnusableRecipe, recipe_of, written
from koers_engine.composite.aggregating import Mean
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import Imputing, Step
from koers_engine.concepts import Bilingual, Period
from koers_engine.indicators import Direction

SPARE_GOALS = 2  # rows without a name yet
MOST_CHOSEN = 60
_OTHER = "other"


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


def _units() -> Iterator[tuple[str, Any]]:
    yield "nl", _("all municipalities")
    yield "province with itself", _("those of our own province")
    yield "landsdeel with itself", _("those of our own part of the country")
    yield "size-class with itself", _("those of our own class of size")
    yield "urbanisation with itself", _("those of our own degree of urbanisation")
    yield "peers with itself", _("those most like ours, and ours")
    for own in ReferenceList.objects.all():
        yield f"group:{own.slug}", own.title
    yield "", _("others, written below")


def _years() -> Iterator[tuple[str, Any]]:
    for year in reversed(boundary_years()):
        yield str(year), str(year)
    yield "", _("as published: a merged municipality has no figure of before")


class IndexForm(forms.Form):
    """What every index has: its texts, its municipalities, its period, and why it is recorded."""

    title_nl = forms.CharField(label=_("Title (Dutch)"), max_length=LONGEST * 2)
    title_en = forms.CharField(label=_("Title (English)"), max_length=LONGEST * 2, required=False)
    description_nl = forms.CharField(
        label=_("What it is for (Dutch)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_en = forms.CharField(
        label=_("What it is for (English)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    units = forms.ChoiceField(label=_("Municipalities"), choices=_units, required=False)
    other_units = forms.CharField(
        label=_("Other municipalities"),
        max_length=300,
        required=False,
        validators=[validate_references],
        help_text=_("Such as PV22, 50000..100000 inhabitants, or codes: GM0106,GM0114."),
    )
    period = PeriodField(
        label=_("Period"),
        max_length=10,
        required=False,
        help_text=_("Empty: of each indicator the last in which half of them have a figure."),
    )
    boundaries = forms.ChoiceField(label=_("Municipalities as of"), choices=_years, required=False)
    as_of = forms.DateField(
        label=_("Figures as known on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: as they are known now."),
    )
    reason = forms.CharField(
        label=_("Why this version?"),
        max_length=300,
        required=False,
        help_text=_("Kept with the version. Needed to record it."),
    )

    def __init__(self, *args: Any, area_code: str, version: IndexVersion | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.area_code, self.version = area_code, version
        self.making: Making | None = None
        last_year = next(_years())[0]
        usual = {"boundaries": last_year, "units": "nl"}
        self.initial = {**usual, **self._recorded(), **self.initial}

    def _recorded(self) -> dict[str, Any]:
        """What the last version has."""
        version = self.version
        if version is None:
            return {}
        listed = {value for value, _label in _units()}
        names = ("title_nl", "title_en", "description_nl", "description_en")
        return {name: getattr(version, name) for name in names} | {
            "units": version.units if version.units in listed else "",
            "other_units": "" if version.units in listed else version.units,
            "period": Period.from_cbs(version.period).label if version.period else "",
            "boundaries": str(version.boundaries or ""),
        }

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("That day has not come yet."))
        return day

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not reason and "record" in self.data:
            raise ValidationError(_("Say why: the reason is kept with the version."))
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        units = cleaned.get("units") or cleaned.get("other_units") or ""
        if not units and "other_units" not in self.errors:
            self.add_error("other_units", _("Say which municipalities are compared."))
        parts, recipe = self.parts(), self.recipe()
        if parts is None or recipe is None or self.errors:
            return cleaned
        day, now = cleaned["as_of"], timezone.now()
        if day is not None:
            zone = timezone.get_current_timezone()
            now = min(now, datetime.combine(day, time.max, tzinfo=zone))
        self.making = Making(
            title=self.texts.title,
            parts=parts,
            recipe=recipe,
            units=units,
            area_code=self.area_code,
            period=Period.from_cbs(cleaned["period"]) if cleaned["period"] else None,
            boundaries=int(cleaned["boundaries"]) if cleaned["boundaries"] else None,
            as_of=now,
        )
        return cleaned

    @property
    def texts(self) -> Texts:
        names = ("title_nl", "title_en", "description_nl", "description_en")
        return Texts(**{name: self.cleaned_data.get(name, "") for name in names})

    def parts(self) -> Parts | None:
        """What the index is made of; None where a fault was added."""
        raise NotImplementedError

    def recipe(self) -> Recipe | None:
        """How it is made; None where a fault was added."""
        raise NotImplementedError

    def rows(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about(self) -> list[forms.BoundField]:
        return self.rows("title_nl", "title_en", "description_nl", "description_en")

    @property
    def compared(self) -> list[forms.BoundField]:
        return self.rows("units", "other_units", "period", "boundaries", "as_of")


class TextIndexForm(IndexForm):
    """An index by its parts and its recipe as TOML, for what the other form cannot say."""

    parts_text = forms.CharField(
        label=_("Parts"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 20, "class": "layout", "spellcheck": "false"}),
    )
    recipe_text = forms.CharField(
        label=_("Recipe"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 30, "class": "layout", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, starts_with: Parts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = written_parts(starts_with or Parts())
        version = self.version
        self.initial.setdefault("parts_text", version.parts if version else plain)
        self.initial.setdefault("recipe_text", version.recipe if version else written(Recipe()))

    def parts(self) -> Parts | None:
        return self._read("parts_text", read_parts)

    def recipe(self) -> Recipe | None:
        return self._read("recipe_text", recipe_in)

    def _read(self, name: str, read: Any) -> Any:
        if name not in self.cleaned_data:
            return None
        try:
            return read(self.cleaned_data[name])
        except (UnusableParts, UnusableRecipe) as refusal:
            self.add_error(name, [str(fault) for fault in refusal.faults])
            return None


def _offered(choices: dict[str, Any]) -> list[tuple[str, Any]]:
    """The choices that take no more than choosing."""
    return [(key, label) for key, label in choices.items() if key not in words.ONLY_IN_RECIPE]


class ChoosingIndexForm(IndexForm):
    """An index by choosing: goals, and for each indicator its goal, weight and direction."""

    impute = forms.ChoiceField(label=_("What is missing"), choices=_offered(words.IMPUTATIONS))
    share = forms.IntegerField(
        label=_("Least share of figures (%)"),
        min_value=0,
        max_value=100,
        initial=67,
        help_text=_("A municipality with fewer of the indicators is left out."),
    )
    treat = forms.ChoiceField(label=_("Outliers"), choices=_offered(words.TREATMENTS))
    normalise = forms.ChoiceField(label=_("One scale"), choices=_offered(words.NORMALISATIONS))
    weigh = forms.ChoiceField(label=_("Weights"), choices=_offered(words.WEIGHTINGS))
    aggregate = forms.ChoiceField(label=_("Taken together"), choices=_offered(words.AGGREGATIONS))

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
        return self.rows("impute", "share", "treat", "normalise", "weigh", "aggregate")

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
    mean = Mean(method=chosen["aggregate"])
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
