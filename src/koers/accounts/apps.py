"""The accounts: after each migration, the groups of the roles follow the table of rights."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from wagtail.users.apps import WagtailUsersAppConfig


def _follow_the_table(**_: Any) -> None:
    from koers.accounts.rights import sync_rights  # noqa: PLC0415 - models are not ready before

    sync_rights()


class AccountsConfig(AppConfig):
    name = "koers.accounts"
    default = True

    def ready(self) -> None:
        post_migrate.connect(_follow_the_table, sender=self, dispatch_uid="koers.rights")


class WorkspaceUsersConfig(WagtailUsersAppConfig):
    """Wagtail's pages about users, with our forms on them."""

    user_viewset = "koers.accounts.viewsets.UserViewSet"
