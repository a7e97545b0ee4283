"""The demo's single sign-on: everybody is linked with the practice identity provider, and its groups give levels."""

import json
import os
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import Person
from portal.db.sign_in import GroupRole, IdentityProvider, OutsideIdentity
from portal.db.transactions import transaction
from portal.demo.people import ROLES, Role
from portal.services.people import identity_providers
from portal.settings import Settings
from portal.vault import Vault

NAME = "Halden & Rowe"
CLIENT = "budget-portal"
GROUPS = {
    "Dana Whitfield": "project-managers",
    "Luis Ortega": "project-coordinators",
    "Priya Raman": "project-managers",
    "Aki Sato": "accounting",
    "Karen Boyle": "accounting",
    "Ruth Adeyemi": "portal-administrators",
    "Tom Halden": "directory-administrators",
    "Vera Lindqvist": "auditors",
}
_LOOPBACK = "http://127.0.0.1:"


def load(settings: Settings, vault: Vault) -> None:
    """Make the provider once; later starts tell it where the practice provider answers now."""
    if not settings.practice_identity_url:
        return
    with transaction() as session:
        row = identity_providers.stored(session)
        if row is None:
            _make(session, settings, vault)
        elif row.issuer.startswith(_LOOPBACK) and row.issuer != settings.practice_identity_url:
            _move(session, row, settings.practice_identity_url)
    _write_people(settings.data_dir / "identity" / "people.json")


def group_of(role: Role) -> str:
    """The provider's group of a demo person; its levels are those of the person."""
    return GROUPS[role.name]


def _make(session: Session, settings: Settings, vault: Vault) -> None:
    provider = IdentityProvider(
        name=NAME,
        issuer=settings.practice_identity_url,
        client_id=CLIENT,
        client_secret=vault.seal(settings.practice_password),
        created_at=clock.now(),
    )
    session.add(provider)
    session.flush()
    groups = {group_of(role): role for role in ROLES}
    session.add_all(_group(provider.id, name, role) for name, role in groups.items())
    people = {person.email: person for person in session.scalars(select(Person))}
    session.add_all(
        _identity(provider.issuer, people[role.email], role) for role in ROLES if role.email in people
    )


def _group(provider_id: int, name: str, role: Role) -> GroupRole:
    return GroupRole(
        provider_id=provider_id,
        group_name=name,
        directory_level=role.directory.value,
        erp_level=role.erp.value,
        budget_level=role.budget.value,
        auditor=role.auditor,
        offers_push=role.can_push,
    )


def _identity(issuer: str, person: Person, role: Role) -> OutsideIdentity:
    now = clock.now()
    return OutsideIdentity(
        person_id=person.id,
        issuer=issuer,
        subject=_subject(role),
        groups=[group_of(role)],
        created_at=now,
        last_at=now,
    )


def _move(session: Session, row: IdentityProvider, issuer: str) -> None:
    """The port was taken at this start: the same provider answers elsewhere."""
    session.execute(update(OutsideIdentity).where(OutsideIdentity.issuer == row.issuer).values(issuer=issuer))
    row.issuer = issuer


def _write_people(path: Path) -> None:
    """What the practice provider knows; it reads the file on every request."""
    path.parent.mkdir(parents=True, exist_ok=True)
    people = [
        {
            "subject": _subject(role),
            "name": role.name,
            "email": role.email,
            "title": role.title,
            "groups": [group_of(role)],
        }
        for role in ROLES
    ]
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({"name": NAME, "people": people}, indent=1))
    os.replace(fresh, path)  # noqa: PTH105 - atomic, the provider may be reading


def _subject(role: Role) -> str:
    return f"halden-rowe|{ROLES.index(role) + 1:04}"
