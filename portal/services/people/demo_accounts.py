"""The people of the demo company, as the sign-in page of a demo offers them: one press, no typing."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person

DOMAIN = "haldenrowe.example"
PASS_PHRASE = "show me around the demo"  # noqa: S105 - no secret: the demo's sign-in page shows it
"""Everybody's in the demo company, and nobody's elsewhere."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One person to try the portal as."""

    name: str
    title: str
    email: str


def accounts(session: Session) -> list[DemoAccount]:
    """Active people of the demo company, in the order in which they were made."""
    people = session.scalars(
        select(Person).where(Person.active, Person.email.endswith(f"@{DOMAIN}")).order_by(Person.id)
    )
    return [DemoAccount(person.name, person.title, person.email) for person in people]
