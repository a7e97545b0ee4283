"""How often one may guess: a pass phrase, or the code after it, by account and address.

An account is only slowed down as a whole for addresses from which its owner never signed in: whoever guesses from
elsewhere keeps nobody out. Source: OWASP ASVS 5.0, chapter 6 (brute force without locking accounts).
"""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.db.people import Person, SignedInSession
from portal.services.people import own_sessions, throttles
from portal.services.people.throttles import Limit

LONG = timedelta(minutes=15)
SHORT = timedelta(minutes=1)


def for_phrase(session: Session, email: str, address: str) -> list[Limit]:
    """The limits of a sign-in with a pass phrase, the same whether the account exists or not."""
    prefix = throttles.address_prefix(address)
    account = own_sessions.hash_of(email)
    limits = [Limit(f"pair:{account}:{address}", 5, LONG), Limit(f"address:{prefix}", 30, SHORT)]
    if not _was_here(session, Person.email == email, address):
        limits.append(Limit(f"account:{account}", 50, SHORT))
    return limits


def for_code(session: Session, person_id: int, address: str) -> list[Limit]:
    """The limits of the code that follows a right pass phrase."""
    limits = [Limit(f"code:{person_id}:{address}", 5, LONG)]
    if not _was_here(session, Person.id == person_id, address):
        limits.append(Limit(f"code:{person_id}", 20, LONG))
    return limits


def for_forgotten(email: str, address: str) -> list[Limit]:
    """The limits of asking for a new pass phrase by mail: nobody's inbox is flooded."""
    prefix = throttles.address_prefix(address)
    account = own_sessions.hash_of(email)
    return [Limit(f"forgot:{account}", 3, LONG), Limit(f"forgot-from:{prefix}", 20, LONG)]


def _was_here(session: Session, who: object, address: str) -> bool:
    statement = (
        select(SignedInSession.id)
        .join(Person, Person.id == SignedInSession.person_id)
        .where(who, SignedInSession.address == address)  # type: ignore[arg-type]  # a column's comparison
        .limit(1)
    )
    return session.scalar(statement) is not None
