"""The two questions everybody asks: what may this person do, and may he do just this."""

import pytest

from portal.domain.decisions import decide, options, require
from portal.domain.denials import CONFLICT, FORBIDDEN, Denied
from portal.domain.facts import CompanyFacts, PersonFacts
from portal.domain.rules import RULES
from portal.domain.vocabulary import OUTSTANDING, Action, Decision, State
from tests.domain.moments import ACCOUNTANT, CLERK, CONTROLLER, EVERYTHING, MANAGER, QUICKBOOKS, facts_in

PEOPLE = [MANAGER, ACCOUNTANT, CONTROLLER, CLERK, EVERYTHING]


@pytest.mark.parametrize("actor", PEOPLE, ids=lambda actor: actor.name)
@pytest.mark.parametrize("state", State)
def test_a_grey_button_and_a_refused_request_are_the_same_row(state, actor):
    facts = facts_in(state)
    for action, verdict in options(actor, facts).items():
        try:
            require(action, actor, facts)
        except Denied as refused:
            denials = refused.denials
        else:
            denials = ()
        assert denials == verdict.denials
        assert verdict.open is (not denials)


def test_options_are_the_actions_on_a_budget():
    found = options(EVERYTHING, facts_in(State.DRAFT))
    assert set(found) == {action for action, rule in RULES.items() if rule.states is not None}
    assert all(verdict.action is action and verdict.label for action, verdict in found.items())


def test_wrong_person_is_forbidden_and_wrong_moment_a_conflict():
    with pytest.raises(Denied) as refused:
        require(Action.ACCEPT, CLERK, facts_in(State.SENT))
    assert refused.value.status == FORBIDDEN
    with pytest.raises(Denied) as refused:
        require(Action.ACCEPT, ACCOUNTANT, facts_in(State.EXPORTING))
    assert refused.value.status == CONFLICT
    assert str(refused.value) == "Accept and export is not possible now: this budget is being exported."


def test_the_sender_is_forbidden_to_accept_but_sees_why():
    both = facts_in(State.SENT, touched_by=frozenset({EVERYTHING.id}), sender_id=EVERYTHING.id)
    verdict = decide(Action.ACCEPT, EVERYTHING, both)
    assert verdict.shown
    assert verdict.sentence == "You sent this revision, so another approver must accept it."
    assert verdict.denials[0].status == FORBIDDEN


def test_a_budget_rule_wants_facts_about_a_budget():
    with pytest.raises(TypeError, match="asks about a budget, not about CompanyFacts"):
        decide(Action.SEND, EVERYTHING, CompanyFacts())


def test_rules_without_a_budget_ask_role_and_guards_only():
    luis = PersonFacts(id=4, name="Luis Ortega", erp_can_accept=True)
    require(Action.GRANT_PUSH, CONTROLLER, luis)
    require(Action.VIEW_HOME, CLERK, CompanyFacts())
    verdict = decide(Action.GRANT_PUSH, CONTROLLER, PersonFacts(id=CONTROLLER.id, name="Tom", active=False))
    assert verdict.shown
    assert [denial.code for denial in verdict.denials] == [
        "person_inactive",
        "not_to_yourself",
        "needs_erp_level",
    ]


RESENT = [
    (State.LOCKED, {}, "Send to ERP"),
    (State.LOCKED, {"last_decision": Decision.RETRIEVED}, "Re-send to ERP"),
    (State.LOCKED, {"last_decision": Decision.REJECTED}, "Re-send to ERP"),
    (State.CHANGES_PENDING, {}, "Re-send to ERP"),
    (State.AWAITING_POSTING, {}, "Re-send to ERP"),
]


@pytest.mark.parametrize(("state", "changes", "label"), RESENT)
def test_a_second_send_is_called_resend(state, changes, label):
    assert decide(Action.SEND, EVERYTHING, facts_in(state, **changes)).label == label


@pytest.mark.parametrize(
    ("state", "label"), [(State.DRAFT, "Import from ERP"), (State.IMPORTED, "Re-import from ERP")]
)
def test_a_second_import_is_called_reimport(state, label):
    assert decide(Action.IMPORT_FROM_ERP, EVERYTHING, facts_in(state)).label == label


@pytest.mark.parametrize("state", State)
def test_quickbooks_never_shows_an_import_and_says_why_when_asked(state):
    verdict = decide(Action.IMPORT_FROM_ERP, EVERYTHING, facts_in(state, QUICKBOOKS))
    assert not verdict.shown
    assert (
        verdict.sentence == "There are no budgets to import from QuickBooks Desktop. Import a file instead."
    )


@pytest.mark.parametrize("state", [State.DRAFT, State.IMPORTED])
def test_import_asks_for_tool_link_and_an_open_import(state):
    facts = facts_in(state, tool_active=False, project_linked=False, import_disabled=True)
    assert [denial.code for denial in decide(Action.IMPORT_FROM_ERP, EVERYTHING, facts).denials] == [
        "budget_tool_off",
        "project_not_synced",
        "import_disabled",
    ]


CHANGING = {
    Action.EDIT_ORIGINAL,
    Action.ADD_LINE,
    Action.DELETE_LINE,
    Action.IMPORT_FILE,
    Action.LOCK,
    Action.UNLOCK,
    Action.CREATE_MODIFICATION,
    Action.CHANGE_MODIFICATION,
    Action.APPROVE_MODIFICATION,
    Action.SEND,
    Action.IMPORT_FROM_ERP,
    Action.MOVE_TO_PORTAL,
}


@pytest.mark.parametrize("state", sorted(OUTSTANDING))
@pytest.mark.parametrize("action", sorted(CHANGING))
def test_while_outstanding_nobody_changes_a_line_a_modification_or_the_lock_or_sends_again(action, state):
    assert not any(decide(action, actor, facts_in(state)).open for actor in PEOPLE)


PAGE_COMES_LATER = {
    Action.APPROVE_MODIFICATION,
    Action.VIEW_DIRECT_COSTS,
    Action.CREATE_SNAPSHOT,
}


def test_exactly_these_rows_wait_for_their_page():
    assert {action for action, rule in RULES.items() if rule.page_comes_later} == PAGE_COMES_LATER
