"""Questions about agendas. What the public may see is decided here, and only here."""

from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from koers.agenda.models import ActionTheme, Agenda, AgendaStatus, MatrixCell, OfferOrAsk, Pillar

# Databases differ in where they put an agenda without a period; here it counts as the latest.
LATEST_FIRST = F("period_from").desc(nulls_first=True)


def public_agendas() -> QuerySet[Agenda]:
    """Agendas that anyone may see, the latest first; one query.

    A draft, and whatever hangs on it alone, is for the workspace only.
    """
    shown = Agenda.objects.exclude(status=AgendaStatus.DRAFT)
    return shown.select_related("document").order_by(LATEST_FIRST, "slug")


def public_agendas_in_full() -> QuerySet[Agenda]:
    """Public agendas with pillars, matrix, ambitions, trends, indicator groups and ledger.

    Nine queries, whatever their number.
    """
    ledger = OfferOrAsk.objects.select_related("counterpart", "decision", "document", "pillar")
    return public_agendas().prefetch_related(
        Prefetch("pillars", Pillar.objects.order_by("number", "slug")),
        Prefetch("pillars__cells", MatrixCell.objects.order_by("theme__number", "slug")),
        Prefetch("actionthemes", ActionTheme.objects.order_by("number", "slug")),
        "ambitions__pillar",
        "trends",
        "indicatorgroups",
        Prefetch(
            "offers_and_asks",
            ledger.order_by("pillar__number", "pillar", "-side", "number", "slug"),
        ),
    )


@dataclass(frozen=True)
class MatrixRow:
    """An action theme with its task for each pillar, in the order of the pillars; None: no task."""

    theme: ActionTheme
    tasks: list[tuple[Pillar, MatrixCell | None]]


def matrix_of(agenda: Agenda) -> list[MatrixRow]:
    """The matrix of an agenda read in full; no query."""
    pillars = list(agenda.pillars.all())
    cells = {(cell.theme_id, pillar.pk): cell for pillar in pillars for cell in pillar.cells.all()}
    return [
        MatrixRow(theme, [(pillar, cells.get((theme.pk, pillar.pk))) for pillar in pillars])
        for theme in agenda.actionthemes.all()
    ]
