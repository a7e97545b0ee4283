"""Whatever is done in whatever order, Sage holds what the portal counts as exported, cent by cent and code by code.

Sequences of sending, retrieving, rejecting, failing, retrying, modifying, withdrawing, killing the agent, syncing early
and forgetting Set Budget, drawn by seed over the real wire. Source: the invariants of the worked example.
"""

import random

import pytest

from portal.db.exchange import ErpRequest
from portal.db.transactions import reader
from portal.domain.vocabulary import Action, State
from portal.services.budgets.lines import LineInput
from portal.services.exchange.readings import OPEN_STATES
from portal.services.submissions import stuck_exports
from portal.services.submissions.approvals import RejectInput
from tests import factories, newtown
from tests.people import AKI, DANA, RUTH
from tests.sage_jobs import FIRST

pytestmark = pytest.mark.slow
SEQUENCES = 8
EXPORTS = 2
"""So many accepted submissions make a sequence."""
FOREIGN = ("1500.000", 1)
"""A cell of 6-2 that is not ours: an amount in it makes the agent refuse."""
SETTLED = {State.SYNCED, State.SYNCED_UNLOCKED, State.CHANGES_PENDING}
WANTED = {
    "edit", "modify", "send", "retrieve", "reject", "accept", "deliver", "refuse", "retry", "die_before",
    "die_after", "sync", "withdraw", "post", "post_unset", "set_budget",
}  # fmt: skip
"""What the drawn sequences must have done between them."""
WHY = "Another price came in"


class Sequence:
    """A budget led by chance from its draft to its last synced export."""

    def __init__(self, office, number, chance):
        self.job = newtown.Newtown(office, number)
        self.office, self.chance = office, chance
        self.accepted, self.proven, self.told = 0, {}, []
        self.job.lines = factories.add_lines(self.job.world, self.job.project, DANA, *FIRST)

    def run(self):
        while not (self.accepted >= EXPORTS and self.job.state is State.SYNCED):
            assert len(self.told) < 200, self.told
            act = self.next_act()
            self.told.append(f"{self.job.state.value}: {act.__name__}")
            act()
            self.check()

    def next_act(self):
        choices = {
            State.DRAFT: [self.edit, self.lock],
            State.LOCKED: [self.send, self.send, self.modify, self.unlock],
            State.SENT: [self.accept, self.accept, self.accept, self.reject, self.retrieve],
            State.EXPORTING: [self.deliver, self.deliver, self.refuse, self.die_before, self.die_after],
            State.EXPORT_FAILED: [self.retry, self.retry, self.reject],
            State.AWAITING_POSTING: [self.post, self.post, self.withdraw, self.sync, self.post_unset],
            State.AWAITING_SYNC: [self.set_budget],
            State.SYNCED: [self.modify, self.unlock],
            State.SYNCED_UNLOCKED: [self.edit, self.lock],
            State.CHANGES_PENDING: [self.send, self.send, self.modify],
        }
        return self.chance.choice(choices[self.job.state])

    def check(self):
        exported, grid = self.job.exported(), self.job.grid()
        if self.job.state in SETTLED:
            self.proven = exported
        assert grid in (self.proven, exported), self.told
        if self.job.state in SETTLED:
            assert grid == exported, self.told
        assert self.open_requests() <= 1, self.told

    def open_requests(self):
        asked = reader().query(ErpRequest).filter_by(project_id=self.job.project)
        return asked.filter(ErpRequest.state.in_(OPEN_STATES)).count()

    def some_cents(self):
        return self.chance.randrange(-2_000_000, 9_000_000)

    def edit(self):
        place = self.chance.randrange(len(FIRST))
        code, kind, _cents = FIRST[place]
        world = self.job.world
        given = LineInput(
            world.codes[code], world.types[kind], cents=self.some_cents(), line_id=self.job.lines[place]
        )
        self.job.act(DANA, Action.EDIT_ORIGINAL, given=given)

    def lock(self):
        self.job.act(DANA, Action.LOCK)

    def unlock(self):
        self.job.act(DANA, Action.UNLOCK)

    def modify(self):
        source, target = self.chance.sample(range(len(FIRST)), 2)
        self.job.move(self.chance.randrange(1, 400_000), source, target)

    def send(self):
        self.job.act(DANA, Action.SEND)

    def retrieve(self):
        self.job.act(DANA, Action.RETRIEVE)

    def reject(self):
        self.job.act(AKI, Action.REJECT, given=RejectInput(self.job.submission.id), reason=WHY)

    def accept(self):
        self.job.accept_what_was_sent()
        self.accepted += 1

    def retry(self):
        self.job.act(AKI, Action.RETRY)

    def deliver(self):
        self.office.agent()

    def refuse(self):
        """A sheet that was written before its agent died is answered for; every other is refused."""
        self.job.edit_in_sage(*FOREIGN, 500)
        self.office.agent()
        assert self.job.state in {State.EXPORT_FAILED, State.AWAITING_POSTING}
        self.job.edit_in_sage(*FOREIGN, 0)

    def die_before(self):
        self.office.agent_dies("received")

    def die_after(self):
        self.office.agent_dies("completed")

    def sync(self):
        self.office.both_steps()
        assert self.job.state is State.AWAITING_POSTING

    def post(self):
        self.job.post_entries()
        self.office.agent()
        self.office.worker()

    def post_unset(self):
        """The tick for Set Budget is taken away; on an update nothing is missing then."""
        self.job.post_entries(set_budget=False)
        self.office.agent()
        self.office.worker()

    def set_budget(self):
        self.job.press_set_budget()
        self.office.agent()
        self.office.worker()
        assert self.job.state is State.SYNCED

    def withdraw(self):
        self.accepted -= 1
        actor = self.job.world.actor(RUTH, self.job.project)
        stuck_exports.withdraw(actor, self.job.project, WHY)
        self.office.agent()


def test_sage_holds_what_was_exported(sqlite_app, serve, tmp_path):
    with newtown.opened(sqlite_app, serve, tmp_path) as first:
        first.office.agent()
        first.office.worker()
        done = set()
        for seed in range(SEQUENCES):
            sequence = Sequence(first.office, str(3_000_000 + seed), random.Random(seed))
            sequence.run()
            done |= {told.partition(": ")[2] for told in sequence.told}
        assert done >= WANTED
