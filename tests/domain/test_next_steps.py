"""Whose turn it is, the five stops, and which project settings are closed: one answer for every state."""

import pytest

from portal.domain.next_steps import MOVES_BY_ITSELF, Turn, next_step
from portal.domain.projects import connection_is_free, tool_can_be_switched_off
from portal.domain.timelines import Stop, places
from portal.domain.vocabulary import OUTSTANDING, Decision, State
from tests.domain.moments import ERPS, QUICKBOOKS, SAGE, facts_in
from tests.domain.sentences import faults_of

TURNS = {
    State.DRAFT: Turn.BUDGET,
    State.LOCKED: Turn.BUDGET,
    State.SENT: Turn.APPROVERS,
    State.EXPORTING: Turn.NOBODY,
    State.EXPORT_FAILED: Turn.ACCEPTER,
    State.AWAITING_POSTING: Turn.ACCEPTER,
    State.AWAITING_SYNC: Turn.ACCEPTER,
    State.SYNCED: Turn.NOBODY,
    State.SYNCED_UNLOCKED: Turn.BUDGET,
    State.CHANGES_PENDING: Turn.BUDGET,
    State.IMPORTED: Turn.NOBODY,
    State.IMPORTED_LOCKED: Turn.NOBODY,
}


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("erp", ERPS)
def test_somebody_or_nobody_must_act(state, erp):
    step = next_step(facts_in(state, ERPS[erp]))
    assert step.turn is TURNS[state]
    assert faults_of(f"Aki Sato must act: {step.act}") == []
    assert not step.opens or faults_of(step.opens) == []


def test_a_rejected_draft_wants_correcting_first():
    rejected = facts_in(State.DRAFT, line_count=2, last_decision=Decision.REJECTED)
    assert next_step(rejected).act.startswith("correct the lines")


def test_an_empty_draft_first_wants_lines():
    assert next_step(facts_in(State.DRAFT, line_count=0)).act.startswith("add lines")


def test_what_came_back_is_corrected_before_it_is_sent_again():
    assert next_step(facts_in(State.LOCKED)).act == "send the budget to accounting."
    assert "correct" in next_step(facts_in(State.LOCKED, last_decision=Decision.REJECTED)).act


def test_a_sync_without_a_difference_waits_for_nobody():
    assert next_step(facts_in(State.AWAITING_SYNC, has_mismatch=False)).turn is Turn.NOBODY


def test_posting_names_the_steps_of_the_erp():
    assert "(Job Cost ▸ Tasks ▸ Post Entries)" in next_step(facts_in(State.AWAITING_POSTING)).act
    assert "(" not in next_step(facts_in(State.AWAITING_POSTING, QUICKBOOKS)).act


def test_a_mismatch_is_told_in_its_own_sentence():
    named = next_step(facts_in(State.AWAITING_SYNC, mismatch_sentence="Set Budget was not pressed."))
    assert named.opens == "Set Budget was not pressed."
    assert "differ" in next_step(facts_in(State.AWAITING_SYNC)).opens


def test_while_the_sheet_is_withdrawn_nobody_posts():
    step = next_step(facts_in(State.AWAITING_POSTING, withdrawal_under_way=True))
    assert (step.turn, step.act) == (Turn.NOBODY, "the sheet is being withdrawn.")


def test_pages_ask_again_where_the_erp_moves_the_budget():
    assert OUTSTANDING - {State.SENT, State.EXPORT_FAILED} == MOVES_BY_ITSELF


# how many stops are done, and whether one is now
PROGRESS = {
    State.DRAFT: (0, 0),
    State.LOCKED: (1, 1),
    State.SENT: (2, 2),
    State.EXPORTING: (2, 3),
    State.EXPORT_FAILED: (2, 3),
    State.AWAITING_POSTING: (3, 5),
    State.AWAITING_SYNC: (4, 4),
    State.SYNCED: (5, 5),
    State.SYNCED_UNLOCKED: (0, 0),
    State.CHANGES_PENDING: (1, 1),
}
OWNED_BY_THE_ERP = frozenset(State) - frozenset(PROGRESS)


@pytest.mark.parametrize("state", sorted(OWNED_BY_THE_ERP))
def test_a_budget_that_the_erp_owns_passes_no_stops(state):
    assert state.value.startswith("imported")
    assert places(facts_in(state, SAGE)) == ()


@pytest.mark.parametrize("state", PROGRESS)
def test_five_stops_of_which_some_are_done(state):
    for erp, done in zip((SAGE, QUICKBOOKS), PROGRESS[state], strict=True):
        progress = [place.progress for place in places(facts_in(state, erp))]
        assert progress == (["done"] * done + ["now"] + ["todo"] * 5)[:5]


def test_sage_has_a_stop_for_posting_and_quickbooks_one_for_the_export():
    sage = [place.title for place in places(facts_in(State.SENT, SAGE))]
    direct = [place.title for place in places(facts_in(State.SENT, QUICKBOOKS))]
    assert sage == ["Locked", "Sent", "Accepted, exported", "Posted in Sage 100 Contractor", "Synced back"]
    assert direct == ["Locked", "Sent", "Accepted", "Exported", "Synced back"]
    assert {place.stop for place in places(facts_in(State.SENT, QUICKBOOKS))}.isdisjoint({Stop.POSTED})


@pytest.mark.parametrize("state", State)
def test_nothing_under_way_loses_its_connection_or_its_page(state):
    free = facts_in(state, project_linked=False, exported_before=False)
    closed = ["outstanding"] if state in OUTSTANDING else []
    assert len(list(connection_is_free(free))) == len(closed)
    assert len(list(tool_can_be_switched_off(free))) == len(closed)


@pytest.mark.parametrize(
    "changes", [{"project_linked": True}, {"project_linked": False, "exported_before": True}]
)
def test_a_project_stays_with_the_company_file_that_knows_it(changes):
    (denial,) = connection_is_free(facts_in(State.LOCKED, **changes))
    assert denial.code == "connection_is_used"
    assert faults_of(denial.sentence) == []
