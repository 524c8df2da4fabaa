"""Acts upon composite indices: record a version, put one on the public site, take it off again."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from koers.accounts.models import User
from koers.core.models import Municipality
from koers.monitor.indices.data import Making, collect
from koers.monitor.indices.doubt import ask_where_slow
from koers.monitor.indices.parts import read_parts, recipe_in, written_parts
from koers.monitor.models import CompositeIndex, IndexPublication, IndexVersion
from koers_engine.composite import build, written
from koers_engine.concepts import Bilingual


class UnableToPublish(ValueError):
    """What is asked of the public site is so already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """What people read of an index, in Dutch and English; English may be empty."""

    title_nl: str
    title_en: str = ""
    description_nl: str = ""
    description_en: str = ""

    @property
    def title(self) -> Bilingual:
        return Bilingual(nl=self.title_nl, en=self.title_en or self.title_nl)


@transaction.atomic
def record_version(
    *,
    index: CompositeIndex | None,
    texts: Texts,
    making: Making,
    by: User,
    at: datetime,
    reason: str,
    slug: str = "",
) -> IndexVersion:
    """Record a version of an index, or with the first version the index itself.

    A new index has `slug` in its address, else one after its title.

    Raises:
        koers_engine.concepts.Refusal: The index cannot be built; nothing is recorded.
    """
    built = build(collect(making, "nl").data, making.recipe)
    if index is None:
        index = CompositeIndex.objects.create(slug=slug or _free_slug(texts.title_nl))
    kept = CompositeIndex.objects.select_for_update().get(pk=index.pk)  # one version at a time
    version = IndexVersion.objects.create(
        index=kept,
        number=kept.versions.count() + 1,
        title_nl=texts.title_nl,
        title_en=texts.title_en,
        description_nl=texts.description_nl,
        description_en=texts.description_en,
        parts=written_parts(making.parts),
        recipe=written(making.recipe),
        units=making.units,
        area_code=making.area_code,
        period=making.period.cbs if making.period else "",
        boundaries=making.boundaries,
        as_of=making.as_of,
        index_digest=built.digest,
        data_digest=built.data.digest,
        recipe_digest=built.recipe_digest,
        at=at,
        by=by,
        reason=reason,
    )
    ask_where_slow(version, built, at=at)
    return version


def recorded_as(
    texts: Texts, *, parts: str, recipe: str, units: str, boundaries: int | None, as_of: datetime
) -> Making:
    """What an index is to be made from, with its parts and recipe as TOML, seen from our own place.

    Raises:
        koers_engine.concepts.Refusal: The parts or the recipe cannot be read.
    """
    return Making(
        title=texts.title,
        parts=read_parts(parts),
        recipe=recipe_in(recipe),
        units=units,
        area_code=own_area(),
        period=None,
        boundaries=boundaries,
        as_of=as_of,
    )


def own_area() -> str:
    """The municipality from which "province" and the like are seen."""
    return Municipality.load().area_code


@transaction.atomic
def publish(*, version: IndexVersion, by: User, at: datetime, reason: str) -> IndexPublication:
    """Show a version on the public site, in place of any other one.

    Raises:
        UnableToPublish: It is there already.
    """
    index = CompositeIndex.objects.select_for_update().get(pk=version.index_id)
    if published_version(index) == version:
        raise UnableToPublish(_("This version is on the public site already."))
    return IndexPublication.objects.create(
        index=index, version=version, by=by, at=at, reason=reason
    )


@transaction.atomic
def withdraw(*, index: CompositeIndex, by: User, at: datetime, reason: str) -> IndexPublication:
    """Take an index off the public site.

    Raises:
        UnableToPublish: It is not there.
    """
    kept = CompositeIndex.objects.select_for_update().get(pk=index.pk)
    if published_version(kept) is None:
        raise UnableToPublish(_("This index is not on the public site."))
    return IndexPublication.objects.create(index=kept, version=None, by=by, at=at, reason=reason)


def published_version(index: CompositeIndex) -> IndexVersion | None:
    """The version on the public site; None where there is none; one query."""
    last = index.publications.select_related("version__index").last()
    return last.version if last else None


def published_versions() -> list[IndexVersion]:
    """The version on the public site of every index that has one, by title; one query an index."""
    versions = (published_version(index) for index in CompositeIndex.objects.all())
    return sorted(filter(None, versions), key=lambda version: str(version.title).casefold())


def _free_slug(title: str) -> str:
    stem = slugify(title)[:90] or "index"
    taken = set(CompositeIndex.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (f"{stem}-{number}" if number > 1 else stem for number in range(1, 10_000))
    return next(slug for slug in candidates if slug not in taken)
