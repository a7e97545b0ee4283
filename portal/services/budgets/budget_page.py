"""What the top of a budget's page shows: state, whose turn it is, the five stops, what is open and what is closed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from portal import clock
from portal.db.budgets import Budget
from portal.db.exchange import ErpConnection
from portal.db.projects import Project
from portal.domain.decisions import Verdict, holds, options
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.next_steps import MOVES_BY_ITSELF, MOVES_ELSEWHERE, Turn, next_step
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS
from portal.domain.vocabulary import Action
from portal.services.budget_facts import company, read_facts
from portal.services.budgets import budget_stops, decision_notes
from portal.services.budgets.budget_rows import BudgetRows
from portal.services.erp_lists.transport_words import waits_for
from portal.services.submissions import conversations
from portal.services.submissions.next_persons import in_words, is_you, names_of
from portal.services.submissions.send_warnings import SendWarning, warning


@dataclass(frozen=True, slots=True)
class Badge:
    """Colour and word of a state."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Who must act: the name, then the act, then notes below it."""

    lead: str
    sentence: str
    notes: tuple[str, ...] = ()
    kind: str = ""


@dataclass(frozen=True, slots=True)
class BudgetHead:
    """Everything above the tabs. `stamp` changes when anything of it may have changed; `moves`: ask again soon.

    `warning`: what to read before sending, where sending is open.
    """

    project_id: int
    budget_id: int
    project_name: str
    version: int
    badge: Badge
    meta: tuple[str, ...]
    notice: Notice
    stops: tuple[budget_stops.StopWords, ...]
    remarks: tuple[decision_notes.LineRemark, ...]
    verdicts: Mapping[Action, Verdict]
    warning: SendWarning | None
    state: str
    moves: bool
    stamp: str


def read_head(session: Session, actor: Actor, rows: BudgetRows) -> BudgetHead:
    """Read the head of a project's budget."""
    project, budget, connection, reading = rows.project, rows.budget, rows.connection, rows.reading
    facts = read_facts(session, budget)
    state, words = state_of(facts), STATE_WORDS[state_of(facts)]
    flag = decision_notes.flag(facts)
    verdicts = options(actor, facts)
    wrote, last_words = conversations.last_words(session, budget)
    notice = _notice(session, actor, budget, facts, connection)
    return BudgetHead(
        project_id=project.id,
        budget_id=budget.id,
        project_name=project.name,
        version=budget.version,
        badge=Badge("warn", f"{words.badge}, {flag}") if flag else Badge(words.kind, words.badge),
        meta=_meta(session, project, budget, facts, connection),
        notice=replace(notice, notes=(*notice.notes, last_words)) if last_words else notice,
        stops=budget_stops.read(session, budget, facts),
        remarks=decision_notes.remarks(session, budget, facts),
        verdicts=verdicts,
        warning=warning(session, budget, facts, actor) if _is_open(verdicts[Action.SEND]) else None,
        state=state.value,
        moves=state in MOVES_ELSEWHERE,
        stamp=f"{budget.version}.{reading.id if reading else 0}.{_contact(connection)}.{wrote}",
    )


def _is_open(verdict: Verdict) -> bool:
    return verdict.shown and verdict.open


def _meta(
    session: Session,
    project: Project,
    budget: Budget,
    facts: BudgetFacts,
    connection: ErpConnection | None,
) -> tuple[str, ...]:
    zone = company(session).timezone
    synced = clock.say_moment(budget.last_synced_at, zone)
    texts = (
        f"Job {project.number}",
        connection.name if connection else "No ERP connection",
        "Locked" if facts.locked else "Unlocked",
        f"Last sync {synced}" if synced else "",
    )
    return tuple(text for text in texts if text)


def _notice(
    session: Session, actor: Actor, budget: Budget, facts: BudgetFacts, connection: ErpConnection | None
) -> Notice:
    step = next_step(facts)
    names = names_of(session, budget, facts, step.turn)
    notes = decision_notes.notes(session, budget, facts)
    waits = waits_for(session, connection, budget) if state_of(facts) in MOVES_BY_ITSELF else ""
    sentence = " ".join(text for text in (step.act, step.opens, waits) if text)
    alone = len(names) == 1 and is_you(names[0], actor)
    if alone or (step.turn is Turn.BUDGET and not names and holds(Action.LOCK, actor)):
        return Notice("You must act:", sentence, notes)
    if names:
        return Notice(f"{in_words(names)} must act:", sentence, notes)
    lead, advice, kind = _NO_NAMES[step.turn]
    return Notice(lead, f"{sentence} {advice}".strip(), notes, kind)


_NO_APPROVER = (
    "Nobody may act:",
    "No accounting approver may decide this budget. Ask a directory admin to name one.",
    "warn",
)
_NO_NAMES = {
    Turn.NOBODY: ("Nobody here has to act:", "", ""),
    Turn.BUDGET: ("A Budget Admin must act:", "", ""),
    Turn.APPROVERS: _NO_APPROVER,
    Turn.ACCEPTER: _NO_APPROVER,
}


def _contact(connection: ErpConnection | None) -> str:
    if connection is None or connection.last_contact_at is None:
        return "0"
    return f"{connection.last_contact_at.timestamp():.0f}"
