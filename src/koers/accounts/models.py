"""People who work in the workspace."""

from django.contrib.auth.models import AbstractUser
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText


class User(AbstractUser):
    """A person with an account; what they may do follows from their roles (groups)."""

    function = BilingualText(
        _("function"), max_length=120, blank=True, help_text=_("Shown to the public, not the name.")
    )

    def __str__(self) -> str:
        return self.get_full_name() or self.username
