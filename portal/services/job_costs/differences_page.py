"""What keeps an exported budget closed, line by line: the likely cause, what to do, and who took which amount as right.

Source: portal decision on amounts that differ after an export (Export a Procore Budget to Sage 100, Restrictions).
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from portal import clock
from portal.db.exchange import ErpConnection
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import DifferenceAcknowledgement, Submission
from portal.domain.cause_words import Scene
from portal.domain.causes import Cause, may_be_acknowledged
from portal.domain.decisions import decide
from portal.domain.facts import BudgetFacts, state_of
from portal.domain.money import format_difference, format_money
from portal.domain.people import Actor
from portal.domain.state_words import STATE_WORDS, StateWords
from portal.domain.vocabulary import Action
from portal.erp.registry import connector_for
from portal.services.budget_facts import company, policy_of, read_facts
from portal.services.budgets.budgets import budget_of
from portal.services.job_costs import acknowledged, code_names, mismatch_words
from portal.services.job_costs.code_names import UNKNOWN, CodeName
from portal.services.submissions.acknowledgements import CANNOT

Entries = dict[tuple[str, int], DifferenceAcknowledgement]


@dataclass(frozen=True, slots=True)
class Line:
    """One budget code that is not what the export should have made of it. `key` and `cents` are the form's.

    `can_acknowledge` and `can_confirm` draw a form; `why_not` stands where neither does.
    """

    name: CodeName
    key: str
    cents: int
    expected: str
    found: str
    difference: str
    sentence: str
    told: str
    entry_id: int
    can_acknowledge: bool
    can_confirm: bool
    why_not: str


@dataclass(frozen=True, slots=True)
class DifferencesPage:
    """Everything drawn by `templates/erp/differences.html`; `sentence` names the cause of the whole."""

    project_id: int
    project_name: str
    meta: tuple[str, ...]
    words: StateWords
    erp_short: str
    sentence: str
    lines: tuple[Line, ...]
    adjusted: tuple[Line, ...]
    drift: tuple[Line, ...]
    posts_by_hand: bool


def read(session: Session, actor: Actor, project_id: int) -> DifferencesPage:
    """The differences of the submission under way as the last sync showed them; empty lists where there are none."""
    project, budget = session.get_one(Project, project_id), budget_of(session, project_id)
    facts = read_facts(session, budget)
    submission = session.get(Submission, budget.submission_id) if budget.submission_id else None
    connection = session.get(ErpConnection, project.connection_id) if project.connection_id else None
    policy = policy_of(connection)
    scene = (
        mismatch_words.scene_of(project, connection, policy, submission)
        if connection is not None and policy is not None and submission is not None
        else None
    )
    drawn = _Drawing(session, actor, facts, submission, scene)
    return DifferencesPage(
        project_id=project.id,
        project_name=project.name,
        meta=(
            project.erp_job_name or f"Job {project.number}",
            facts.erp_label,
            f"Last sync {clock.say_when(budget.last_synced_at, company(session).timezone)}"
            if budget.last_synced_at
            else "No sync yet",
        ),
        words=STATE_WORDS[state_of(facts)],
        erp_short=connector_for(connection.connector).short_label if connection else "the ERP",
        sentence=facts.mismatch_sentence,
        lines=drawn.lines("differences") if facts.has_mismatch else (),
        adjusted=drawn.lines("adjusted"),
        drift=drawn.lines("drift"),
        posts_by_hand=policy is not None and policy.posts_by_hand,
    )


class _Drawing:
    """The parts of one proof as lines."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        facts: BudgetFacts,
        submission: Submission | None,
        scene: Scene | None,
    ) -> None:
        self._session, self._actor, self._facts, self._scene = session, actor, facts, scene
        self._proof: dict[str, Any] = submission.proof if submission is not None else {}
        rows = acknowledged.of_submission(session, submission) if submission is not None else ()
        self._entries: Entries = {(row.key, row.found_cents): row for row in rows}
        keys = {
            row["key"] for part in ("differences", "adjusted", "drift") for row in self._proof.get(part, [])
        }
        self._names = code_names.read(session, keys)

    def lines(self, part: str) -> tuple[Line, ...]:
        """One part of the proof."""
        return tuple(self._line(row, open_=part == "differences") for row in self._proof.get(part, []))

    def _line(self, row: dict[str, Any], *, open_: bool) -> Line:
        found = row["found"] or 0
        entry = self._entries.get((row["key"], found))
        can_acknowledge, can_confirm, why_not = self._may(row, entry) if open_ else (False, False, "")
        return Line(
            name=self._names.get(row["key"], UNKNOWN),
            key=row["key"],
            cents=found,
            expected=format_money(row["expected"]),
            found=format_money(found) if row["found"] is not None else "nothing",
            difference=format_difference(found - row["expected"]),
            sentence=mismatch_words.line(self._scene, row) if open_ and self._scene is not None else "",
            told=self._told(entry, is_said=bool(why_not)) if entry is not None else "",
            entry_id=entry.id if entry is not None else 0,
            can_acknowledge=can_acknowledge,
            can_confirm=can_confirm,
            why_not=why_not,
        )

    def _may(self, row: dict[str, Any], entry: DifferenceAcknowledgement | None) -> tuple[bool, bool, str]:
        """Whether this person may acknowledge or confirm, or the sentence why not."""
        if entry is not None:
            facts = replace(self._facts, acknowledged_by=entry.by_id)
            verdict = decide(Action.CONFIRM_DIFFERENCE, self._actor, facts)
            return False, verdict.open, verdict.sentence
        verdict = decide(Action.ACKNOWLEDGE_DIFFERENCE, self._actor, self._facts)
        cause = Cause(row.get("cause", Cause.CHANGED))
        if verdict.open and not may_be_acknowledged(cause, shows=self._proof.get("shows", True)):
            return False, False, CANNOT.sentence
        return verdict.open, False, verdict.sentence

    def _told(self, entry: DifferenceAcknowledgement, *, is_said: bool = False) -> str:
        """Who acknowledged it, and who confirmed it; `is_said`: that a second person must is told beside it."""
        zone = company(self._session).timezone
        said = (
            f"{self._name(entry.by_id)} acknowledged {format_money(entry.found_cents)} "
            f"{clock.say_when(entry.at, zone)}: “{entry.reason}”."
        )
        if entry.confirmed_by is None:
            return said if is_said else f"{said} A second person must confirm it."
        return f"{said} {self._name(entry.confirmed_by)} confirmed it {clock.say_when(entry.confirmed_at, zone)}."

    def _name(self, person_id: int) -> str:
        person = self._session.get(Person, person_id)
        return person.name if person is not None else "Somebody"
