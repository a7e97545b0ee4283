"""What both commissioned documents say in the same words, asserted once for either ERP."""

from dataclasses import replace

from portal.domain.decisions import decide
from portal.domain.facts import PersonFacts, state_of
from portal.domain.people import Actor
from portal.domain.vocabulary import Action, Level, State
from tests.domain.moments import (
    ACCOUNTANT,
    CLERK,
    CONNECTOR,
    CONTROLLER,
    MANAGER,
    done,
    facts_in,
)

FOUR_ACTS = (Action.UNLOCK, Action.SEND, Action.ADD_LINE, Action.CREATE_MODIFICATION)
EXPORTED_FIRST = {"exported_before": True, "exported_when": "today 09:31"}
SEEN = {"has_unsynced": False, "has_unsent_modifications": False}


def whole_export(erp, draft=None):
    """Every state from the project manager's draft to the synced budget, as the documents tell it."""
    now = draft or facts_in(State.DRAFT, erp)
    steps = [
        (Action.LOCK, MANAGER, {}),
        (Action.SEND, MANAGER, {}),
        (Action.ACCEPT, ACCOUNTANT, {}),
        (Action.FINISH_EXPORT, CONNECTOR, EXPORTED_FIRST),
        *([(Action.SEE_POSTED, CONNECTOR, {})] if erp.posts_by_hand else []),
        (Action.CONFIRM_SYNC, CONNECTOR, SEEN),
    ]
    moments = [now]
    for action, actor, brought in steps:
        now = done(action, actor, now, **brought)
        moments.append(now)
    return moments


def update_export(erp):
    """The states from a synced budget through a modification to a second acceptance."""
    synced = whole_export(erp)[-1]
    changed = done(
        Action.CREATE_MODIFICATION, MANAGER, synced, has_unsynced=True, has_unsent_modifications=True
    )
    sent = done(Action.SEND, MANAGER, changed)
    return [synced, changed, sent, done(Action.ACCEPT, ACCOUNTANT, sent)]


def manager_creates_the_budget(erp):
    draft = facts_in(State.DRAFT, erp, line_count=0)
    assert decide(Action.ADD_LINE, MANAGER, draft).open
    assert decide(Action.IMPORT_FILE, MANAGER, draft).open
    assert not decide(Action.ADD_LINE, ACCOUNTANT, draft).shown


def manager_locks_it(erp):
    locked = done(Action.LOCK, MANAGER, facts_in(State.DRAFT, erp))
    assert state_of(locked) is State.LOCKED
    assert not decide(Action.EDIT_ORIGINAL, MANAGER, locked).open


def manager_sends_it(erp):
    assert not decide(Action.SEND, MANAGER, facts_in(State.DRAFT, erp)).open
    sent = done(Action.SEND, MANAGER, facts_in(State.LOCKED, erp))
    assert state_of(sent) is State.SENT
    assert decide(Action.ACCEPT, ACCOUNTANT, sent).open


def tasks_in_their_order(erp):
    states = [state_of(moment) for moment in whole_export(erp)]
    assert states[:4] == [State.DRAFT, State.LOCKED, State.SENT, State.EXPORTING]
    assert states[-1] is State.SYNCED


def manager_does_his_three_tasks(erp):
    draft = facts_in(State.DRAFT, erp)
    assert decide(Action.ADD_LINE, MANAGER, draft).open
    assert decide(Action.LOCK, MANAGER, draft).open
    assert decide(Action.SEND, MANAGER, facts_in(State.LOCKED, erp)).open


def only_an_approver_decides(erp):
    sent = facts_in(State.SENT, erp)
    for action in (Action.ACCEPT, Action.REJECT):
        assert decide(action, ACCOUNTANT, sent).open
        assert not decide(action, MANAGER, sent).shown
        assert not decide(action, CLERK, sent).shown


def approver_reviews_it(erp):
    sent = facts_in(State.SENT, erp)
    assert decide(Action.VIEW_ERP, ACCOUNTANT, sent).open
    assert decide(Action.VIEW_BUDGET, ACCOUNTANT, sent).open


def one_response(erp):
    sent = facts_in(State.SENT, erp)
    for action in (Action.ACCEPT, Action.REJECT):
        answered = done(action, ACCOUNTANT, sent)
        assert not decide(Action.ACCEPT, ACCOUNTANT, answered).shown
        assert not decide(Action.REJECT, ACCOUNTANT, answered).shown


def accept_exports(erp):
    accepted = done(Action.ACCEPT, ACCOUNTANT, facts_in(State.SENT, erp))
    assert state_of(accepted) is State.EXPORTING


def reject_makes_it_editable(erp):
    rejected = done(Action.REJECT, ACCOUNTANT, facts_in(State.SENT, erp))
    assert state_of(rejected) is State.DRAFT
    assert decide(Action.EDIT_ORIGINAL, MANAGER, rejected).open


def corrected_and_sent_again(erp):
    rejected = done(Action.REJECT, ACCOUNTANT, facts_in(State.SENT, erp))
    corrected = done(Action.EDIT_ORIGINAL, MANAGER, rejected)
    locked = done(Action.LOCK, MANAGER, corrected)
    assert decide(Action.SEND, MANAGER, locked).label == "Re-send to ERP"
    assert decide(Action.ACCEPT, ACCOUNTANT, done(Action.SEND, MANAGER, locked)).open


def erp_level_is_required(erp):
    sent = facts_in(State.SENT, erp)
    for level in Level:
        person = replace(ACCOUNTANT, erp=level)
        assert decide(Action.ACCEPT, person, sent).open is (level in {Level.STANDARD, Level.ADMIN})


def privilege_is_required(erp):
    sent = facts_in(State.SENT, erp)
    for person in (ACCOUNTANT, replace(ACCOUNTANT, erp=Level.ADMIN)):
        assert decide(Action.ACCEPT, person, sent).open
        without = decide(Action.ACCEPT, replace(person, can_push=False), sent)
        assert not without.shown
        assert "Can Push to Accounting" in without.sentence


def closed_until_synced(erp):
    """Check the four acts at every moment of an export; return those moments at which they were closed."""
    moments = whole_export(erp)
    for moment in moments[3:-1]:
        for action in FOUR_ACTS:
            verdict = decide(action, MANAGER, moment)
            assert verdict.shown
            assert not verdict.open
    for action in FOUR_ACTS[:1] + FOUR_ACTS[2:]:
        assert decide(action, MANAGER, moments[-1]).open
    assert decide(Action.SEND, MANAGER, update_export(erp)[1]).open
    return moments[3:-1]


def budget_admin_does_the_first_step(erp):
    admin = Actor(id=12, name="Ada Lund", budget=Level.ADMIN)
    standard = replace(admin, budget=Level.STANDARD)
    for action, state in ((Action.LOCK, State.DRAFT), (Action.SEND, State.LOCKED)):
        assert decide(action, admin, facts_in(state, erp)).open
        assert not decide(action, standard, facts_in(state, erp)).shown


def updates_follow_the_first_sync(erp):
    states = [state_of(moment) for moment in update_export(erp)]
    assert states == [State.SYNCED, State.CHANGES_PENDING, State.SENT, State.EXPORTING]


def somebody_else_grants_the_privilege():
    luis = PersonFacts(id=CLERK.id, name=CLERK.name, erp_can_accept=True)
    assert decide(Action.GRANT_PUSH, CONTROLLER, luis).open
    assert not decide(Action.GRANT_PUSH, MANAGER, luis).shown
    own = decide(Action.GRANT_PUSH, replace(CONTROLLER, id=CLERK.id), luis)
    assert own.sentence.startswith("You cannot grant this to yourself.")
