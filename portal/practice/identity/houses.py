"""One running provider: who it is, whom it knows, which client it serves."""

import hmac
from dataclasses import dataclass, field

from flask import current_app

from portal.practice.armed_faults import ArmedFaults
from portal.practice.identity.grants import Grants
from portal.practice.identity.people import PeopleFile
from portal.practice.identity.tokens import Keys


@dataclass
class House:
    """Everything that the doors share. `issuer` is known once the port is."""

    people: PeopleFile
    faults: ArmedFaults
    client_id: str
    client_secret: str
    redirect_uris: tuple[str, ...]
    issuer: str = ""
    keys: Keys = field(default_factory=Keys)
    grants: Grants = field(default_factory=Grants)

    def is_client(self, client_id: str, secret: str) -> bool:
        """Whether a client proved that it is ours."""
        return client_id == self.client_id and hmac.compare_digest(
            secret.encode(), self.client_secret.encode()
        )


def house() -> House:
    """The provider of this request."""
    found: House = current_app.extensions["house"]
    return found
