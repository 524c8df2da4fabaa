"""Questions about projects."""

from django.db.models import Prefetch, Q, QuerySet

from koers.goals.selectors import public_efforts, public_goals
from koers.partners.models import Organisation
from koers.projects.models import Project, ProjectPartner


def public_projects() -> QuerySet[Project]:
    """Projects that anyone may see, the latest first; one query.

    A project that serves only goals of a draft agenda hangs on that draft, and is not shown.
    """
    on_no_agenda = Q(goals__isnull=True, efforts__isnull=True)
    on_public_agenda = Q(goals__in=public_goals()) | Q(efforts__in=public_efforts())
    shown = Project.objects.filter(on_no_agenda | on_public_agenda).values("pk")
    return (
        Project.objects.filter(pk__in=shown)
        .select_related("document", "owner")
        .order_by("-started", "slug")
    )


def public_projects_with_partners() -> QuerySet[Project]:
    """Public projects and the organisations in them; three queries."""
    return public_projects().prefetch_related(_partners())


def public_projects_in_full() -> QuerySet[Project]:
    """Public projects with partners, outcomes, motives, goals, forerunners; eight queries."""
    return public_projects().prefetch_related(
        _partners(),
        "outcomes",
        "motives",
        Prefetch("goals", public_goals()),
        Prefetch("efforts", public_efforts()),
        Prefetch("follows", public_projects()),
        Prefetch("followed_by", public_projects()),
    )


def public_projects_with(organisation: Organisation) -> QuerySet[ProjectPartner]:
    """The roles of an organisation in public projects, the latest project first; one query."""
    return (
        ProjectPartner.objects.filter(organisation=organisation, project__in=public_projects())
        .select_related("project")
        .order_by("-project__started", "project__slug", "sort_order")
    )


def line_of(project: Project) -> list[Project]:
    """What came before a project, itself, and what came of it, in the order of time.

    Two queries for each step away from the project.
    """
    line = {project.pk: project}
    edge = {project.pk}
    while edge:
        near = public_projects().filter(Q(followed_by__in=edge) | Q(follows__in=edge)).distinct()
        found = {step.pk: step for step in near if step.pk not in line}
        line |= found
        edge = set(found)
    return sorted(line.values(), key=lambda step: (step.started or "9", step.slug))


def _partners() -> Prefetch:
    roles = ProjectPartner.objects.select_related("organisation")
    return Prefetch("partners", roles.order_by("sort_order", "pk"))
