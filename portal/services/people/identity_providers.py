"""The company's identity provider: what the portal must know to send people there, and whether it answers.

Its client secret is sealed, never shown again, and replaced by typing another one.
"""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.sign_in import IdentityProvider
from portal.db.transactions import reader
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import InputError, NotFoundError
from portal.services.people import ways_in
from portal.services.providers import documents
from portal.services.providers.addresses import checked_url
from portal.services.providers.exchanges import Client
from portal.services.providers.problems import ProviderProblem
from portal.vault import Vault

_NAME_AT_MOST = 60
_ID_AT_MOST = 200
_SECRET_AT_MOST = 500
_CLAIM = re.compile(r"[^\s]{1,100}")
SCOPES = "openid email profile groups"


@dataclass(frozen=True, slots=True)
class ProviderInput:
    """What the form carries. An empty `secret` keeps the stored one."""

    name: str
    issuer: str
    client_id: str
    secret: str = ""
    scopes: str = SCOPES
    groups_claim: str = "groups"
    adds_people: bool = False
    active: bool = True


def stored(session: Session) -> IdentityProvider | None:
    """The provider, whether it is offered or not."""
    return session.scalars(select(IdentityProvider).order_by(IdentityProvider.id)).first()


def offered(session: Session) -> IdentityProvider | None:
    """The provider that the sign-in page offers."""
    found = stored(session)
    return found if found is not None and found.active else None


def client_of(vault: Vault, row: IdentityProvider, redirect_uri: str) -> Client:
    """Who the portal is at this provider. Raises vault.SealBrokenError."""
    secret = vault.open(row.client_secret)
    return Client(row.issuer, row.client_id, secret, row.scopes, redirect_uri, row.groups_claim)


def save(actor: Actor, vault: Vault, given: ProviderInput) -> None:
    """Store the settings. Raises Denied, and InputError(name | issuer | client_id | secret | …) with the sentence."""
    subject = audit.Subject("identity_provider", None)
    with permitted(Action.CONFIGURE_SIGN_IN, actor, subject) as session:
        row = stored(session)
        wanted = _checked(given)
        if row is None:
            if not given.secret.strip():
                raise InputError("secret", "Enter the client secret that the provider gave you.")
            row = IdentityProvider(created_at=clock.now(), client_secret="")
            before: dict[str, object] = {}
        else:
            before = _told(row)
        for name, value in wanted.items():
            setattr(row, name, value)
        if given.secret.strip():
            row.client_secret = vault.seal(given.secret.strip()[:_SECRET_AT_MOST])
        session.add(row)
        if row.active:
            ways_in.keep_one(session, "active")
        session.flush()
        replaced = {"secret": "replaced"} if given.secret.strip() else {}
        note = audit.Note(detail={"was": before, "now": {**_told(row), **replaced}})
        audit.record(session, Action.CONFIGURE_SIGN_IN, actor, audit.Subject(subject.noun, row.id), note)
    documents.forget()


def test(actor: Actor) -> str:
    """Fetch what the provider publishes and say what was found. Raises Denied, NotFoundError, ProviderProblem."""
    with permitted(Action.CONFIGURE_SIGN_IN, actor, audit.Subject("identity_provider", None)):
        pass
    row = stored(reader())
    if row is None:
        raise NotFoundError("There is no identity provider yet. Enter and save it first.")
    found = documents.discovery(row.issuer, anew=True)
    keys = documents.keys(found, anew=True)
    count = len(keys.keys)
    return (
        f"{row.issuer} answers: {count} {'key' if count == 1 else 'keys'}, signatures {', '.join(found.signatures)}. "
        "Whether the client id and secret are right shows at the first sign-in."
    )


def _checked(given: ProviderInput) -> dict[str, object]:
    name = " ".join(given.name.split())
    if not name or len(name) > _NAME_AT_MOST:
        raise InputError("name", f"Enter the name for the button, at most {_NAME_AT_MOST} characters.")
    try:
        issuer = checked_url(given.issuer.strip(), "The issuer")
    except ProviderProblem as problem:
        raise InputError("issuer", str(problem)) from None
    client_id = given.client_id.strip()
    if not client_id or len(client_id) > _ID_AT_MOST:
        raise InputError("client_id", "Enter the client id that the provider gave you.")
    if not _CLAIM.fullmatch(given.groups_claim.strip()):
        raise InputError("groups_claim", "Enter the name of the claim that lists the groups, such as groups.")
    scopes = given.scopes.split()
    if "openid" not in scopes:
        raise InputError("scopes", "The scopes must hold openid.")
    return {
        "name": name,
        "issuer": issuer,
        "client_id": client_id,
        "groups_claim": given.groups_claim.strip(),
        "scopes": " ".join(scopes)[:_ID_AT_MOST],
        "adds_people": given.adds_people,
        "active": given.active,
    }


def _told(row: IdentityProvider) -> dict[str, object]:
    """What the audit tells: everything but the secret."""
    names = ("name", "issuer", "client_id", "groups_claim", "scopes", "adds_people", "active")
    return {name: getattr(row, name) for name in names}
