"""Steps through the provider with the Flask test client."""

import re
from urllib.parse import parse_qs, urlsplit

from portal.services.people import identity_providers
from portal.services.people.identity_providers import ProviderInput
from tests import factories, providers
from tests.people import RUTH

NAME = "Halden & Rowe"


def offer(app, world, provider, **more):
    """Store the provider as Ruth does on her page."""
    given = {"name": NAME, "issuer": provider.url, "client_id": "budget-portal", "secret": providers.SECRET}
    with app.app_context():
        identity_providers.save(
            world.actor(RUTH), app.extensions["portal_vault"], ProviderInput(**{**given, **more})
        )


def depart(client, path="/sign-in/outside", page="/sign-in", **fields):
    """Press the button; returns the address of the provider."""
    token = getattr(client, "csrf", None) or factories.csrf_of(client.get(page).text)
    answer = client.post(path, data={"csrf_token": token, **fields})
    assert answer.status_code == 200, answer.text
    return re.match(r"0; url=(.*)", answer.headers["Refresh"])[1]


def come_back(client, address):
    """Follow the provider's answer into the portal."""
    parts = urlsplit(address)
    return client.get(f"{parts.path}?{parts.query}")


def through(client, person, **more):
    """The whole way; returns the portal's answer to the return."""
    return come_back(client, providers.choose(depart(client, **more), person))


def asked(address):
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def link(client, person):
    """Link a signed-in person with their sign-in at the provider."""
    answer = through(client, person, path="/account/outside")
    assert (answer.status_code, answer.location) == (303, "/account")
