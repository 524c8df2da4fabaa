"""Composite indices as the tests need them."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from koers.accounts.models import User
from koers.monitor.indices.services import Texts, record_version, recorded_as
from koers.monitor.models import IndexVersion

PARTS = """
[[goals]]
code = "work"
name = { nl = "Werk", en = "Work" }
[[goals]]
code = "people"
name = { nl = "Mensen", en = "People" }
weight = 2
[[indicators]]
code = "jobs-per-1000"
part_of = "work"
[[indicators]]
code = "establishments-per-1000"
part_of = "work"
[[indicators]]
code = "welfare-per-1000"
part_of = "people"
[[indicators]]
code = "population"
part_of = "people"
direction = "higher"
"""
CHOSEN = {"impute": "none", "share": "65", "treat": "log", "normalise": "min-max"}
CHOSEN |= {"weigh": "given", "aggregate": "arithmetic"}


def a_version(by: User, *, parts: str = PARTS, recipe: str = "", **more: Any) -> IndexVersion:
    texts = Texts(title_nl="Brede blik", title_en="Broad view")
    making = recorded_as(
        texts,
        parts=parts,
        recipe=recipe,
        units=more.pop("units", "PV22"),
        boundaries=2026,
        as_of=timezone.now(),
    )
    given = {"index": None, "reason": "First look", "at": timezone.now()} | more
    return record_version(texts=texts, making=making, by=by, **given)


def form_of(*codes: str, **more: str) -> dict[str, str]:
    sent = {"title_nl": "Brede blik", "units": "province with itself", "boundaries": "2026"}
    for code in codes:
        sent |= {f"part-{code}": "1", f"weight-{code}": "1", f"direction-{code}": "higher"}
    for n in range(1, 6):
        sent |= {f"goal-nl-{n}": "", f"goal-en-{n}": "", f"goal-weight-{n}": "1"}
    return sent | CHOSEN | {"goal-nl-1": "Werk", "reason": "First look"} | more


def make_url(*codes: str) -> str:
    return f"{reverse('indices:make')}?{'&'.join(f'indicator={code}' for code in codes)}"
