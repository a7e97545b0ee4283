"""The pre-flight check before a send: every failing guard with the way to it, and what sending will close.

Source: Send a Budget to ERP Integrations for Accounting Acceptance.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.people import Person
from portal.db.projects import Project
from portal.domain.decisions import Verdict, decide
from portal.domain.facts import BudgetFacts
from portal.domain.money import format_difference, format_money
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company, read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.mails import notices
from portal.services.people.absences import away_now
from portal.services.submissions import send_warnings
from portal.services.submissions.frozen_copies import FrozenCopy, freeze
from portal.services.submissions.next_persons import asked, in_words
from portal.services.submissions.preflight import limit_problems
from portal.services.submissions.send_warnings import SendWarning
from portal.services.submissions.submissions import NOTE_LIMIT


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why it cannot be sent; `line_id` leads to the line it is about, if any."""

    sentence: str
    line_id: int | None


@dataclass(frozen=True, slots=True)
class SendPage:
    """Everything the page says. `warning` stands there when nobody may accept it, or no mail tells."""

    project_id: int
    project_name: str
    version: int
    verdict: Verdict
    problems: tuple[Problem, ...]
    heading: str
    totals: tuple[tuple[str, str], ...]
    closes: str
    until: str
    approvers: str
    told: str
    warning: SendWarning | None
    note_limit: int = NOTE_LIMIT


def read(session: Session, actor: Actor, project_id: int) -> SendPage:
    """Look at the budget as the send itself would. Nothing is changed."""
    budget = budget_of(session, project_id)
    facts = read_facts(session, budget, limit_problems(session, budget))
    verdict = decide(Action.SEND, actor, facts)
    able = send_warnings.able_after(session, budget, facts, actor)
    names = [each.name for each in asked(able, away_now(session))]
    copy = freeze(session, budget)
    return SendPage(
        project_id,
        session.get_one(Project, project_id).name,
        budget.version,
        verdict,
        tuple(Problem(each.sentence, _line(each.anchor)) for each in verdict.denials),
        _heading(verdict),
        _totals(copy),
        "Editing, adding lines, modifications, unlocking and sending again are closed for everybody",
        _until(facts),
        in_words(names),
        _told(session, facts, able),
        send_warnings.warning(session, budget, facts, actor),
    )


def _told(session: Session, facts: BudgetFacts, able: Sequence[Person]) -> str:
    """How those who may decide learn of it."""
    again = facts.last_decision in notices.CAME_BACK and not company(session).mails_again
    if not again and any(person.approval_mail == notices.AT_ONCE for person in able):
        return "An approval request is mailed at once."
    return "It stands on Home and in the next daily summary; no mail is sent at once."


def _heading(verdict: Verdict) -> str:
    count = len(verdict.denials)
    if count == 0:
        return "Ready to send"
    return (
        "1 thing to do before it can be sent" if count == 1 else f"{count} things to do before it can be sent"
    )


def _until(facts: BudgetFacts) -> str:
    """When the budget opens again, in the words of the ERP at hand."""
    posting = "exported and posted in" if facts.erp is not None and facts.erp.posts_by_hand else "exported to"
    return (
        "until you retrieve it or accounting rejects it; once accepted, until it is "
        f"{posting} {facts.erp_label} and the amounts show in the Job Costs Report."
    )


def _totals(copy: FrozenCopy) -> tuple[tuple[str, str], ...]:
    living = [line for line in copy.lines if not line.deleted]
    changed = len({amount.line_id for amount in copy.amounts})
    return (
        ("Lines", f"{len(living):,}"),
        ("Original", format_money(sum(line.original_cents for line in living))),
        ("Modifications", format_money(sum(line.modification_cents for line in living))),
        ("Revised", format_money(sum(line.now_cents for line in living))),
        (
            f"New to the ERP, on {'1 line' if changed == 1 else f'{changed:,} lines'}",
            format_difference(sum(each.cents for each in copy.amounts)),
        ),
    )


def _line(anchor: str) -> int | None:
    number = anchor.removeprefix("line-")
    return int(number) if number != anchor and number.isdigit() else None
