"""Acts upon accounts."""

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction

from koers.accounts.models import User
from koers.accounts.roles import Role

DEMONSTRATION_PASSWORD = "koers-demo-2026"  # noqa: S105 - known to all; see NoDemonstration

# The function is public beside a record it owns, so it is there in both languages.
_DEMONSTRATION_FUNCTIONS = {
    Role.PROGRAMME_MANAGER: ("Programmamanager", "Programme manager"),
    Role.POLICY_ADVISER: ("Beleidsadviseur", "Policy adviser"),
    Role.RESEARCHER: ("Onderzoeker", "Researcher"),
    Role.CONTROLLER: ("Controller", "Controller"),
    Role.COUNCIL_CLERK: ("Griffier", "Council clerk"),
    Role.ALDERMAN: ("Wethouder", "Alderman"),
    Role.PROJECT_LEAD: ("Projectleider", "Project lead"),
    Role.ADMINISTRATOR: ("Beheerder", "Administrator"),
}


class NoDemonstration(RuntimeError):
    """Accounts with a known password were asked for on a site that is no demonstration."""

    def __init__(self) -> None:
        super().__init__(
            "Demonstration accounts have a password that everybody knows, so they are made on a "
            "demonstration only. On a machine that no outsider reaches, set KOERS_DEMONSTRATION=1; "
            "elsewhere make accounts in the workspace, or with manage.py createsuperuser."
        )


@transaction.atomic
def make_demonstration_accounts() -> list[User]:
    """Make an account for every role, named after it, and return them all in the order of Role.

    An account that is there already keeps its name, password and roles.

    Raises:
        NoDemonstration: The setting KOERS_DEMONSTRATION is off.
    """
    if not settings.KOERS_DEMONSTRATION:
        raise NoDemonstration
    return [_demonstration_account(role) for role in Role]


def _demonstration_account(role: Role) -> User:
    if existing := User.objects.filter(username=role.value).first():
        return existing
    function_nl, function_en = _DEMONSTRATION_FUNCTIONS[role]
    user = User.objects.create_user(
        role.value,
        password=DEMONSTRATION_PASSWORD,
        first_name=function_nl,  # shown in the history, where a person's name would be
        function_nl=function_nl,
        function_en=function_en,
    )
    user.groups.add(Group.objects.get_or_create(name=role.value)[0])
    return user
