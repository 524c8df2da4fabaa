"""The composite indices of the demonstration, recorded and published as a researcher would."""

import tomllib
from datetime import datetime
from pathlib import Path

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.monitor.indices.services import Texts, publish, record_version, recorded_as
from koers.monitor.models import CompositeIndex

_TEXTS = ("title_nl", "title_en", "description_nl", "description_en")


def load_indices(folder: Path, *, at: datetime) -> int:
    """Record and publish each index of `folder` that is not there yet; its file names it.

    Returns:
        How many were new.

    Raises:
        ValueError, LookupError, ArithmeticError: The figures that it needs are not there, or the
            file is faulty; the message tells. What came before stays.
    """
    by = User.objects.get(username=Role.RESEARCHER.value)
    new = 0
    for path in sorted(folder.glob("*.toml")):
        if CompositeIndex.objects.filter(slug=path.stem).exists():
            continue
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        texts = Texts(**{name: content[name] for name in _TEXTS})
        making = recorded_as(
            texts,
            parts=content["parts"],
            recipe=content["recipe"],
            units=content["units"],
            boundaries=content["boundaries"],
            as_of=at,
        )
        reason = content["reason_nl"]
        version = record_version(
            index=None, texts=texts, making=making, by=by, at=at, reason=reason, slug=path.stem
        )
        publish(version=version, by=by, at=at, reason=reason)
        new += 1
    return new
