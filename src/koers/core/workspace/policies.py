"""Who may do what with a kind of record, where that is stricter than the table of rights."""

from collections.abc import Iterable
from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class NeverDeleted(ModelPermissionPolicy):
    """For every record: nobody deletes one, a superuser neither."""

    never = frozenset({"delete"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.never and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, set(actions) - self.never)


class NeverChanged(NeverDeleted):
    """For what is recorded once and for all: nobody changes it either."""

    never = frozenset({"change", "delete"})
