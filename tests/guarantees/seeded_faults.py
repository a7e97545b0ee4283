"""Mistakes that somebody could make in the portal, each put into the running code by one small change."""

from dataclasses import replace

from portal.domain import guards, outcomes, rules
from portal.domain import permissions as may
from portal.domain.columns import OPEN
from portal.domain.outcomes import Outcome
from portal.domain.vocabulary import Action, Decision, State
from portal.services import acts, budget_facts, transitions
from portal.services.submissions import approval_links, approvals
from portal.services.submissions.submissions import current_submission
from portal.web import doors


def four_eyes_forgotten(patch):
    """Whoever sent it may accept it."""
    row = rules.RULES[Action.ACCEPT]
    kept = tuple(guard for guard in row.provided if guard is not guards.is_not_the_sender)
    patch.setitem(rules.RULES, Action.ACCEPT, replace(row, provided=kept))


def privilege_not_asked(patch):
    """The ERP level is enough to accept."""
    row = rules.RULES[Action.ACCEPT]
    patch.setitem(rules.RULES, Action.ACCEPT, replace(row, who=may.ERP_STANDARD))


def privilege_remembered(patch):
    """A worker process keeps the actors that it has seen, at the door and in the act."""
    known = {}
    fresh = doors.actor_for

    def remembered(session, person, project_id=None, address=""):
        return known.setdefault((person.id, project_id), fresh(session, person, project_id, address))

    patch.setattr(doors, "actor_for", remembered)
    patch.setattr(transitions, "as_of_now", lambda _session, actor, _project_id=None: actor)


def editors_forgotten(patch):
    """Four eyes looks at the sender alone."""
    whole = budget_facts.touched_by

    def senders(session, budget):
        submission = current_submission(session, budget) if budget.submission_id else None
        return whole(session, budget) & {submission.sent_by if submission else 0}

    patch.setattr(budget_facts, "touched_by", senders)


def old_page_accepted(patch):
    """What the approver saw is not compared: an old page accepts what is current."""
    real = acts.ACTS[Action.ACCEPT]

    def do(intention):
        now = current_submission(intention.session, intention.budget)
        seen = replace(intention.given, submission_id=now.id, content_hash=now.content_hash)
        return real.do(replace(intention, given=seen))

    patch.setitem(acts.ACTS, Action.ACCEPT, replace(real, do=do))


def link_accepts_a_newer_revision(patch):
    """A mailed link leads to whatever submission is current."""
    real = approval_links.follow

    def follow(session, token):
        target = real(session, token)
        if target is None:
            return None
        budget = session.query(approval_links.Budget).filter_by(project_id=target.project_id).one()
        return replace(target, number=current_submission(session, budget).number)

    patch.setattr(approval_links, "follow", follow)


def _opened(patch, action, **states):
    row = rules.RULES[action]
    patch.setitem(
        rules.RULES, action, replace(row, states={**row.states, **{State(s): OPEN for s in states}})
    )


def retrieved_after_acceptance(patch):
    """Retrieve stays open while the export is on its way."""
    _opened(patch, Action.RETRIEVE, exporting=True)


def edited_while_locked(patch):
    """The lock does not hold."""
    _opened(patch, Action.EDIT_ORIGINAL, locked=True)


def edited_while_sent(patch):
    """What accounting is looking at still changes."""
    _opened(patch, Action.EDIT_ORIGINAL, sent=True)


def accepted_twice(patch):
    """A second press accepts again."""
    _opened(patch, Action.ACCEPT, exporting=True)


def rejection_leaves_it_waiting(patch):
    """Rejecting is noted, and nothing follows."""
    patch.setitem(outcomes._FOLLOWS, Action.REJECT, lambda _facts: Outcome(decision=Decision.REJECTED))


def rejected_without_a_reason(patch):
    """The sender is not told why."""
    patch.setattr(approvals, "REASON_AT_LEAST", 0)


FAULTS = (
    four_eyes_forgotten,
    privilege_not_asked,
    privilege_remembered,
    editors_forgotten,
    old_page_accepted,
    link_accepts_a_newer_revision,
    retrieved_after_acceptance,
    edited_while_locked,
    edited_while_sent,
    accepted_twice,
    rejection_leaves_it_waiting,
    rejected_without_a_reason,
)
