"""The choices of an index in the words of the OECD/JRC handbook, each with what it does."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from koers_engine.composite import Recipe
from koers_engine.composite.aggregating import Aggregation
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import Step
from koers_engine.composite.treating import Transformation
from koers_engine.composite.weighing import Weighting

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

UNTREATED = "untreated"

IMPUTATIONS: dict[str, "StrOrPromise"] = {
    Imputation.NONE: _("Nothing: a missing figure stays missing, and the other parts weigh more"),
    Imputation.MEAN: _("Mean: of all municipalities that have a figure"),
    Imputation.MEDIAN: _("Median: of all municipalities that have a figure"),
    Imputation.GROUP_MEAN: _("Mean of the group: of the municipalities of the same province"),
    Imputation.GROUP_MEDIAN: _("Median of the group: of the municipalities of the same province"),
    Imputation.REGRESSION: _("Regression: by the indicators that go with it most"),
}
TREATMENTS: dict[str, "StrOrPromise"] = {
    Transformation.LOG: _("Winsorise, else logarithm: at most five extremes to the next value"),
    Transformation.BOX_COX: _("Winsorise, else Box-Cox: the power that skews least"),
    Transformation.NONE: _("Winsorise only: at most five extremes to the next value"),
    UNTREATED: _("Nothing: an extreme municipality pulls the scale along"),
}
NORMALISATIONS: dict[str, "StrOrPromise"] = {
    Normalisation.MIN_MAX: _("Min-max: the lowest gets 0, the highest 100"),
    Normalisation.Z_SCORE: _("Z-score: the mean gets 100, and each standard deviation 10 more"),
    Normalisation.RANK: _("Rank: 1 for the lowest; how far apart they are does not count"),
    Normalisation.PERCENTILE_RANK: _("Percentile rank: the share of municipalities below, 0–100"),
    Normalisation.BORDA: _("Borda: how many municipalities stand below"),
    Normalisation.DISTANCE_TO_BEST: _("Distance to the best: as a share of the best figure"),
    Normalisation.DISTANCE_TO_REFERENCE: _("Distance to a reference: own municipality gets 100"),
    Normalisation.GOALPOSTS: _("Goalposts: between two fixed values of each indicator"),
    Normalisation.DISTANCE_TO_TARGET: _("Distance to target: the target of the indicator gets 100"),
}
WEIGHTINGS: dict[str, "StrOrPromise"] = {
    Weighting.GIVEN: _("Given: as filled in for each part"),
    Weighting.EQUAL: _("Equal: all parts of a goal weigh the same"),
    Weighting.PCA: _("Principal components: by what the figures have in common"),
    Weighting.BUDGET: _("Budget allocation: points that experts divided"),
}
AGGREGATIONS: dict[str, "StrOrPromise"] = {
    Aggregation.ARITHMETIC: _("Arithmetic mean: a low score is made good by a high one"),
    Aggregation.GEOMETRIC: _("Geometric mean: a low score weighs heavier"),
    Aggregation.HARMONIC: _("Harmonic mean: a low score weighs heaviest"),
    Aggregation.MAZZIOTTA_PARETO: _("Mazziotta-Pareto: the mean, less a penalty for imbalance"),
    Aggregation.COPELAND: _("Copeland: how many others it beats, less those it loses from"),
    Aggregation.GENERALISED: _("Generalised mean: with a power of your own"),
}
# What only the recipe itself can say, since it takes more than a choice.
ONLY_IN_RECIPE = {
    Normalisation.GOALPOSTS,
    Normalisation.DISTANCE_TO_TARGET,
    Weighting.BUDGET,
    Aggregation.GENERALISED,
}


def treatment_of(recipe: Recipe) -> str:
    """Which of TREATMENTS a recipe makes."""
    if Step.TREAT not in recipe.steps:
        return UNTREATED
    is_none = recipe.treating.transformation is Transformation.NONE
    if is_none and not recipe.treating.most_points:
        return UNTREATED
    return recipe.treating.transformation.value


def told(recipe: Recipe) -> list[tuple["StrOrPromise", "StrOrPromise"]]:
    """Each step of a recipe with what was chosen there."""
    means = dict.fromkeys(mean.method for mean in recipe.means)
    imputation = recipe.imputing.method if Step.IMPUTE in recipe.steps else Imputation.NONE
    return [
        (_("What is missing"), IMPUTATIONS[imputation]),
        (_("Outliers"), TREATMENTS[treatment_of(recipe)]),
        (_("One scale"), NORMALISATIONS[recipe.normalising.method]),
        (_("Weights"), WEIGHTINGS[recipe.weighing.method]),
        *((_("Taken together"), AGGREGATIONS[method]) for method in means),
    ]
