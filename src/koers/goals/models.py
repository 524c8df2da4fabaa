"""The chain: goal → effort → result → effect, and the targets by which a goal is tested."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from koers.agenda.models import Agenda, MatrixCell, Pillar, refuse_of_another_agenda
from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import Cited, Record, Titled
from koers.council.models import Decision
from koers.monitor.validators import validate_period, validate_references
from koers.partners.models import Motive


class Progress(models.TextChoices):
    """How far a link of the chain is."""

    PLANNED = "planned", _("planned")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    STOPPED = "stopped", _("stopped")


class Link(Cited, Titled):
    """A link of the chain: it has one owner, a period and a status, since it can be late."""

    description = BilingualText(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        help_text=_("Exactly one person answers for this."),
    )
    started = PartialDateField(_("start"))
    ended = PartialDateField(_("end"))
    period_fields = ("started", "ended")
    status = models.CharField(
        _("status"), max_length=20, choices=Progress, default=Progress.PLANNED
    )

    class Meta:
        abstract = True
        ordering = ["slug"]


class Goal(Link):
    """What the municipality wants to reach, as part of an agenda."""

    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="goals"
    )
    pillar = models.ForeignKey(
        Pillar,
        verbose_name=_("pillar"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    cells = ParentalManyToManyField(
        MatrixCell, verbose_name=_("cells of the matrix"), blank=True, related_name="goals"
    )
    parents = ParentalManyToManyField(
        "self",
        verbose_name=_("parent goals"),
        blank=True,
        symmetrical=False,
        related_name="children",
    )
    motives = ParentalManyToManyField(Motive, verbose_name=_("motives"), blank=True)
    influence = BilingualText(
        _("influence"), blank=True, help_text=_("What can the municipality itself do about this?")
    )

    class Meta(Link.Meta):
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["agenda", "number", "slug"]

    def clean(self) -> None:
        super().clean()
        refuse_of_another_agenda(
            self.agenda_id, pillar=[self.pillar], cells=[cell.pillar for cell in self.cells.all()]
        )


class Effort(Link):
    """What the municipality does: a line activity, or something a project carries."""

    is_line_activity = models.BooleanField(_("line activity"), default=False)
    motives = ParentalManyToManyField(Motive, verbose_name=_("motives"), blank=True)

    class Meta(Link.Meta):
        verbose_name = _("effort")
        verbose_name_plural = _("efforts")


class Result(Link):
    """What an effort delivers (output)."""

    class Meta(Link.Meta):
        verbose_name = _("result")
        verbose_name_plural = _("results")


class Effect(Link):
    """What changes in society because of results (outcome)."""

    class Meta(Link.Meta):
        verbose_name = _("effect")
        verbose_name_plural = _("effects")


class Strength(models.TextChoices):
    """How much one link contributes to the next, in words: percentages nobody would believe."""

    UNKNOWN = "unknown", _("not judged")
    NONE = "none", _("none")
    SOME = "some", _("some")
    MUCH = "much", _("much")


class Tie(Orderable):
    """One link contributes to the next: how strongly, and why that is believed."""

    strength = models.CharField(
        _("contribution"), max_length=10, choices=Strength, default=Strength.UNKNOWN
    )
    why = BilingualText(_("why"), blank=True)

    class Meta(Orderable.Meta):
        abstract = True


class EffortForGoal(Tie):
    """This effort is made for this goal."""

    effort = ParentalKey(Effort, on_delete=models.CASCADE, related_name="goal_ties")
    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="effort_ties"
    )

    class Meta(Tie.Meta):
        verbose_name = _("effort for a goal")


class ResultOfEffort(Tie):
    """This result comes from this effort."""

    result = ParentalKey(Result, on_delete=models.CASCADE, related_name="effort_ties")
    effort = models.ForeignKey(
        Effort, verbose_name=_("effort"), on_delete=models.PROTECT, related_name="result_ties"
    )

    class Meta(Tie.Meta):
        verbose_name = _("result of an effort")


class EffectOfResult(Tie):
    """This effect follows from this result."""

    effect = ParentalKey(Effect, on_delete=models.CASCADE, related_name="result_ties")
    result = models.ForeignKey(
        Result, verbose_name=_("result"), on_delete=models.PROTECT, related_name="effect_ties"
    )

    class Meta(Tie.Meta):
        verbose_name = _("effect of a result")


class Target(Cited, Record):
    """A promise about an indicator. It is never edited: a new one supersedes it.

    `baseline_value` and `value` are levels in the indicator's unit; `baseline_period` is a code of
    Statistics Netherlands (2024JJ00); `baseline_vintage` is the digest of the vintage the baseline
    was read from, or of each with spaces where it is derived from several tables. What is not known
    stays empty, and the goal is then not testable.
    """

    goal = models.ForeignKey(
        Goal, verbose_name=_("goal"), on_delete=models.PROTECT, related_name="targets"
    )
    indicator_code = models.CharField(_("indicator"), max_length=60)
    baseline_value = models.DecimalField(
        _("baseline"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    baseline_period = models.CharField(
        _("period of the baseline"), max_length=8, blank=True, validators=[validate_period]
    )
    baseline_vintage = models.TextField(_("vintage of the baseline"), blank=True)
    value = models.DecimalField(
        _("target value"), max_digits=18, decimal_places=4, null=True, blank=True
    )
    year = models.PositiveSmallIntegerField(_("target year"), null=True, blank=True)
    references = models.JSONField(
        _("reference areas"),
        default=list,
        blank=True,
        validators=[validate_references],
        help_text=_("Such as nl, province or 50000..100000 inhabitants."),
    )
    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("supersedes"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    note = BilingualText(_("note"), blank=True)

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["goal", "slug"]

    def __str__(self) -> str:
        return f"{self.goal}: {self.indicator_code}"
