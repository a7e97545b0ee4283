"""Who may ask at all: one small predicate per permission, with the words for the README and the refusal.

Source: Budget – Permissions; ERP Integrations – Permissions; What is the accounting approver role?
"""

from collections.abc import Callable
from dataclasses import dataclass

from portal.domain.people import Actor, ActorKind
from portal.domain.vocabulary import Granular, Level


@dataclass(frozen=True, slots=True)
class Permission:
    """A named predicate over an actor. `words` completes the sentence "Needs …"."""

    words: str
    holds: Callable[[Actor], bool]


def _person(test: Callable[[Actor], bool]) -> Callable[[Actor], bool]:
    def holds(actor: Actor) -> bool:
        return actor.kind is ActorKind.PERSON and actor.active and test(actor)

    return holds


def _reader(test: Callable[[Actor], bool]) -> Callable[[Actor], bool]:
    """As `_person`; an auditor sees everything and changes nothing."""
    return _person(lambda actor: actor.auditor or test(actor))


def _changer(test: Callable[[Actor], bool]) -> Callable[[Actor], bool]:
    return _person(lambda actor: not actor.auditor and test(actor))


def _budget(level: Level, granular: Granular | None = None) -> Callable[[Actor], bool]:
    def test(actor: Actor) -> bool:
        if actor.at_least("budget", level):
            return True
        return (
            granular is not None and granular in actor.granular and actor.at_least("budget", Level.READ_ONLY)
        )

    return _changer(test)


def _pushes(box: Callable[[Actor], bool]) -> Callable[[Actor], bool]:
    """Who holds the privilege and the box Can Export of one kind of item; directory admins need no box."""
    return lambda actor: (
        actor.can_push
        and actor.at_least("erp", Level.STANDARD)
        and (box(actor) or actor.at_least("directory", Level.ADMIN))
    )


_accepts = _pushes(lambda actor: actor.can_export_budget)


ANYONE_SIGNED_IN = Permission("an account", _person(lambda _actor: True))
BUDGET_READER = Permission(
    "Budget: Read Only, or ERP Integrations: Read Only",
    _reader(lambda a: a.at_least("budget", Level.READ_ONLY) or a.at_least("erp", Level.READ_ONLY)),
)
BUDGET_STANDARD = Permission("Budget: Standard", _budget(Level.STANDARD))
BUDGET_ADMIN = Permission("Budget: Admin", _budget(Level.ADMIN))
EDITS_ORIGINALS = Permission(
    "Budget: Admin, or the permission Modify original budget amount",
    _budget(Level.ADMIN, Granular.MODIFY_ORIGINAL),
)
ADDS_LINES = Permission(
    "Budget: Standard, or the permission Modify original budget amount",
    _budget(Level.STANDARD, Granular.MODIFY_ORIGINAL),
)
DELETES_LINES = Permission(
    "Budget: Admin, or the permission Delete budget line items", _budget(Level.ADMIN, Granular.DELETE_LINES)
)
IMPORTS_LINES = Permission(
    "Budget: Admin, or the permission Import line items from file",
    _budget(Level.ADMIN, Granular.IMPORT_LINES),
)
LOCKS = Permission("Budget: Admin, or the permission Lock budget", _budget(Level.ADMIN, Granular.LOCK))
MAKES_CHANGES = Permission(
    "Budget: Standard, or the permission Budget changes", _budget(Level.STANDARD, Granular.CHANGES)
)
APPROVES_CHANGES = Permission(
    "Budget: Admin, or the permission Budget changes", _budget(Level.ADMIN, Granular.CHANGES)
)
DIRECT_COST_READER = Permission(
    "Budget: Admin, or the permission View direct cost details",
    _reader(
        lambda a: (
            a.at_least("budget", Level.ADMIN)
            or (Granular.VIEW_DIRECT_COSTS in a.granular and a.at_least("budget", Level.READ_ONLY))
        )
    ),
)
SENDS = Permission(
    "Budget: Admin, or the permission Send and retrieve from ERP", _budget(Level.ADMIN, Granular.SEND)
)
APPROVER = Permission(
    "ERP Integrations: Standard or Admin and the privilege Can Push to Accounting", _changer(_accepts)
)
JOB_APPROVER = Permission(
    "ERP Integrations: Standard or Admin, the privilege Can Push to Accounting and Can Export for jobs",
    _changer(_pushes(lambda actor: actor.can_export_jobs)),
)
CODE_APPROVER = Permission(
    "ERP Integrations: Standard or Admin, the privilege Can Push to Accounting and Can Export for cost codes",
    _changer(_pushes(lambda actor: actor.can_export_codes)),
)
IMPORTS_FROM_ERP = Permission(
    "ERP Integrations: Standard or Admin and Can Import for budgets, or for a directory admin the privilege "
    "Can Push to Accounting in its place",
    _changer(
        lambda a: (
            a.at_least("erp", Level.STANDARD)
            and (a.can_import_budget or (a.can_push and a.at_least("directory", Level.ADMIN)))
        )
    ),
)
ERP_READER = Permission("ERP Integrations: Read Only", _reader(lambda a: a.at_least("erp", Level.READ_ONLY)))
ERP_STANDARD = Permission("ERP Integrations: Standard", _changer(lambda a: a.at_least("erp", Level.STANDARD)))
ERP_ADMIN = Permission("ERP Integrations: Admin", _changer(lambda a: a.at_least("erp", Level.ADMIN)))
ERP_ADMIN_READER = Permission("ERP Integrations: Admin", _reader(lambda a: a.at_least("erp", Level.ADMIN)))
APPROVER_ADMIN = Permission(
    "ERP Integrations: Admin and the privilege Can Push to Accounting",
    _changer(lambda a: _accepts(a) and a.at_least("erp", Level.ADMIN)),
)
SECOND_PERSON = Permission(
    "ERP Integrations: Admin, or being an accounting approver",
    _changer(lambda a: _accepts(a) or a.at_least("erp", Level.ADMIN)),
)
ADMIN_AND_APPROVER = Permission(
    "Budget: Admin and the privilege Can Push to Accounting",
    _changer(lambda a: a.at_least("budget", Level.ADMIN) and _accepts(a)),
)
JOB_COST_READER = Permission(
    "Budget: Admin on the project, or ERP Integrations: Admin or an accounting approver",
    _reader(lambda a: a.at_least("budget", Level.ADMIN) or a.at_least("erp", Level.ADMIN) or _accepts(a)),
)
CHECKER = Permission(
    "Budget: Admin, or ERP Integrations: Standard",
    _changer(lambda a: a.at_least("budget", Level.ADMIN) or a.at_least("erp", Level.STANDARD)),
)
DIRECTORY_READER = Permission(
    "Directory: Read Only", _reader(lambda a: a.at_least("directory", Level.READ_ONLY))
)
DIRECTORY_ADMIN = Permission("Directory: Admin", _changer(lambda a: a.at_least("directory", Level.ADMIN)))
SUSPENDER = Permission(
    "Directory: Admin, or being an accounting approver yourself",
    _changer(lambda a: a.at_least("directory", Level.ADMIN) or _accepts(a)),
)
PROJECT_MAKER = Permission(
    "Directory: Standard, or ERP Integrations: Admin",
    _changer(lambda a: a.at_least("directory", Level.STANDARD) or a.at_least("erp", Level.ADMIN)),
)
JOB_ADDER = Permission(
    "ERP Integrations: Standard and Directory: Admin, or Can Import for jobs",
    _changer(
        lambda a: (
            a.at_least("erp", Level.STANDARD) and (a.at_least("directory", Level.ADMIN) or a.can_import_jobs)
        )
    ),
)
SETTINGS_READER = Permission(
    "Directory: Admin or ERP Integrations: Admin",
    _reader(lambda a: a.at_least("directory", Level.ADMIN) or a.at_least("erp", Level.ADMIN)),
)
AUDIT_READER = Permission(
    "Directory: Admin or ERP Integrations: Admin, or being an auditor",
    _reader(lambda a: a.at_least("directory", Level.ADMIN) or a.at_least("erp", Level.ADMIN)),
)
DELEGATOR = Permission(
    "being an accounting approver, or Directory: Admin",
    _changer(lambda a: _accepts(a) or a.at_least("directory", Level.ADMIN)),
)
WRITER = Permission(
    "Budget: Read Only, or ERP Integrations: Read Only, and not being an auditor",
    _changer(lambda a: a.at_least("budget", Level.READ_ONLY) or a.at_least("erp", Level.READ_ONLY)),
)
CONNECTOR = Permission(
    "a connector of this portal", lambda actor: actor.kind is ActorKind.MACHINE and actor.active
)


def also_console(permission: Permission) -> Permission:
    """The same permission, open to the operator at the server's command line too."""
    return Permission(
        f"{permission.words}, or the server's console",
        lambda actor: actor.kind is ActorKind.CONSOLE or permission.holds(actor),
    )
