"""Lists of municipalities of one's own: named, and never changed but by a new version."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from koers_engine.concepts import Bilingual, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault
from koers_engine.observations.toml_keys import TomlKeys, read_toml
from koers_engine.references import notes
from koers_engine.references.group import ReferenceGroup
from koers_engine.references.rules import Asked

NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?", re.ASCII)
_MENTION = re.compile(rf"group:(?P<name>{NAME.pattern})(?:@(?P<version>\d{{1,6}}))?", re.ASCII)
_MUNICIPALITY = re.compile(r"GM\d{4}", re.ASCII)


class UnknownGroup(Refusal, LookupError):
    """A text names a list that nobody gave."""

    def __init__(self, asked: str, existing: Iterable[str]) -> None:
        existing = sorted(existing)
        known = ", ".join(existing[:20]) or "none"
        super().__init__(
            f"There is no list {asked!r}.{did_you_mean(nearest(asked, existing))} Known lists: "
            f"{known}. On the command line, give the file that holds it with --groups."
        )


class FaultyGroups(Refusal, ValueError):
    """A file of lists cannot be used; every fault is named."""

    def __init__(self, path: Path, faults: Iterable[Fault]) -> None:
        told = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(f"{path} holds no usable lists of municipalities:\n{told}")


class UnknownMembers(Refusal, LookupError):
    """A list has codes that no municipality has or had."""

    def __init__(self, name: str, codes: Iterable[str]) -> None:
        super().__init__(
            f"The list {name!r} has codes that are no municipality's: {', '.join(codes)}. Correct "
            "them in a new version of the list."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    """A list of municipalities in one version; a revised list is another version of its name."""

    name: str
    title: Bilingual
    version: int
    members: frozenset[str]


def by_name(groups: Iterable[OwnGroup]) -> dict[str, OwnGroup]:
    """Lists as `parse_reference` takes them: "NAME" is the last version, "NAME@2" the second."""
    found: dict[str, OwnGroup] = {}
    for group in sorted(groups, key=lambda each: each.version):
        found[group.name] = found[f"{group.name}@{group.version}"] = group
    return found


@dataclass(frozen=True, slots=True)
class OwnList:
    """The municipalities of a list, whether the place is among them or not."""

    group: OwnGroup
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """The title of the list."""
        return self.group.title

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The list's municipalities; a note names those that are not there in the period.

        Raises:
            UnknownMembers: Codes are none of the register's; the message names them all.
        """
        group, register = self.group, asked.register
        unknown = sorted(group.members - register.areas.keys())
        if unknown:
            raise UnknownMembers(group.name, unknown)
        gone = group.members - frozenset(asked.characteristics.there_in(asked.period))
        said = (notes.not_there(register.names(gone), asked.period),) if gone else ()
        return ReferenceGroup(
            label=group.title,
            members=group.members,
            includes_self=asked.area.code in group.members,
            version=str(group.version),
            notes=said,
        )


def read_mention(text: str, groups: Mapping[str, OwnGroup]) -> OwnList | None:
    """The list that "group:NAME" or "group:NAME@2" means; None where the text is no such mention.

    Raises:
        UnknownGroup: It is not among the lists that are given.
    """
    found = _MENTION.fullmatch(text)
    if found is None:
        return None
    name = text.removeprefix("group:")
    if found["version"]:
        name = f"{found['name']}@{int(found['version'])}"
    if name not in groups:
        raise UnknownGroup(name, groups)
    return OwnList(groups[name])


def read_groups(path: Path) -> dict[str, OwnGroup]:
    """The lists in a TOML file, as `by_name` gives them.

    Each `[[groups]]` has a name (lower case, digits and dashes), a title in nl and en, a version
    (1 where there is none) and its members, codes as GM0106. A name may come in several versions.

    Raises:
        FaultyGroups: The file is no such file; the message names every fault.
    """
    faults: list[Fault] = []
    keys = TomlKeys(read_toml(path, faults), "", faults)
    read = [] if faults else [_group(table) for table in keys.tables("groups")]
    keys.refuse_others({"groups"})
    seen: set[tuple[str, int]] = set()
    for place, group in enumerate(read):
        if (group.name, group.version) in seen:
            what = f"{group.name!r} is there twice as version {group.version}"
            faults.append(Fault(f"groups[{place}].version", what))
        seen.add((group.name, group.version))
    if faults:
        raise FaultyGroups(path, faults)
    return by_name(read)


def _group(table: TomlKeys) -> OwnGroup:
    table.refuse_others({"name", "title", "version", "members"})
    name, version = table.take("name", str, "x"), table.take_if_there("version", int, 1)
    if not NAME.fullmatch(name):
        table.fault("name", f"expected lower case letters, digits and dashes, found {name!r}")
    if not 1 <= version < 10**6:
        table.fault("version", f"expected a whole number from 1 on, found {version}")
    members = table.take("members", list, [])
    wrong = [
        code for code in members if not (isinstance(code, str) and _MUNICIPALITY.fullmatch(code))
    ]
    if wrong:
        row = ", ".join(repr(code) for code in wrong[:20])
        table.fault("members", f"expected codes as GM0106, found {row}")
    elif not members:
        table.fault("members", "expected at least one code")
    return OwnGroup(
        name=name,
        title=table.bilingual("title"),
        version=version,
        members=frozenset(map(str, members)),
    )
