"""What a structure message says of a flow: its dimensions, code lists, and names."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from koers_engine.concepts import Bilingual, unusable
from koers_engine.sources.sdmx.assembling import (
    AREA_NAMES,
    UNIT_NAMES,
    Axis,
    Code,
    Role,
    role_by_name,
)

_PREFERRED = ("nl", "en")


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStructure:
    """A flow as its publisher describes it. `definition` is what sdmx1 needs to read its data."""

    flow: str
    title: Mapping[str, str]
    axes: Sequence[Axis]
    attributes: frozenset[str]
    attribute_titles: Mapping[str, Mapping[str, str]]
    languages: frozenset[str]
    published_at: datetime | None
    definition: Any = field(repr=False)


def structure_of(message: Any, flow: str) -> FlowStructure | None:
    """The structure of a flow out of a structure message; None where it defines no data structure.

    A message about one data structure only needs not to name the flow.
    """
    definitions = list(message.structure.values())
    flows = {one.id.casefold(): one for one in message.dataflow.values() if one.id}
    known = flows.get(flow.casefold())
    named = getattr(getattr(known, "structure", None), "id", flow)
    definition = next((one for one in definitions if one.id == named), None)
    if definition is None:
        definition = definitions[0] if len(definitions) == 1 else None
    if definition is None or not definition.dimensions.components:
        return None
    axes: list[Axis] = []
    languages: set[str] = set()
    for component in sorted(definition.dimensions.components, key=lambda one: one.order or 0):
        role = _role(component, axes)
        codes = _codes(component, languages)
        title = _text(_names(component.concept_identity), languages) or component.id
        axes.append(Axis(name=component.id, title=title, role=role, codes=codes))
    attributes = [one for one in definition.attributes.components if one.id]
    title = _names(known) or _names(definition)
    return FlowStructure(
        flow=known.id if known is not None else flow,
        title=title,
        axes=axes,
        attributes=frozenset(one.id for one in attributes),
        attribute_titles={
            one.id: {code.code: code.title for code in _codes(one, set())}
            for one in attributes
            if one.id.casefold() in UNIT_NAMES
        },
        languages=frozenset(languages | set(title)),
        published_at=_published_at(known),
        definition=definition,
    )


def bilingual(texts: Mapping[str, str], otherwise: str) -> Bilingual:
    """The text in Dutch and English; a language that is not there reads the other, else any."""
    some = next((texts[language] for language in (*_PREFERRED, *texts) if language in texts), "")
    some = some or otherwise
    return Bilingual(nl=texts.get("nl") or texts.get("en") or some, en=texts.get("en") or some)


def _role(component: Any, before: Iterable[Axis]) -> Role:
    """What the standard says a dimension is, else what its name says."""
    match type(component).__name__:
        case "TimeDimension":
            return Role.PERIOD
        case "MeasureDimension":
            return Role.MEASURE
    concept = getattr(getattr(component, "concept_role", None), "id", "") or ""
    taken = {axis.role for axis in before}
    if concept.casefold() in AREA_NAMES and Role.AREA not in taken:
        return Role.AREA
    role = role_by_name(component.id, taken)
    return Role.OTHER if role is Role.PERIOD else role


def _codes(component: Any, languages: set[str]) -> tuple[Code, ...]:
    """The code list of a component, or of its concept; empty where neither has one."""
    for holder in (component, component.concept_identity):
        representation = getattr(holder, "local_representation", None) or getattr(
            holder, "core_representation", None
        )
        listed = getattr(representation, "enumerated", None)
        if listed is not None and len(listed):
            return tuple(
                Code(
                    code=item.id,
                    title=_text(_names(item), languages),
                    # The parent of a code of the first level is the list itself.
                    parent=item.parent.id if type(item.parent) is type(item) else "",
                    note=_text(_localised(item.description), set()),
                )
                for item in listed
            )
    return ()


def _names(nameable: Any) -> dict[str, str]:
    return _localised(getattr(nameable, "name", None))


def _localised(text: Any) -> dict[str, str]:
    """A text per language, with its white space in order."""
    found = getattr(text, "localizations", None) or {}
    return {str(language): " ".join(words.split()) for language, words in found.items() if words}


def _text(texts: Mapping[str, str], languages: set[str]) -> str:
    """The text in Dutch, else English, else the first language; which languages there are noted."""
    languages |= set(texts)
    return next((texts[language] for language in (*_PREFERRED, *texts) if language in texts), "")


def _published_at(flow: Any) -> datetime | None:
    """When Eurostat last updated the data, which it notes beside the flow."""
    for annotation in getattr(flow, "annotations", ()):
        if annotation.type == "UPDATE_DATA":
            return moment(str(annotation.title or annotation.text))
    return None


def moment(text: str) -> datetime | None:
    """A moment as publishers write it; of one without zone, UTC is taken. None where it is none."""
    text = text.strip()
    for form in ("", "%d/%m/%y %H:%M:%S", "%d/%m/%Y %H:%M:%S"):
        try:
            found = datetime.strptime(text, form) if form else datetime.fromisoformat(text)  # noqa: DTZ007
        except ValueError:
            continue
        found = found if found.tzinfo else found.replace(tzinfo=UTC)
        return None if unusable(found) else found
    return None
