"""Lists of municipalities that figures are held against: revised by a new version each time."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from koers.core.records import Titled
from koers_engine.references.lists import NAME


class ReferenceList(Titled):
    """A list as it is now; figures mention it as "group:" with its address.

    Saving a list whose title or members changed keeps these as a new version. `recorded_by` says,
    to the saving alone, whose act that is.
    """

    members = models.JSONField(
        _("municipalities"),
        default=list,
        help_text=_("One on each line: a code such as GM0106, or a name."),
    )
    recorded_by: Any = None

    class Meta:
        verbose_name = _("reference list")
        verbose_name_plural = _("reference lists")
        ordering = ["slug"]

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or self._free_slug()
        if not NAME.fullmatch(self.slug):
            unusable = _("Take at most 80 small letters without accents, digits and dashes.")
            raise ValidationError({"slug": unusable})

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        kept = ReferenceList.objects.select_for_update().get(pk=self.pk)  # one version at a time
        last = kept.versions.last()
        content = {name: getattr(kept, name) for name in ("title_nl", "title_en", "members")}
        if last is None or any(getattr(last, name) != now for name, now in content.items()):
            ReferenceListVersion.objects.create(
                reference_list=kept,
                number=last.number + 1 if last else 1,
                valid_from=timezone.now(),
                recorded_by=self.recorded_by,
                reason=kept.change_note,
                **content,
            )


class ReferenceListVersion(models.Model):
    """What a list held from a moment on, who recorded that, and why. It never changes."""

    reference_list = models.ForeignKey(
        ReferenceList, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField(_("version"))
    title_nl = models.CharField(max_length=250)
    title_en = models.CharField(max_length=250, blank=True)
    members = models.JSONField(_("municipalities"))
    valid_from = models.DateTimeField(_("valid from"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    reason = models.CharField(_("reason for this change"), max_length=300, blank=True)

    objects = models.Manager["ReferenceListVersion"]()

    class Meta:
        verbose_name = _("version of a reference list")
        verbose_name_plural = _("versions of a reference list")
        ordering = ["reference_list", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_list", "number"], name="one_version_of_a_number"
            )
        ]

    def __str__(self) -> str:
        n = len(self.members)
        size = ngettext("%(n)d municipality", "%(n)d municipalities", n) % {"n": n}
        day = timezone.localtime(self.valid_from).strftime("%Y-%m-%d %H:%M")
        parts = [str(self.number), day, size, str(self.recorded_by or ""), self.reason]
        return " · ".join(filter(None, parts))

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            message = "A version of a reference list never changes: revise the list itself."
            raise TypeError(message)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        message = "A version of a reference list is never deleted."
        raise TypeError(message)
