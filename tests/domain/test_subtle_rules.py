"""The subtle rules of the product, those that the rule table decides; each test says which one it is."""

from dataclasses import replace

import pytest

from portal.domain.decisions import decide
from portal.domain.denials import Denial
from portal.domain.outcomes import outcome
from portal.domain.people import machine
from portal.domain.vocabulary import Action, Phase, State, SystemOfRecord
from tests.domain.moments import (
    ACCOUNTANT,
    CLERK,
    CONTROLLER,
    EVERYTHING,
    MANAGER,
    QUICKBOOKS,
    SAGE,
    facts_in,
)

CLOSED_UNTIL_SYNCED = [Action.UNLOCK, Action.SEND, Action.ADD_LINE, Action.CREATE_MODIFICATION]
AFTER_EXPORT = [state for state in State if state.startswith(("awaiting", "synced", "changes"))]


@pytest.mark.parametrize("state", AFTER_EXPORT)
def test_1_import_from_sage_is_off_for_good_after_an_export(state):
    verdict = decide(Action.IMPORT_FROM_ERP, CONTROLLER, facts_in(state))
    assert verdict.shown
    assert not verdict.open
    assert verdict.sentence.startswith("Off for good: this budget was exported to Sage 100 Contractor")


def test_1_and_stays_off_after_the_export_of_a_modification_was_rejected():
    resent = facts_in(State.SENT, exported_before=True, import_disabled=True)
    assert outcome(Action.REJECT, resent).import_disabled is None


@pytest.mark.parametrize("action", CLOSED_UNTIL_SYNCED)
@pytest.mark.parametrize(
    ("state", "erp"),
    [(State.AWAITING_POSTING, SAGE), (State.AWAITING_SYNC, SAGE), (State.AWAITING_SYNC, QUICKBOOKS)],
)
def test_2_the_four_acts_wait_for_the_job_costs_report(action, state, erp):
    verdict = decide(action, EVERYTHING, facts_in(state, erp))
    assert verdict.shown
    assert not verdict.open
    assert "opens when the amounts show in the Job Costs Report" in verdict.sentence


@pytest.mark.parametrize("erp", [SAGE, QUICKBOOKS])
def test_2_and_open_again_once_it_is_synced(erp):
    for action in (Action.UNLOCK, Action.ADD_LINE, Action.CREATE_MODIFICATION):
        assert decide(action, EVERYTHING, facts_in(State.SYNCED, erp)).open
    assert decide(Action.SEND, EVERYTHING, facts_in(State.CHANGES_PENDING, erp)).open


def test_3_no_erp_write_without_an_approver():
    starts = {
        (state, action)
        for state in State
        for action in Action
        if outcome(action, facts_in(state)).phase is Phase.EXPORTING
    }
    assert {action for _state, action in starts} == {Action.ACCEPT, Action.RETRY}
    for action, state in ((Action.ACCEPT, State.SENT), (Action.RETRY, State.EXPORT_FAILED)):
        assert decide(action, ACCOUNTANT, facts_in(state)).open
        for other in (MANAGER, CLERK, machine("ticker"), replace(CONTROLLER, can_push=False)):
            assert not decide(action, other, facts_in(state)).open


@pytest.mark.parametrize("state", [State.IMPORTED, State.IMPORTED_LOCKED])
@pytest.mark.parametrize("action", [Action.SEND, Action.EDIT_ORIGINAL, Action.ADD_LINE, Action.IMPORT_FILE])
def test_4_a_budget_from_sage_is_kept_up_in_sage(state, action):
    verdict = decide(action, EVERYTHING, facts_in(state))
    assert not verdict.open
    assert "was set up in Sage 100 Contractor and is updated there" in verdict.sentence


def test_4_a_budget_from_here_is_never_imported_again():
    assert outcome(Action.ACCEPT, facts_in(State.SENT)).system_of_record is SystemOfRecord.PORTAL


def test_5_a_sub_job_on_a_line_blocks_quickbooks():
    named = Denial(
        "sub_job_on_line", "Line 2010 has the sub job North wing. Remove it first.", anchor="line-4"
    )
    verdict = decide(Action.SEND, MANAGER, facts_in(State.LOCKED, QUICKBOOKS, sub_job_lines=(named,)))
    assert verdict.denials == (named,)


def test_7_posting_is_never_done_by_the_portal():
    assert not any(
        decide(Action.SEE_POSTED, person, facts_in(State.AWAITING_POSTING)).open
        for person in (MANAGER, ACCOUNTANT, CONTROLLER, EVERYTHING)
    )


def test_8_standard_people_without_the_privilege_see_the_list_but_no_buttons():
    assert decide(Action.VIEW_ERP, CLERK, facts_in(State.SENT)).open
    assert not decide(Action.ACCEPT, CLERK, facts_in(State.SENT)).shown
    assert not decide(Action.REJECT, CLERK, facts_in(State.SENT)).shown


def test_9_nothing_is_sent_twice():
    assert not decide(Action.SEND, MANAGER, facts_in(State.SYNCED)).open


@pytest.mark.parametrize("state", [State.EXPORTING, State.AWAITING_POSTING, State.AWAITING_SYNC])
def test_11_retrieve_ends_with_the_response(state):
    assert decide(Action.RETRIEVE, MANAGER, facts_in(State.SENT)).open
    assert "no longer be retrieved" in decide(Action.RETRIEVE, MANAGER, facts_in(State.EXPORTING)).sentence
    assert not decide(Action.RETRIEVE, MANAGER, facts_in(state)).open


@pytest.mark.parametrize("person", [MANAGER, ACCOUNTANT, CLERK])
def test_13_check_now_is_on_the_budget_page_too(person):
    assert decide(Action.CHECK_NOW, person, facts_in(State.AWAITING_SYNC)).open


def test_four_eyes_closes_accept_and_nothing_else():
    sender = replace(ACCOUNTANT, id=MANAGER.id)
    assert not decide(Action.ACCEPT, sender, facts_in(State.SENT)).open
    assert decide(Action.REJECT, sender, facts_in(State.SENT)).open
    assert decide(Action.ACCEPT, sender, facts_in(State.SENT, four_eyes=False)).open
