"""Every refusal the rules can give is a whole sentence, also when a name or a time is not known."""

from dataclasses import fields, replace

import pytest

from portal.domain import closures
from portal.domain.decisions import decide
from portal.domain.denials import CONFLICT, FORBIDDEN, Denial, Denied
from portal.domain.facts import BudgetFacts
from portal.domain.people import Actor
from portal.domain.rules import RULES
from portal.domain.vocabulary import OUTSTANDING, Action, State
from tests.domain.moments import ERPS, EVERYTHING, facts_in
from tests.domain.sentences import faults_of

NOBODY = Actor(id=7, name="Nobody")
UNKNOWN = {"sent_by": "", "sent_when": "", "phase_since": "", "exported_when": "", "last_sync": ""}
WORST = {
    "tool_active": False,
    "project_linked": False,
    "line_count": 0,
    "has_unsynced": False,
    "has_unsent_modifications": False,
    "line_is_unused_zero": False,
    "line_has_modification": True,
    "wanted_cents": 1,
    "was_handed_out": True,
    "has_mismatch": False,
    "touched_by": frozenset({9}),
}


def test_the_checker_finds_what_is_wrong():
    assert faults_of("waiting for  accounting since .") == [
        "starts small",
        "double space",
        "space before a stop",
    ]
    assert faults_of("Sent by.") == ["a dangling preposition", "too short to help"]
    assert faults_of("Sent it to None () in edit_line") == [
        "ends without a period",
        "empty brackets",
        "a bare name of the code",
        "None or a format field",
    ]
    assert faults_of("The budget is locked. Unlock it first.") == []


@pytest.mark.parametrize("unknown", [{}, UNKNOWN], ids=["known", "unknown"])
@pytest.mark.parametrize("erp", [*ERPS.values(), None], ids=[*ERPS, "no connection"])
@pytest.mark.parametrize("state", State)
def test_no_refusal_has_a_hole(state, erp, unknown):
    for changes in (unknown, WORST | unknown):
        facts = facts_in(state, erp, **changes)
        for action in Action:
            rule = RULES[action]
            if rule.states is None:
                continue
            for actor in (EVERYTHING, NOBODY, replace(EVERYTHING, budget="none")):
                for denial in decide(action, actor, facts).denials:
                    assert faults_of(denial.sentence) == [], denial


@pytest.mark.parametrize("action", Action)
def test_wrong_permission_names_the_right_one_and_whom_to_ask(action):
    outsider = replace(NOBODY, active=False)
    verdict = decide(action, outsider, facts_in(State.DRAFT))
    assert verdict.shown is False
    (denial,) = verdict.denials
    assert denial.status == FORBIDDEN
    assert RULES[action].who.words in denial.sentence
    assert denial.sentence.endswith("Ask an administrator for it.")
    assert faults_of(denial.sentence) == []


def _closures():
    return [
        thing
        for name, thing in vars(closures).items()
        if callable(thing) and not name.startswith("_") and thing.__module__ == closures.__name__
    ]


@pytest.mark.parametrize("closure", [each for each in _closures() if each.__name__ != "outstanding"])
def test_a_closure_words_its_reason_from_nothing_at_all(closure):
    facts = BudgetFacts() if closure is not closures.import_waits else BudgetFacts(import_disabled=True)
    assert faults_of(closure(facts).sentence) == []


@pytest.mark.parametrize("state", sorted(OUTSTANDING))
def test_every_outstanding_state_has_its_own_sentence(state):
    sentences = {each: closures.outstanding(facts_in(each)).sentence for each in OUTSTANDING}
    assert [each for each, text in sentences.items() if text == sentences[state]] == [state]


def test_a_denial_carries_every_reason_and_the_graver_status():
    conflict, forbidden = Denial("a", "One thing."), Denial("b", "Another thing.", FORBIDDEN)
    assert Denied((conflict,)).status == CONFLICT
    assert Denied((conflict, forbidden)).status == FORBIDDEN
    assert str(Denied((conflict, forbidden))) == "One thing. Another thing."


def test_labels_are_words_and_no_two_rows_share_one():
    labels = [rule.label for rule in RULES.values()]
    assert len(set(labels)) == len(labels)
    assert all(label[0].isupper() and not label.endswith(".") for label in labels)


def test_facts_are_frozen():
    with pytest.raises(AttributeError):
        BudgetFacts().locked = True
    assert {field.name for field in fields(BudgetFacts)} >= set(UNKNOWN) | set(WORST)
