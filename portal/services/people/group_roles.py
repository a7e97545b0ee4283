"""What the provider's groups mean here: levels per tool, set at each sign-in.

No group grants Can Push to Accounting: it may only offer it, and a directory admin grants it.
Source: Grant Accounting Approver Privileges.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.db.sign_in import GroupRole, IdentityProvider
from portal.domain.people import Actor, machine
from portal.domain.vocabulary import LEVEL_ORDER, LEVEL_WORDS, Action, Level
from portal.services import audit
from portal.services.actors import may_accept
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import identity_providers, last_approvers, ways_in
from portal.services.people.privileges import facts_of, withdraw

TOOLS = ("directory", "erp", "budget")
_NAME_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class GroupInput:
    """One row of the table as typed."""

    group_name: str
    directory: Level = Level.NONE
    erp: Level = Level.NONE
    budget: Level = Level.NONE
    audits: bool = False
    offers_push: bool = False


def put(actor: Actor, given: GroupInput) -> None:
    """Say what a group means; a row of that name is replaced. Raises Denied, NotFoundError, InputError(group_name)."""
    subject = audit.Subject("group_role", None)
    with permitted(Action.CONFIGURE_SIGN_IN, actor, subject) as session:
        provider = identity_providers.stored(session)
        if provider is None:
            raise NotFoundError("There is no identity provider yet. Enter and save it first.")
        name = given.group_name.strip()
        if not name or len(name) > _NAME_AT_MOST:
            raise InputError("group_name", "Enter the group's name exactly as the provider sends it.")
        row = _named(session, provider, name) or GroupRole(provider_id=provider.id, group_name=name)
        row.directory_level, row.erp_level = given.directory.value, given.erp.value
        row.budget_level, row.auditor = given.budget.value, given.audits
        row.offers_push = given.offers_push
        session.add(row)
        session.flush()
        note = audit.Note(after=say_role(row), detail={"group": name, "offers_push": row.offers_push})
        audit.record(session, Action.CONFIGURE_SIGN_IN, actor, audit.Subject(subject.noun, row.id), note)


def remove(actor: Actor, role_id: int) -> None:
    """Let a group mean nothing any more; nobody's levels change by that. Raises Denied; a missing row is no fault."""
    subject = audit.Subject("group_role", role_id)
    with permitted(Action.CONFIGURE_SIGN_IN, actor, subject) as session:
        row = session.get(GroupRole, role_id)
        if row is not None:
            note = audit.Note(before=say_role(row), after="removed", detail={"group": row.group_name})
            audit.record(session, Action.CONFIGURE_SIGN_IN, actor, subject, note)
            session.delete(row)


def all_of(session: Session) -> list[GroupRole]:
    """The whole table, by group."""
    return list(session.scalars(select(GroupRole).order_by(GroupRole.group_name)))


def mapped(session: Session, provider: IdentityProvider, groups: Iterable[str]) -> list[GroupRole]:
    """The rows that fit somebody's groups."""
    wanted = set(groups)
    rows = session.scalars(select(GroupRole).where(GroupRole.provider_id == provider.id))
    return [row for row in rows if row.group_name in wanted]


def any_mapped(session: Session, provider: IdentityProvider) -> bool:
    """Whether groups mean anything here at all."""
    statement = select(GroupRole.id).where(GroupRole.provider_id == provider.id).limit(1)
    return session.scalar(statement) is not None


def settle(session: Session, provider: IdentityProvider, person: Person, groups: Sequence[str]) -> None:
    """Give a person the highest levels that the groups say; without a mapped group nothing changes.

    Inside the sign-in's transaction, with the rows of approvers held. The last directory admin with a pass phrase
    stays one, and so does the last accounting approver: that is noted for whoever reads the audit.
    """
    roles = mapped(session, provider, groups)
    if not roles:
        return
    before, was_last = _levels_of(person), last_approvers.is_last(session, person.id)
    _write(person, highest(roles))
    session.flush()
    if before == _levels_of(person):
        return
    if was_last:
        _keep_last_approver(session, provider, person, before)
    if person.password_hash is not None and not ways_in.is_left(session):
        person.directory_level, person.auditor = before["directory"], before["auditor"]
        session.flush()
    after = _levels_of(person)
    if before == after:
        return
    actor = machine(f"Groups of {provider.name}")
    note = audit.Note(
        _text(before), _text(after), detail={"groups": sorted(role.group_name for role in roles)}
    )
    audit.record(session, Action.CHANGE_LEVELS, actor, audit.Subject("person", person.id), note)
    if after["auditor"] or not facts_of(session, person).erp_can_accept:
        withdraw(
            session, actor, person, f"The groups of {provider.name} give no ERP Integrations level for it"
        )


def _keep_last_approver(
    session: Session, provider: IdentityProvider, person: Person, before: dict[str, Any]
) -> None:
    """Give back what accepting needs, when nobody could accept budgets any more; and say so in the audit."""
    if may_accept(session, person):
        return
    wanted = _text(_levels_of(person))
    person.erp_level, person.auditor = before["erp"], before["auditor"]
    session.flush()
    if not may_accept(session, person):
        person.directory_level = before["directory"]
        session.flush()
    reason = (
        f"{person.name} is the last accounting approver. The groups of {provider.name} say {wanted}; what accepting "
        "needs was kept, so that budgets can still be accepted."
    )
    note = audit.Note(after="kept_last_approver", reason=reason)
    actor = machine(f"Groups of {provider.name}")
    audit.record(session, Action.CHANGE_LEVELS, actor, audit.Subject("person", person.id), note)


def highest(roles: Sequence[GroupRole]) -> GroupInput:
    """What several groups give together: the highest level of each tool."""

    def top(tool: str) -> Level:
        levels = (Level(getattr(role, f"{tool}_level")) for role in roles)
        return max(levels, key=LEVEL_ORDER.__getitem__)

    return GroupInput(
        "",
        top("directory"),
        top("erp"),
        top("budget"),
        audits=any(_levels_of(role)["auditor"] for role in roles),
    )


def say_role(row: GroupRole) -> str:
    """`Directory Standard, Budget Admin` for a row of the table."""
    return _text(_levels_of(row))


def _named(session: Session, provider: IdentityProvider, name: str) -> GroupRole | None:
    statement = select(GroupRole).where(GroupRole.provider_id == provider.id, GroupRole.group_name == name)
    return session.scalars(statement).first()


def _levels_of(row: Person | GroupRole) -> dict[str, Any]:
    return {
        "directory": row.directory_level,
        "erp": row.erp_level,
        "budget": row.budget_level,
        "auditor": row.auditor,
    }


def _write(person: Person, given: GroupInput) -> None:
    person.directory_level = given.directory.value
    person.erp_level = given.erp.value
    person.budget_level = given.budget.value
    person.auditor = given.audits


def _text(levels: dict[str, Any]) -> str:
    words = {"directory": "Directory", "erp": "ERP Integrations", "budget": "Budget"}
    given = {tool: Level(levels[tool]) for tool in TOOLS}
    said = [f"{words[tool]} {LEVEL_WORDS[level]}" for tool, level in given.items() if LEVEL_ORDER[level]]
    return ", ".join([*said, *(["Auditor"] if levels["auditor"] else [])]) or "None"
