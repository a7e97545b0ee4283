"""Roles and states are compared in the domain only; everywhere else the rule table is asked."""

import ast

import pytest

from tests.shape.decisions_elsewhere import decisions_in, permission_facts_in
from tests.shape.sources import modules, tree_of

APART = ("portal/domain/", "portal/practice/", "portal/mailcatcher/", "portal/erp/connectors/")
"""A connector sees tasks and answers, never a budget: its phases are those of a job."""
PLACES = modules("portal", without=APART)

BRANCHES = {
    "portal/services/transitions.py::_write": "writes what `outcomes` said, and looks only whether it said it",
    "portal/services/budgets/budget_page.py::_meta": "words the lock in the line of facts under the title",
    "portal/services/budgets/decision_notes.py::notes": "tells the ERP's messages while there are any",
    "portal/services/budgets/ledgers.py::on_its_way": "marks lines while a submission is under way",
    "portal/services/mails/mail_texts.py::rejection": "words the lock in a mail",
    "portal/services/exchange/results.py::apply_refusal": "a refusal that comes twice fails the budget once",
}
"""Branches on a state outside the domain, each with its reason. None of them allows or refuses anything."""

READERS = {
    "portal/services/actors.py::actor_for": "makes the actor of the person's row",
    "portal/services/people/privileges.py::facts_of": "makes the facts about the person whose privilege is to change",
    "portal/services/people/privileges.py::_set": "writes a change only when there is one",
    "portal/services/people/person_rows.py::toggle_of": "draws the toggle as it stands",
    "portal/services/people/person_rows.py::_row": "shows whether the person is an auditor",
    "portal/services/people/auditors.py::set_auditor": "writes a change only when there is one",
    "portal/services/people/group_roles.py::_levels_of": "compares what a sign-in gave with what was there",
    "portal/demo/single_sign_on.py::_group": "writes the demo's groups with the levels of its people",
    "portal/demo/people.py::load": "writes the demo people as they are told",
}
"""Who reads a person's permissions: to hand them to the rules, or to show them."""


def _found(scan):
    return {f"{path}::{name}" for path in PLACES for name in scan(tree_of(path))}


def test_no_other_module_compares_roles_or_states():
    assert _found(decisions_in) == set(BRANCHES)


def test_no_other_module_reads_what_a_person_may():
    assert _found(permission_facts_in) == set(READERS)


COMPARING = [
    "def f(actor): return actor.erp == Level.ADMIN",
    "def f(budget): return budget.phase == 'sent'",
    "def f(facts): return facts.phase in WAITING",
    "def f(facts): return state_of(facts) is State.SENT",
    "def f(facts): return state_of(facts) in {State.SENT, State.LOCKED}",
    "def f(facts): return 1 if facts.locked else 2",
    "def f(facts):\n    if not facts.locked: pass",
    "def f(facts): return facts.locked and facts.line_count",
    "def f(facts):\n    match facts.phase:\n        case 'sent': pass",
    "def f(actor): return actor.at_least('erp', 'admin')",
    "class A:\n    def f(self, facts): return facts.phase != 'none'",
    "X = facts.phase == 'none'",
]
HARMLESS = [
    "def f(): return select(Budget).where(Budget.phase == Phase.SENT.value)",
    "def f(facts): return STATE_WORDS[state_of(facts)]",
    "def f(facts): return decide(Action.SEND, actor, facts).open",
    "def f(lines): return len(lines) > 3",
    "def f(facts): return 1 if outcome(Action.REJECT, facts).locked else 2",
]


@pytest.mark.parametrize("source", COMPARING)
def test_a_planted_comparison_is_caught(source):
    assert len(decisions_in(ast.parse(source))) == 1


@pytest.mark.parametrize("source", HARMLESS)
def test_a_query_and_a_question_are_no_comparison(source):
    assert decisions_in(ast.parse(source)) == []


def test_a_planted_look_at_a_privilege_is_caught():
    assert permission_facts_in(ast.parse("def f(person): return person.can_push")) == ["f"]
    assert permission_facts_in(ast.parse("def f(): return select(Person).where(Person.can_push)")) == []
