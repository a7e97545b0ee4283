"""A database that lets nobody in for too long: a sentence that says so, never a half-done act."""

import sqlite3

import pytest
from sqlalchemy import event

from portal.db.base import database
from tests import factories
from tests.people import DANA


@pytest.fixture
def impatient(sqlite_app):
    """The portal gives up at once instead of after ten seconds."""
    with sqlite_app.app_context():
        world = factories.furnish()
        project = factories.make_project(world)
        factories.add_lines(world, project, DANA, ("03-100", "L", 100))
        event.listen(
            database.engine, "checkout", lambda connection, *_: connection.execute("PRAGMA busy_timeout=20")
        )
    return sqlite_app, project


def test_whoever_finds_the_database_busy_is_told_to_come_again(impatient, sqlite_settings):
    app, project = impatient
    client = factories.client_for(app, DANA)
    holder = sqlite3.connect(sqlite_settings.database_url.removeprefix("sqlite:///"), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        answer = client.post(f"/projects/{project}/budget/lock", data={"csrf_token": client.csrf})
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "5"
        assert "nothing was saved" in answer.text
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    with app.app_context():
        assert not factories.budget_of(project).locked
    answer = client.post(f"/projects/{project}/budget/lock", data={"csrf_token": client.csrf})
    assert answer.status_code == 303
