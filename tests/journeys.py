"""Bringing a budget into any state, by the portal's own acts alone."""

from portal.db.transactions import reader
from portal.domain.people import machine
from portal.domain.vocabulary import Action, State
from portal.services.budgets.ledger_places import Place
from portal.services.budgets.ledgers import read_part
from portal.services.budgets.modifications import ModificationInput
from portal.services.exchange.export_results import ExportedInput
from portal.services.submissions.approvals import AcceptInput, RejectInput
from portal.services.submissions.submissions import current_submission
from portal.services.transitions import perform
from tests.factories import World, act, add_lines, budget_of, make_project
from tests.people import AKI, DANA

MACHINE = machine("QuickBooks")
PROOF = {"checked": 2, "mismatch": False, "differences": [], "drift": []}


def start(world: World, name: str = "Maple St 116", number: str = "2026001") -> int:
    """A draft with two lines."""
    project_id = make_project(world, name, number)
    add_lines(world, project_id, DANA, ("03-100", "L", 18_000_00), ("06-100", "M", 7_250_00))
    return project_id


def bring(world: World, project_id: int, state: State) -> None:
    """Walk a draft on to `state`: the states that this portal reaches with QuickBooks."""
    for step in WALKS[state]:
        step(world, project_id)


def _lock(world, project_id):
    act(world, project_id, DANA, Action.LOCK)


def _send(world, project_id):
    act(world, project_id, DANA, Action.SEND, given="As agreed on Monday")


def _accept(world, project_id):
    submission = current_submission(reader(), budget_of(project_id))
    given = AcceptInput(submission.id, submission.content_hash, caution_read=True)
    act(world, project_id, AKI, Action.ACCEPT, given=given)


def reject(world, project_id, reason="Footings look too high", remarks=()):
    submission = current_submission(reader(), budget_of(project_id))
    act(world, project_id, AKI, Action.REJECT, given=RejectInput(submission.id, remarks), reason=reason)


def _finish(_world, project_id):
    perform(Action.FINISH_EXPORT, MACHINE, budget_of(project_id).id, given=ExportedInput("1A-2"))


def _fail(_world, project_id):
    perform(Action.FAIL_EXPORT, MACHINE, budget_of(project_id).id, given=("QuickBooks refused line 1.",))


def _confirm(_world, project_id):
    perform(Action.CONFIRM_SYNC, MACHINE, budget_of(project_id).id, given=PROOF)


def _unlock(world, project_id):
    act(world, project_id, DANA, Action.UNLOCK)


def _modify(world, project_id):
    lines = read_part(reader(), budget_of(project_id), "all", Place()).lines
    given = ModificationInput(lines[0].id, lines[1].id, 500_00, "CO 1", "Owner wants more framing")
    act(world, project_id, DANA, Action.CREATE_MODIFICATION, given=given)


_EXPORTED = (_lock, _send, _accept, _finish)
WALKS = {
    State.DRAFT: (),
    State.LOCKED: (_lock,),
    State.SENT: (_lock, _send),
    State.EXPORTING: (_lock, _send, _accept),
    State.EXPORT_FAILED: (_lock, _send, _accept, _fail),
    State.AWAITING_SYNC: _EXPORTED,
    State.SYNCED: (*_EXPORTED, _confirm),
    State.SYNCED_UNLOCKED: (*_EXPORTED, _confirm, _unlock),
    State.CHANGES_PENDING: (*_EXPORTED, _confirm, _modify),
}
