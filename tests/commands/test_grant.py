"""`portal grant EMAIL` on the console, as its own process: the vendor's part in the commissioned text."""

import os
import subprocess
import sys

import pytest

from portal.db.people import Person
from portal.db.transactions import reader
from tests import factories
from tests.people import DANA, LUIS


@pytest.fixture
def world(sqlite_app):
    with sqlite_app.app_context():
        yield factories.furnish()


@pytest.fixture
def console(sqlite_settings):
    """Call with the words after `portal`."""

    def run(*words):
        environment = {
            **os.environ,
            "PORTAL_DATA": str(sqlite_settings.data_dir),
            "DATABASE_URL": sqlite_settings.database_url,
            "REDIS_URL": sqlite_settings.redis_url,
        }
        command = [sys.executable, "-m", "portal.cli", *words]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)

    return run


def can_push(world, person):
    reader().rollback()  # another process wrote
    return reader().get(Person, world.id_of(person)).can_push


def test_the_operator_grants_and_takes_away(world, console):
    done = console("grant", LUIS.email, "--reason", "first approver")
    assert (done.returncode, done.stdout) == (0, "Luis Ortega can push to accounting.\n")
    assert can_push(world, LUIS)
    done = console("grant", LUIS.email, "--end")
    assert (done.returncode, done.stdout) == (0, "Luis Ortega can no longer push to accounting.\n")
    assert not can_push(world, LUIS)


def test_a_refusal_is_one_sentence_and_changes_nothing(world, console):
    for email, sentence in (
        (DANA.email, "Needs ERP Integrations: Standard or Admin."),
        ("nobody@haldenrowe.example", "Nobody in the directory has the address nobody@haldenrowe.example."),
    ):
        done = console("grant", email)
        assert done.returncode == 1
        assert sentence in done.stderr
        assert "Traceback" not in done.stderr
    assert not can_push(world, DANA)
