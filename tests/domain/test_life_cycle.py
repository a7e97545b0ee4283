"""Events E1 to E21: from which state to which, with the rule that opens the arrow and the columns it writes."""

import pytest

from portal.domain.decisions import decide
from portal.domain.facts import state_of
from portal.domain.outcomes import Outcome, outcome
from portal.domain.vocabulary import Action, Decision, Phase, State, SystemOfRecord
from tests.domain.moments import CONNECTOR, ERPS, EVERYTHING, QUICKBOOKS, SAGE, done, facts_in, written

# What the act itself brings about beside the columns of the one door, told by whoever does it.
FIRST, UPDATE = {"exported_before": False}, {"exported_before": True}
GOES_FIRST = {"exported_before": True, "first_export": True}
MODIFIED, PLAIN = {"has_modifications": True}, {"has_modifications": False}
CLEAN, NEW = {"has_unsynced": False}, {"has_unsynced": True}
BOTH, HAND, WIRE = "sage quickbooks", "sage", "quickbooks"

# event, action, from, facts before, facts the act adds, to, ERPs
ARROWS = [
    ("E1", Action.ADD_LINE, "draft", {}, {}, "draft", BOTH),
    ("E1", Action.EDIT_ORIGINAL, "draft", {}, {}, "draft", BOTH),
    ("E1", Action.DELETE_LINE, "draft", {}, {}, "draft", BOTH),
    ("E1", Action.EDIT_ORIGINAL, "synced_unlocked", {}, NEW, "synced_unlocked", BOTH),
    ("E2", Action.IMPORT_FILE, "draft", {}, {}, "draft", BOTH),
    ("E2", Action.IMPORT_FILE, "synced_unlocked", {}, NEW, "synced_unlocked", BOTH),
    ("E3", Action.LOCK, "draft", {}, {}, "locked", BOTH),
    ("E3", Action.LOCK, "imported", {}, {}, "imported_locked", HAND),
    ("E3", Action.LOCK, "synced_unlocked", NEW, {}, "changes_pending", BOTH),
    ("E3", Action.LOCK, "synced_unlocked", CLEAN, {}, "synced", BOTH),
    ("E4", Action.UNLOCK, "locked", {}, {}, "draft", BOTH),
    ("E4", Action.UNLOCK, "imported_locked", {}, {}, "imported", HAND),
    ("E4", Action.UNLOCK, "synced", {}, {}, "synced_unlocked", BOTH),
    ("E4", Action.UNLOCK, "changes_pending", {}, {}, "synced_unlocked", BOTH),
    ("E5", Action.CREATE_MODIFICATION, "locked", {}, NEW, "locked", BOTH),
    ("E5", Action.CREATE_MODIFICATION, "synced", {}, NEW, "changes_pending", BOTH),
    ("E5", Action.CREATE_MODIFICATION, "changes_pending", {}, NEW, "changes_pending", BOTH),
    ("E6", Action.ADD_LINE, "synced", {}, NEW, "changes_pending", BOTH),
    ("E6", Action.ADD_LINE, "changes_pending", {}, NEW, "changes_pending", BOTH),
    ("E7", Action.SEND, "locked", {}, {}, "sent", BOTH),
    ("E7", Action.SEND, "changes_pending", {}, {}, "sent", BOTH),
    ("E8", Action.RETRIEVE, "sent", FIRST, {}, "locked", BOTH),
    ("E8", Action.RETRIEVE, "sent", UPDATE, {}, "changes_pending", BOTH),
    ("E9", Action.REJECT, "sent", FIRST | PLAIN, {}, "draft", BOTH),
    ("E9", Action.REJECT, "sent", FIRST | MODIFIED, {}, "locked", BOTH),
    ("E9", Action.REJECT, "sent", UPDATE | PLAIN, {}, "changes_pending", BOTH),
    ("E9", Action.REJECT, "sent", UPDATE | MODIFIED, {}, "changes_pending", BOTH),
    ("E9", Action.REJECT, "export_failed", FIRST | PLAIN, {}, "draft", BOTH),
    ("E9", Action.REJECT, "export_failed", FIRST | MODIFIED, {}, "locked", BOTH),
    ("E9", Action.REJECT, "export_failed", UPDATE, {}, "changes_pending", BOTH),
    ("E10", Action.ACCEPT, "sent", FIRST, {}, "exporting", BOTH),
    ("E10", Action.ACCEPT, "sent", UPDATE, {}, "exporting", BOTH),
    ("E11", Action.FINISH_EXPORT, "exporting", {}, UPDATE, "awaiting_posting", HAND),
    ("E11", Action.FINISH_EXPORT, "exporting", {}, UPDATE, "awaiting_sync", WIRE),
    ("E12", Action.FAIL_EXPORT, "exporting", {}, {}, "export_failed", BOTH),
    ("E13", Action.RETRY, "export_failed", {}, {}, "exporting", BOTH),
    ("E14", Action.SEE_POSTED, "awaiting_posting", {}, {}, "awaiting_sync", HAND),
    ("E15", Action.CONFIRM_SYNC, "awaiting_sync", {}, CLEAN, "synced", BOTH),
    ("E15", Action.CONFIRM_SYNC, "awaiting_posting", {}, CLEAN, "synced", HAND),
    ("E16", Action.REPORT_MISMATCH, "awaiting_sync", {}, {}, "awaiting_sync", BOTH),
    ("E16", Action.REPORT_MISMATCH, "awaiting_posting", {}, {}, "awaiting_posting", HAND),
    ("E16", Action.ACKNOWLEDGE_DIFFERENCE, "awaiting_sync", {}, {}, "awaiting_sync", BOTH),
    ("E16", Action.ACKNOWLEDGE_DIFFERENCE, "awaiting_posting", {}, {}, "awaiting_posting", HAND),
    ("E16", Action.CONFIRM_DIFFERENCE, "awaiting_sync", {}, {}, "awaiting_sync", BOTH),
    ("E14", Action.NOTE_POSTING, "awaiting_posting", {}, {}, "awaiting_posting", HAND),
    ("E17", Action.IMPORT_FROM_ERP, "draft", {}, {}, "imported", HAND),
    ("E18", Action.IMPORT_FROM_ERP, "imported", {}, {}, "imported", HAND),
    ("E19", Action.RESET_EXPORT, "exporting", FIRST, {}, "locked", BOTH),
    ("E19", Action.RESET_EXPORT, "exporting", UPDATE, {}, "changes_pending", BOTH),
    ("E19", Action.RESET_EXPORT, "awaiting_posting", FIRST, {}, "locked", HAND),
    ("E19", Action.RESET_EXPORT, "awaiting_sync", UPDATE, {}, "changes_pending", BOTH),
    ("E19", Action.WITHDRAW_EXPORT, "awaiting_posting", {}, {}, "awaiting_posting", HAND),
    ("E19", Action.FINISH_WITHDRAWAL, "awaiting_posting", GOES_FIRST, FIRST, "locked", HAND),
    ("E19", Action.FINISH_WITHDRAWAL, "awaiting_posting", UPDATE, {}, "changes_pending", HAND),
    ("E20", Action.MOVE_TO_PORTAL, "imported", {}, {}, "draft", HAND),
    ("E21", Action.CHANGE_MODIFICATION, "locked", {}, {}, "locked", BOTH),
    ("E21", Action.CHANGE_MODIFICATION, "changes_pending", {}, NEW, "changes_pending", BOTH),
    ("E21", Action.CHANGE_MODIFICATION, "changes_pending", {}, CLEAN, "synced", BOTH),
]


def _arrows():
    for event, action, before, facts, added, after, erps in ARROWS:
        for erp in erps.split():
            name = f"{event}-{erp}-{action}-{before}-{after}"
            yield pytest.param(action, State(before), ERPS[erp], facts, added, State(after), id=name)


@pytest.mark.parametrize(("action", "before", "erp", "facts", "added", "after"), list(_arrows()))
def test_event(action, before, erp, facts, added, after):
    now = facts_in(before, erp, **facts)
    assert state_of(now) is before
    actor = CONNECTOR if decide(action, CONNECTOR, now).open else EVERYTHING
    assert state_of(done(action, actor, now, **added)) is after


def test_every_event_of_the_life_cycle_is_there():
    assert {row[0] for row in ARROWS} == {f"E{number}" for number in range(1, 22)}


SILENT = set(Action) - {
    Action.LOCK,
    Action.UNLOCK,
    Action.SEND,
    Action.RETRIEVE,
    Action.ACCEPT,
    Action.REJECT,
    Action.RETRY,
    Action.RESET_EXPORT,
    Action.FINISH_WITHDRAWAL,
    Action.FINISH_EXPORT,
    Action.FAIL_EXPORT,
    Action.SEE_POSTED,
    Action.CONFIRM_SYNC,
    Action.IMPORT_FROM_ERP,
    Action.MOVE_TO_PORTAL,
}


@pytest.mark.parametrize("action", sorted(SILENT))
def test_everything_else_writes_no_state_column(action):
    assert all(outcome(action, facts_in(state)) == Outcome() for state in State)


def test_accepting_is_the_same_act_as_exporting_and_ends_the_import():
    assert outcome(Action.ACCEPT, facts_in(State.SENT)) == Outcome(
        phase=Phase.EXPORTING,
        decision=Decision.ACCEPTED,
        system_of_record=SystemOfRecord.PORTAL,
        import_disabled=True,
    )


@pytest.mark.parametrize("action", [Action.REJECT, Action.RESET_EXPORT])
def test_a_first_export_that_ended_before_the_erp_had_it_gives_the_import_back(action):
    state = State.EXPORT_FAILED if action is Action.REJECT else State.EXPORTING
    first = written(facts := facts_in(state), outcome(action, facts))
    assert first.import_disabled is False
    assert first.system_of_record is SystemOfRecord.UNDECIDED
    held = facts_in(state, **UPDATE)
    assert written(held, outcome(action, held)).import_disabled is True


@pytest.mark.parametrize(
    ("action", "state", "decision"),
    [
        (Action.RETRIEVE, State.SENT, Decision.RETRIEVED),
        (Action.REJECT, State.SENT, Decision.REJECTED),
        (Action.RESET_EXPORT, State.EXPORTING, Decision.RESET),
        (Action.SEND, State.LOCKED, Decision.NONE),
    ],
)
def test_the_yellow_flag_comes_with_the_decision_and_goes_with_the_next_send(action, state, decision):
    assert outcome(action, facts_in(state)).decision is decision


@pytest.mark.parametrize("erp", [SAGE, QUICKBOOKS], ids=ERPS)
def test_quickbooks_never_awaits_posting(erp):
    after = outcome(Action.FINISH_EXPORT, facts_in(State.EXPORTING, erp)).phase
    assert (after is Phase.AWAITING_POSTING) is erp.posts_by_hand


def test_no_person_writes_synced_by_hand():
    reset = {Action.CONFIRM_SYNC, Action.RESET_EXPORT}
    for state, ways_out in (
        (State.AWAITING_POSTING, reset | {Action.FINISH_WITHDRAWAL}),
        (State.AWAITING_SYNC, reset),
    ):
        facts = facts_in(state)
        leaving = {
            action
            for action in Action
            if outcome(action, facts).phase is Phase.NONE
            and any(decide(action, actor, facts).open for actor in (EVERYTHING, CONNECTOR))
        }
        assert leaving == ways_out
    assert not decide(Action.CONFIRM_SYNC, EVERYTHING, facts_in(State.AWAITING_SYNC)).open
