"""G4: no transition without privilege, state, sender rule and revision, whatever people press in whatever order."""

import shutil
from collections import Counter
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from portal.app import create_app
from portal.db.base import database
from tests import factories
from tests.fixtures.portals import settings_for
from tests.guarantees.lifecycle_machine import Machine
from tests.guarantees.lifecycle_office import Office
from tests.guarantees.seeded_faults import FAULTS

EXAMPLES, STEPS = 100, 10
ACTS = {"edit", "lock", "unlock", "send", "retrieve", "accept", "reject", "retry"}
SEARCH = {
    "stateful_step_count": STEPS,
    "deadline": None,
    "derandomize": True,
    "database": None,
    "phases": (Phase.generate,),
    "suppress_health_check": list(HealthCheck),
    "print_blob": False,
}


@pytest.fixture
def office(migrated_sqlite, tmp_path, serve):
    shutil.copyfile(migrated_sqlite, tmp_path / "portal.sqlite3")
    url = f"sqlite:///{tmp_path}/portal.sqlite3"
    app = create_app(settings_for(url, f"unix://{tmp_path}/none.sock", tmp_path))
    with app.app_context():
        world = factories.furnish()
    yield Office(app, serve(app), world)
    with app.app_context():
        database.engine.dispose()


def play(office, examples=EXAMPLES):
    """Run the machine; returns it, with its counts, and the first thing that was wrong or None."""
    machine = type("Played", (Machine,), {"office": office, "steps": 0, "done": Counter()})
    try:
        run_state_machine_as_test(machine, settings=settings(max_examples=examples, **SEARCH))
    except BaseException as wrong:
        if isinstance(wrong, KeyboardInterrupt):
            raise
        return machine, wrong
    return machine, None


@pytest.mark.slow
def test_whatever_is_pressed_the_portal_stands_as_noted(office, figures):
    machine, wrong = play(office)
    wrongs = 0 if wrong is None else 1
    figures("G4 lives over HTTP", lives=EXAMPLES, presses=machine.steps, disagreements=wrongs, **machine.done)
    if wrong is not None:
        raise wrong
    assert set(machine.done) == ACTS, "play never reached one of the acts"


@pytest.mark.slow
def test_every_seeded_fault_is_found(office, figures):
    found = {}
    for fault in FAULTS:
        with planted(fault):
            machine, wrong = play(office)
        found[fault.__name__] = machine.steps if isinstance(wrong, AssertionError | ExceptionGroup) else 0
    figures("G4 seeded faults", planted=len(FAULTS), found=sum(map(bool, found.values())))
    figures("G4 presses until each fault was found", **found)
    assert all(found.values()), found


@contextmanager
def planted(fault):
    with pytest.MonkeyPatch.context() as patch:
        fault(patch)
        yield
