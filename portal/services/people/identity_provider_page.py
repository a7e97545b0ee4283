"""What the page Single sign-on shows: the provider as stored, and what its groups mean."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.db.sign_in import OutsideIdentity
from portal.services.people import group_roles, identity_providers


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group, worded."""

    id: int
    group_name: str
    gives: str
    suggests: str


@dataclass(frozen=True, slots=True)
class ProviderPage:
    """The whole page. `state` is the badge; `has_secret` tells that one is stored, never which."""

    exists: bool
    active: bool
    state: str
    facts: tuple[tuple[str, str], ...]
    has_secret: bool
    linked: str
    groups: tuple[GroupRow, ...]


def read(session: Session) -> ProviderPage:
    """The page as of now."""
    row = identity_providers.stored(session)
    if row is None:
        return ProviderPage(
            exists=False, active=False, state="Not set up", facts=(), has_secret=False, linked="", groups=()
        )
    count = session.scalar(select(func.count(OutsideIdentity.id)).where(OutsideIdentity.issuer == row.issuer))
    return ProviderPage(
        exists=True,
        active=row.active,
        state="On" if row.active else "Off",
        facts=(
            ("Name on the button", row.name),
            ("Issuer", row.issuer),
            ("Client id", row.client_id),
            ("Client secret", "stored, sealed"),
            ("Scopes", row.scopes),
            ("Claim that lists the groups", row.groups_claim),
            ("Adds people whom nobody invited", "Yes" if row.adds_people else "No"),
        ),
        has_secret=bool(row.client_secret),
        linked="1 person is linked" if count == 1 else f"{count or 0} people are linked",
        groups=tuple(
            GroupRow(
                role.id,
                role.group_name,
                group_roles.say_role(role),
                "Can push to accounting" if role.offers_push else "",
            )
            for role in group_roles.all_of(session)
        ),
    )
