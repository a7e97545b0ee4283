"""The page before a deactivation says what can be undone."""

import pytest

from tests import factories
from tests.people import AKI, RUTH


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        return factories.furnish()


def test_it_says_that_the_account_can_be_activated_again_and_what_stays_gone(sqlite_app, world):
    ruth = factories.client_for(sqlite_app, RUTH)
    page = ruth.get(f"/settings/people/{world.id_of(AKI)}/leave")
    assert page.status_code == 200
    assert "This can be undone: activate the account again on the page of Aki Sato." in page.text
    assert "Can push to accounting does not come back by itself" in page.text
