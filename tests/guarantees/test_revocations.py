"""G8: a privilege that is taken away is gone at once: nothing is accepted with it after the revocation's commit."""

import random
import threading
import time

import pytest
from sqlalchemy import select

from portal.db.audit import AuditEvent
from portal.db.transactions import reader
from tests import factories
from tests.guarantees import races
from tests.guarantees.http_people import HttpPerson
from tests.guarantees.web_processes import web_processes
from tests.people import AKI, RUTH

ROUNDS = {"sqlite": 60, "postgresql": 140}
CONTROL_ROUNDS = 24
PAUSE = 0.01
"""Every accept dawdles so long between the door and the lock: the moment in which the privilege is taken."""
SPREAD = 0.04
SEED = 8
pytestmark = pytest.mark.slow


class Duel:
    """Aki accepts while Ruth takes the privilege from him; who begins, and by how much, the dice say."""

    def __init__(self, world, bases):
        self.world, self.bases = world, bases
        self.race = races.Race(world, bases[:1], people=())
        self.aki, self.ruth = HttpPerson.sign_in(bases[0], AKI), HttpPerson.sign_in(bases[1], RUTH)
        self.dice = random.Random(SEED)

    def fight(self, case):
        """The statuses of both answers."""
        gate, found = threading.Barrier(2), {}
        lead = self.dice.uniform(-SPREAD, SPREAD)

        def press(person, base, act, wait):
            path, fields = self.race.address(act, case)
            gate.wait(timeout=60)
            time.sleep(wait)
            found[act] = person.post(base, path, fields)

        pressing = [
            threading.Thread(target=press, args=(self.aki, self.bases[0], "accept", max(0.0, -lead))),
            threading.Thread(target=press, args=(self.ruth, self.bases[1], "revoke", max(0.0, lead))),
        ]
        for thread in pressing:
            thread.start()
        for thread in pressing:
            thread.join(timeout=90)
        races.give_back(self.world)
        return found["accept"], found["revoke"]


def accepted_too_late():
    """How many accepts stand in the audit's chain, which counts in the order of the commits, while Aki held nothing."""
    wanted = select(AuditEvent.action).where(
        AuditEvent.outcome == "done", AuditEvent.action.in_(("accept", "revoke_push", "grant_push"))
    )
    held, late = True, 0
    for action in reader().scalars(wanted.order_by(AuditEvent.sequence)):
        if action == "accept":
            late += not held
        else:
            held = action == "grant_push"
    return late


def fight_all(settings, world, cases, guard):
    with web_processes(settings, guard=guard, pause=PAUSE, count=2) as bases:
        duel = Duel(world, bases)
        return [duel.fight(case) for case in cases]


def measured(settings, rounds, guard):
    """Both answers of every round, and how many accepts were committed while the privilege was gone."""
    world = factories.furnish()
    cases = races.prepare(world, rounds)
    answers = fight_all(settings, world, cases, guard)
    return answers, accepted_too_late()


def numbers(answers, late):
    accepted = [accept for accept, _ in answers if accept.status_code == 303]
    return {
        "interleavings": len(answers),
        "accepted_before": len(accepted) - late,
        "refused": sum(accept.status_code == 403 for accept, _ in answers),
        "accepted_after_the_revocation": late,
        "server_errors": sum(answer.status_code >= 500 for pair in answers for answer in pair),
    }


def test_nothing_is_accepted_after_the_privilege_is_gone(plain_app, settings, figures, request):
    kind = request.node.callspec.params["database_url"]
    with plain_app.app_context():
        answers, late = measured(settings, ROUNDS[kind], "slow-door")
    found = numbers(answers, late)
    figures(f"G8 revocations, {kind}", **found)
    assert found["accepted_after_the_revocation"] == 0
    assert found["server_errors"] == 0
    assert found["accepted_before"] + found["refused"] == len(answers)
    assert found["accepted_before"] > 0
    assert found["refused"] > 0
    assert all(revoke.status_code == 303 for _, revoke in answers)
    assert all("Can Push to Accounting" in accept.text for accept, _ in answers if accept.status_code == 403)


def test_the_control_that_believes_the_door_accepts_too_late(plain_app, settings, figures, request):
    """If this fails, the test above proves nothing."""
    kind = request.node.callspec.params["database_url"]
    with plain_app.app_context():
        answers, late = measured(settings, CONTROL_ROUNDS, "no-second-look")
    figures(f"G8 control that believes the door, {kind}", **numbers(answers, late))
    assert late > 0
