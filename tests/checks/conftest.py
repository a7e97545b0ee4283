"""Where the checks look: a furnished company, and a place whose settings a test bends."""

from dataclasses import replace

import pytest

from portal.checks.findings import Place
from portal.vault import vault_at
from tests import factories

SAFE = {
    "base_url": "https://budgets.example.com",
    "proxies": 1,
    "secret_key": "Zk3-9vQmT2xLw7RbNfYc5HdJp8sGaEuK",
}


@pytest.fixture
def world(plain_sqlite_app):
    with plain_sqlite_app.app_context():
        yield factories.furnish()


@pytest.fixture
def place(world, sqlite_settings):
    """Call with settings to change; what is not named is safe."""

    def at(**more):
        settings = replace(sqlite_settings, **{**SAFE, **more})
        return Place(settings, vault_at(settings.sealing_keys))

    return at


@pytest.fixture
def found():
    """Call with a check and a place: what it found, as one text."""

    def look(check, where):
        return "\n".join(f"{each.what} {each.advice}" for each in check(where))

    return look
