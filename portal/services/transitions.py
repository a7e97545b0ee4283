"""The one door for state: every act on a budget goes through `perform`, in one transaction.

Lock the row, read the person and the facts, ask the rule table, do the act, write state and stamps, append the audit
row, put the consequences aside (mails, ERP requests), commit, ring. No other module writes `locked` or `phase`.
"""

from dataclasses import replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget, BudgetTouch
from portal.db.transactions import transaction
from portal.domain.decisions import require
from portal.domain.denials import FORBIDDEN, Denied
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.outcomes import Outcome, outcome
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import as_of_now, hold
from portal.services.acts import ACTS
from portal.services.budget_facts import read_brief_facts, read_facts, read_state
from portal.services.intentions import Act, ChangedMeanwhileError, Intention, NotFoundError
from portal.services.reactions import react
from portal.services.submissions import preflight


def perform(
    action: Action,
    actor: Actor,
    budget_id: int,
    *,
    seen_version: int | None = None,
    given: Any = None,
    reason: str = "",
) -> Any:
    """Do `action` on a budget, or refuse it as the rule table says; return what the act returns.

    `seen_version` is the version the person's page showed: a newer one refuses. Raises Denied, ChangedMeanwhileError,
    InputError (from the act) and NotFoundError; after any of them nothing has changed, and a refused permission is in
    the audit.
    """
    try:
        with transaction() as session:
            return _perform(session, action, actor, budget_id, seen_version, given, reason)
    except Denied as denied:
        if denied.status == FORBIDDEN:
            with transaction() as session:
                _record_refusal(session, action, actor, budget_id, denied)
        raise


def _perform(
    session: Session,
    action: Action,
    actor: Actor,
    budget_id: int,
    seen_version: int | None,
    given: Any,
    reason: str,
) -> Any:
    hold(session, actor)
    budget = lock_row(session, budget_id)
    actor = as_of_now(session, actor, budget.project_id)
    act = ACTS[action]
    facts = _look(session, budget, act, given)
    require(action, actor, facts)
    if seen_version is not None and budget.version != seen_version:
        raise ChangedMeanwhileError(
            "Somebody changed this budget after you opened the page. Look at it again, then repeat what you did."
        )
    before = state_of(facts)
    intention = Intention(session, budget, actor, facts, given, reason)
    result = act.do(intention)
    _write(budget, outcome(action, facts))
    _touch(session, budget, actor, act)
    session.flush()
    after = read_state(session, budget)
    audit.record(
        session,
        action,
        actor,
        audit.Subject("budget", budget.id, budget.project_id),
        audit.Note(before.value, after.value, reason, detail=intention.notes),
    )
    react(session, action, budget, facts)
    return result


def lock_row(session: Session, budget_id: int) -> Budget:
    """Take the budget's row lock (SQLite holds the whole file already). Raises NotFoundError."""
    budget = session.scalar(
        select(Budget)
        .where(Budget.id == budget_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if budget is None:
        raise NotFoundError("There is no such budget.")
    return budget


def _look(session: Session, budget: Budget, act: Act, given: Any) -> BudgetFacts:
    if act.brief:
        return read_brief_facts(session, budget)
    problems = preflight.limit_problems(session, budget) if act.needs_limits else ()
    facts = read_facts(session, budget, problems)
    return replace(facts, **act.look(session, budget, given))


def _write(budget: Budget, follows: Outcome) -> None:
    """The only assignments to the state columns."""
    budget.version += 1
    if follows.locked is not None:
        budget.locked = follows.locked
    if follows.phase is not None:
        budget.phase = follows.phase.value
        budget.phase_at = clock.now()
    if follows.decision is not None:
        budget.last_decision = follows.decision.value
    if follows.system_of_record is not None:
        budget.system_of_record = follows.system_of_record.value
    if follows.import_disabled is not None:
        budget.import_disabled = follows.import_disabled


def _touch(session: Session, budget: Budget, actor: Actor, act: Act) -> None:
    if not act.touches or actor.id is None:
        return
    known = select(BudgetTouch.id).where(
        BudgetTouch.budget_id == budget.id,
        BudgetTouch.revision == budget.revision,
        BudgetTouch.person_id == actor.id,
    )
    if session.scalar(known) is None:
        session.add(BudgetTouch(budget_id=budget.id, revision=budget.revision, person_id=actor.id))


def _record_refusal(session: Session, action: Action, actor: Actor, budget_id: int, denied: Denied) -> None:
    budget = session.get(Budget, budget_id)
    subject = audit.Subject("budget", budget_id, budget.project_id if budget else None)
    detail = {"codes": [denial.code for denial in denied.denials]}
    audit.record(
        session, action, actor, subject, audit.Note(outcome="denied", reason=str(denied), detail=detail)
    )
