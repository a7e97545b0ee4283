"""A process dies at the named commit, once, and nowhere else."""

import pytest
from flask import g
from sqlalchemy import event

from portal import crash_points
from portal.db.people import Person
from portal.db.transactions import reader, transaction
from tests import factories


@pytest.fixture
def struck(tmp_path, sqlite_app):
    """A file to name a point in, and how often it struck; the world's listeners are put back."""
    file, strikes, before = tmp_path / "crash", [], event.listen
    heard = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(event, "listen", lambda *given: (heard.append(given), before(*given)))
        crash_points.watch(file, lambda: strikes.append(file.exists()))
    yield file, strikes
    for target, name, listener in heard:
        event.remove(target, name, listener)


def touch():
    with transaction() as session:
        session.query(Person).first().title = "Whoever"


def test_it_dies_at_the_named_commit_once(struck, sqlite_app):
    file, strikes = struck
    with sqlite_app.app_context():
        factories.furnish()
        file.write_text("ticker.after_commit\n")
        reader().rollback()
        assert strikes == []
        touch()
        touch()
    assert strikes == [False]


def test_a_request_is_named_by_its_endpoint_or_its_operation(struck, sqlite_app):
    file, strikes = struck
    with sqlite_app.app_context():
        factories.furnish()
    with sqlite_app.test_request_context("/sign-in"):
        file.write_text("sendRequestXML.before_commit")
        touch()
        assert strikes == []
        g.operation = "sendRequestXML"
        touch()
        assert strikes == [False]
        del g.operation
        file.write_text("account.sign_in.before_commit")
        touch()
    assert strikes == [False, False]
