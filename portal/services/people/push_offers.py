"""Whose groups suggest Can Push to Accounting: an offer to the directory admin, never a grant.

Source: Grant Accounting Approver Privileges.
"""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.db.sign_in import GroupRole, OutsideIdentity
from portal.services.people import identity_providers


def read(session: Session) -> dict[int, str]:
    """The sentence for each active person whose groups, as of the last sign-in, suggest it and who lacks it."""
    provider = identity_providers.offered(session)
    if provider is None:
        return {}
    roles = select(GroupRole.group_name).where(GroupRole.provider_id == provider.id, GroupRole.offers_push)
    offering = set(session.scalars(roles))
    if not offering:
        return {}
    members = session.execute(
        select(Person.id, OutsideIdentity.groups)
        .join(OutsideIdentity, OutsideIdentity.person_id == Person.id)
        .where(OutsideIdentity.issuer == provider.issuer, Person.active, ~Person.can_push)
    )
    found = {person_id: sorted(offering.intersection(map(str, groups))) for person_id, groups in members}
    return {
        person_id: f"The group {names[0]} of {provider.name} suggests this."
        for person_id, names in found.items()
        if names
    }
