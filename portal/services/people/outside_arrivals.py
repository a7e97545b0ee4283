"""What somebody whom the provider vouches for may do here: come in, be linked, arrive for the first time, prove anew.

Source: OWASP ASVS 5.0, 10.5.2; Grant Accounting Approver Privileges (no group grants the privilege).
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.people import OneTimeLink, Person
from portal.db.sign_in import IdentityProvider
from portal.db.transactions import transaction
from portal.domain.people import machine
from portal.domain.vocabulary import Action
from portal.services import audit, person_locks
from portal.services.actors import may_accept
from portal.services.intentions import InputError
from portal.services.people import (
    accounts,
    fresh_proofs,
    group_roles,
    identity_providers,
    outside_identities,
    own_sessions,
    second_factors,
)
from portal.services.people.accounts import Opened, SignInRefused
from portal.services.people.directory import checked_email, checked_name
from portal.services.people.one_time_links import INVITATION
from portal.services.people.pending_outside import Errand
from portal.services.people.privileges import locked_person
from portal.services.providers.exchanges import Outsider

INACTIVE = "This account is not active. Ask an administrator of the portal."
TAKEN = "This sign-in belongs to somebody else here. Sign out at the provider, then begin again."


@dataclass(frozen=True, slots=True)
class Arrived:
    """How it went on: `opened` for whoever comes in, `token` for whoever proved anew, neither for a mere link.

    A proof without a token lacks the code of the person's second factor.
    """

    way: str
    next: str
    opened: Opened | None = None
    token: str = ""


def receive(errand: Errand, outsider: Outsider, address: str, browser: str, signed_in: int | None) -> Arrived:
    """Do what the errand was for. Raises SignInRefused with the sentence; nothing has changed then."""
    if errand.way in {"link", "proof"} and (signed_in is None or signed_in != errand.person_id):
        raise SignInRefused("You are not signed in any more as the person who began this. Begin again.")
    if errand.way == "link":
        _link(signed_in or 0, outsider, address)
        return Arrived("link", errand.next)
    if errand.way == "proof":
        return Arrived("proof", errand.next, token=_prove(errand, outsider, address))
    with transaction() as session:
        provider = _provider(session, outsider)
        person = (
            _invited(session, provider, errand, outsider, address)
            if errand.way == "welcome"
            else _known(session, provider, outsider, address)
        )
        group_roles.settle(session, provider, person, outsider.groups)
        person_id = person.id
    return Arrived(
        errand.way,
        errand.next,
        accounts.open_for(person_id, address, browser, proved_by="provider", way_back=errand.next),
    )


def _provider(session: Session, outsider: Outsider) -> IdentityProvider:
    """The provider's row, held so that two first sign-ins of one person come one after the other."""
    provider = identity_providers.offered(session)
    if provider is None or provider.issuer != outsider.issuer:
        raise SignInRefused("The identity provider was changed meanwhile. Begin again.")
    session.get_one(IdentityProvider, provider.id, with_for_update=True)
    if group_roles.any_mapped(session, provider) and not group_roles.mapped(
        session, provider, outsider.groups
    ):
        raise SignInRefused(
            f"None of your groups at {provider.name} means anything here. Ask an administrator of the portal."
        )
    return provider


def _known(session: Session, provider: IdentityProvider, outsider: Outsider, address: str) -> Person:
    """Whoever is linked; else somebody new, where the company wants that."""
    row = outside_identities.find(session, outsider)
    if row is None:
        return _new(session, provider, outsider, address)
    accepts = may_accept(session, session.get_one(Person, row.person_id))
    person_locks.hold(session, machine(provider.name), row.person_id, approvers_too=accepts)
    person = locked_person(session, row.person_id)
    if not person.active:
        raise SignInRefused(INACTIVE)
    outside_identities.came(row, outsider)
    return person


def _new(session: Session, provider: IdentityProvider, outsider: Outsider, address: str) -> Person:
    roles = group_roles.mapped(session, provider, outsider.groups)
    there = (
        session.scalar(select(Person.id).where(Person.email == outsider.email)) if outsider.email else None
    )
    if there is not None:
        raise SignInRefused(
            "Somebody here has your e-mail address, but is not linked with this sign-in. Sign in with your pass "
            f"phrase, then press Link under Your account. If you have none, ask for an invitation to {outsider.email}."
        )
    if not provider.adds_people or not roles or not outsider.email:
        raise SignInRefused(
            "Nobody here is linked with this sign-in. Sign in with your pass phrase, then press Link under Your "
            "account, or ask an administrator of the portal for an invitation."
        )
    try:
        name = checked_name(outsider.name or outsider.email.partition("@")[0])
        email = checked_email(session, outsider.email)
    except InputError as error:
        raise SignInRefused(f"{provider.name} sent data that cannot be taken. {error}") from None
    person = Person(email=email, name=name, created_at=clock.now())
    session.add(person)
    session.flush()
    actor = machine(f"Groups of {provider.name}")
    note = audit.Note(after="added", detail={"name": name, "email": email})
    audit.record(session, Action.CHANGE_LEVELS, actor, audit.Subject("person", person.id), note)
    outside_identities.link(session, person, outsider, address)
    return person


def _invited(
    session: Session, provider: IdentityProvider, errand: Errand, outsider: Outsider, address: str
) -> Person:
    """The guest of a one-time link, who from now on comes in through the provider."""
    statement = select(OneTimeLink).where(
        OneTimeLink.token_hash == errand.invitation,
        OneTimeLink.purpose == INVITATION,
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > clock.now(),
    )
    link = session.scalar(statement.with_for_update())
    if link is None:
        raise SignInRefused("This link was used or has expired. Ask whoever sent it for a new one.")
    person = locked_person(session, link.person_id)
    if not person.active:
        raise SignInRefused(INACTIVE)
    row = outside_identities.find(session, outsider)
    if row is not None and row.person_id != person.id:
        raise SignInRefused(TAKEN)
    link.used_at = clock.now()
    own_sessions.end_all(session, person.id)
    if row is None:
        _refuse_second(session, provider, person)
        outside_identities.link(session, person, outsider, address)
    return person


def _link(person_id: int, outsider: Outsider, address: str) -> None:
    with transaction() as session:
        provider = _provider(session, outsider)
        person = locked_person(session, person_id)
        row = outside_identities.find(session, outsider)
        if row is not None and row.person_id != person_id:
            raise SignInRefused(TAKEN)
        if row is None:
            _refuse_second(session, provider, person)
            outside_identities.link(session, person, outsider, address)


def _refuse_second(session: Session, provider: IdentityProvider, person: Person) -> None:
    if outside_identities.has_link(session, person.id, provider.issuer):
        raise SignInRefused(
            f"{person.name} is linked with another sign-in of {provider.name}. An administrator can end that link "
            "on the page of the person."
        )


def _prove(errand: Errand, outsider: Outsider, address: str) -> str:
    with transaction() as session:
        row = outside_identities.find(session, outsider)
        if row is None or row.person_id != errand.person_id:
            raise SignInRefused(TAKEN)
        outside_identities.came(row, outsider)
        if second_factors.has(session, errand.person_id):
            return ""
    return fresh_proofs.take_outside_proof(errand.person_id, errand.session_id or 0, address)
