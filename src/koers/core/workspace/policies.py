"""Who may do what with a kind of record, where that is stricter than the table of rights."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

_NEVER = {"change", "delete"}


class NeverChanged(ModelPermissionPolicy):
    """For what is recorded once and for all: nobody changes it, a superuser neither."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in _NEVER and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, set(actions) - _NEVER)
