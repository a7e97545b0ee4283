"""Who acts: a detached picture of a person, or of a machine, with the permissions that rules ask about."""

from dataclasses import dataclass, field
from enum import StrEnum

from portal.domain.vocabulary import LEVEL_ORDER, Granular, Level


class ActorKind(StrEnum):
    """People sign in; machines hold a ticket; the console belongs to whoever runs the server."""

    PERSON = "person"
    MACHINE = "machine"
    CONSOLE = "console"


@dataclass(frozen=True, slots=True)
class Actor:
    """One acting identity. `budget` and `granular` are those on the project in question, if any."""

    id: int | None
    name: str
    kind: ActorKind = ActorKind.PERSON
    active: bool = True
    directory: Level = Level.NONE
    erp: Level = Level.NONE
    can_push: bool = False
    can_export_budget: bool = True
    can_import_budget: bool = False
    can_export_jobs: bool = True
    can_import_jobs: bool = False
    can_export_codes: bool = True
    auditor: bool = False
    budget: Level = Level.NONE
    granular: frozenset[Granular] = field(default_factory=frozenset)
    address: str = ""

    def at_least(self, tool: str, level: Level) -> bool:
        """Whether the level on `tool` (`directory`, `erp` or `budget`) reaches `level`."""
        return LEVEL_ORDER[getattr(self, tool)] >= LEVEL_ORDER[level]


CONSOLE = Actor(id=None, name="Console", kind=ActorKind.CONSOLE)
"""The operator at the server's own command line."""


def machine(name: str) -> Actor:
    """The actor for what a connector or the ticker brings, named after it in the audit."""
    return Actor(id=None, name=name, kind=ActorKind.MACHINE)
