"""What every record of the municipality has in common: an address, a history, and sources."""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from koers.core.bilingual import BilingualText


class Record(RevisionMixin, ClusterableModel):
    """Something the municipality records. It is revised, never overwritten: every change leaves a
    revision that says who, when and, in `change_note`, why.
    """

    slug = models.SlugField(
        _("short name in the address"),
        max_length=100,
        unique=True,
        blank=True,
        help_text=_("Stays the same for ever; made from the title when left empty."),
    )
    change_note = models.CharField(
        _("reason for this change"),
        max_length=300,
        blank=True,
        help_text=_("Why is this changed? Kept with the revision."),
    )

    # The fields that say when the record begins and ends, of a kind that does.
    period_fields: ClassVar[tuple[str, str] | None] = None

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        if self.period_fields and self._ends_before_it_starts(*self.period_fields):
            raise ValidationError({self.period_fields[1]: _("This ends before it starts.")})

    def _ends_before_it_starts(self, start: str, end: str) -> bool:
        """Whether it surely does: what starts in June 2006 may end in 2006."""
        dates = [str(getattr(self, name) or "") for name in (start, end)]
        known = min(map(len, dates))
        return dates[1][:known] < dates[0][:known]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or self._free_slug()
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        """A short name after the title that no record of this kind has yet."""
        stem = slugify(str(self))[:90] or self._meta.model_name or "record"
        taken = set(type(self).objects.filter(slug__startswith=stem).values_list("slug", flat=True))
        candidates = (f"{stem}-{number}" if number > 1 else stem for number in range(1, 10_000))
        return next(slug for slug in candidates if slug not in taken)


class Titled(Record):
    """A record that is known by its title."""

    title = BilingualText(_("title"), max_length=250)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return str(self.title)


class Cited(models.Model):
    """Something a document states: which document, and where in it."""

    document = models.ForeignKey(
        "core.SourceDocument",
        verbose_name=_("source document"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    place = BilingualText(
        _("place in the document"), max_length=120, blank=True, help_text=_("Chapter or page.")
    )

    class Meta:
        abstract = True


class About(models.Model):
    """Something that is about any one record, which does not know of it."""

    subject_type = models.ForeignKey(
        ContentType, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    subject_id = models.PositiveBigIntegerField(null=True, blank=True)
    subject = GenericForeignKey("subject_type", "subject_id")

    class Meta:
        abstract = True
