"""Moments in the life of one budget, for the tests of the rules: facts in each state, and the people who act."""

from dataclasses import replace

from portal.domain.decisions import require
from portal.domain.facts import BudgetFacts, ErpPolicy
from portal.domain.outcomes import Outcome, outcome
from portal.domain.people import Actor, machine
from portal.domain.vocabulary import Action, Level, Phase, State, SystemOfRecord

SAGE = ErpPolicy(
    label="Sage 100 Contractor",
    posts_by_hand=True,
    imports_budgets=True,
    codes_synced_before_send=False,
    posting_steps=("Job Cost ▸ Tasks ▸ Post Entries", "In 6-2: paste the grid, save, Options ▸ Set Budget"),
    staged=True,
    sets_originals=True,
    originals_word="Set Budget",
    originals_step="open job {job} in 6-2 and choose Options ▸ Set Budget",
    withdraws=True,
)
QUICKBOOKS = ErpPolicy(label="QuickBooks Desktop")
ERPS = {"sage": SAGE, "quickbooks": QUICKBOOKS}

SENDER = 1
"""Who sent, locked and edited the revision in these moments."""

EVERYTHING = Actor(
    id=9,
    name="Ruth Adeyemi",
    directory=Level.ADMIN,
    erp=Level.ADMIN,
    budget=Level.ADMIN,
    can_push=True,
    can_import_budget=True,
)
"""Every permission at once, so that only the state decides."""

MANAGER = Actor(id=SENDER, name="Dana Whitfield", budget=Level.ADMIN)
ACCOUNTANT = Actor(id=2, name="Aki Sato", erp=Level.STANDARD, can_push=True)
CONTROLLER = Actor(id=3, name="Tom Halden", erp=Level.ADMIN, can_push=True, directory=Level.ADMIN)
CLERK = Actor(id=4, name="Luis Ortega", erp=Level.STANDARD)
AUDITOR = Actor(id=5, name="Priya Raman", auditor=True)
CONNECTOR = machine("The connector")

_IN_ORDER = BudgetFacts(
    project_name="Newtown Apartments",
    project_linked=True,
    line_count=4,
    has_unsynced=True,
    has_unsent_modifications=True,
    line_is_unused_zero=True,
    owner_id=EVERYTHING.id,
    has_mismatch=True,
    has_open_acknowledgement=True,
    sent_by="Dana Whitfield",
    sent_when="on Tue 9 Jun 14:02",
    phase_since="on Wed 10 Jun 09:24",
    exported_when="on Wed 10 Jun 09:31",
    last_sync="Fri 12 Jun 07:30",
    touched_by=frozenset({SENDER}),
    sender_id=SENDER,
)
_ACCEPTED = {"locked": True, "import_disabled": True, "system_of_record": SystemOfRecord.PORTAL}
_HELD = _ACCEPTED | {"exported_before": True}
_FROM_ERP = {"system_of_record": SystemOfRecord.ERP}

_MOMENTS = {
    State.DRAFT: {},
    State.LOCKED: {"locked": True},
    State.SENT: {"locked": True, "phase": Phase.SENT},
    State.EXPORTING: {**_ACCEPTED, "phase": Phase.EXPORTING},
    State.EXPORT_FAILED: {**_ACCEPTED, "phase": Phase.EXPORT_FAILED},
    State.AWAITING_POSTING: {**_HELD, "phase": Phase.AWAITING_POSTING},
    State.AWAITING_SYNC: {**_HELD, "phase": Phase.AWAITING_SYNC},
    State.SYNCED: {**_HELD, "has_unsynced": False, "has_unsent_modifications": False},
    State.SYNCED_UNLOCKED: {**_HELD, "locked": False},
    State.CHANGES_PENDING: _HELD,
    State.IMPORTED: _FROM_ERP,
    State.IMPORTED_LOCKED: {**_FROM_ERP, "locked": True},
}


def facts_in(state: State, erp: ErpPolicy = SAGE, **changes: object) -> BudgetFacts:
    """A budget in this state with everything in order, then changed."""
    return replace(_IN_ORDER, erp=erp, **{**_MOMENTS[state], **changes})


def written(facts: BudgetFacts, follows: Outcome) -> BudgetFacts:
    """The facts after the one door has written its columns."""
    columns = {
        "locked": follows.locked,
        "phase": follows.phase,
        "last_decision": follows.decision,
        "system_of_record": follows.system_of_record,
        "import_disabled": follows.import_disabled,
    }
    return replace(facts, **{name: value for name, value in columns.items() if value is not None})


def done(action: Action, actor: Actor, facts: BudgetFacts, **brought: object) -> BudgetFacts:
    """The facts after `actor` did `action`, as the rules allow it; `brought` is what the act itself changed."""
    require(action, actor, facts)
    return replace(written(facts, outcome(action, facts)), **brought)
