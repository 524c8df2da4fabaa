"""The pages on which an administrator keeps the accounts."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.users.views import users

from koers.accounts.forms import UserCreationForm, UserEditForm


class UserEditView(users.EditView):
    """Changes an account; one that may do everything is not changed by one that may not."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class UserViewSet(users.UserViewSet):
    edit_view_class = UserEditView

    def get_form_class(self, for_update: bool = False) -> type:  # noqa: FBT001, FBT002 - Wagtail's
        return UserEditForm if for_update else UserCreationForm
