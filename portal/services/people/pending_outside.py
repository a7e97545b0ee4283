"""Sign-ins that are away at the provider: each bound to one browser by a cookie, good for one return within minutes.

Source: OWASP ASVS 5.0, 10.1.2 and 10.2.1 (state and verifier bound to the browser that began).
"""

import hmac
from dataclasses import dataclass
from datetime import datetime

from portal import clock
from portal.db.transactions import transaction
from portal.services.people import pending_sign_ins
from portal.services.people.own_sessions import hash_of
from portal.services.providers.exchanges import Departure

TERM = pending_sign_ins.TERM
_PURPOSE = "outside"


@dataclass(frozen=True, slots=True)
class Errand:
    """Why somebody is sent to the provider: `sign_in`, `link`, `welcome` or `proof`.

    `next` is the page to come back to; `person_id` who is signed in already; `invitation` the hash of a one-time link.
    """

    way: str
    next: str = "/"
    person_id: int | None = None
    session_id: int | None = None
    invitation: str = ""


@dataclass(frozen=True, slots=True)
class Away:
    """A sign-in that has come back: its errand and what was sent along."""

    errand: Errand
    nonce: str
    verifier: str
    provider_id: int
    begun_at: datetime


def put(errand: Errand, departure: Departure, provider_id: int) -> str:
    """Remember a departure; returns the token for the browser's cookie."""
    content = {
        "way": errand.way,
        "state": hash_of(departure.state),
        "nonce": departure.nonce,
        "verifier": departure.verifier,
        "provider": provider_id,
        "next": errand.next,
        "session": errand.session_id,
        "invitation": errand.invitation,
    }
    with transaction() as session:
        return pending_sign_ins.begin(session, _PURPOSE, errand.person_id, content)[1]


def take(token: str, state: str) -> Away | None:
    """What came back, once; None in another browser, too late, with another state, or a second time."""
    with transaction() as session:
        row = pending_sign_ins.find(session, token, _PURPOSE, lock=True)
        if row is None or not hmac.compare_digest(str(row.content["state"]), hash_of(state)):
            return None
        row.used_at = clock.now()
        content = row.content
        errand = Errand(
            content["way"], content["next"], row.person_id, content["session"], content["invitation"]
        )
        return Away(errand, content["nonce"], content["verifier"], content["provider"], row.created_at)
