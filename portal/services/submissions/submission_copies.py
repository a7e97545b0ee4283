"""The frozen copy of a submission as a table to keep: what was sent, who decided it, and the seal that proves it.

Source: the approval package of the portal's feature table (DECISIONS): what was accepted, by whom, its hash.
"""

from decimal import Decimal

from sqlalchemy.orm import Session

from portal import clock
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.money import MINUS
from portal.services.budget_facts import company
from portal.services.submissions.frozen_copies import FrozenLine, seal, thaw
from portal.services.submissions.review_words import became, name_of
from portal.services.submissions.submission_numbers import find

Cell = str | int | Decimal | None

_HEADS = (
    "Cost code",
    "Cost code name",
    "Cost type",
    "Sub job",
    "Description",
    "Original",
    "Modifications",
    "Revised",
    "Last synced",
    "Difference",
)


def read(session: Session, project_id: int, number: int) -> list[tuple[Cell, ...]]:
    """The table's rows, amounts as Decimal. Raises NotFoundError."""
    _budget, submission = find(session, project_id, number)
    project = session.get_one(Project, project_id)
    copy = thaw(submission.content)
    return [
        *_head(session, project, submission),
        (),
        _HEADS,
        *(_line(line) for line in copy.lines),
        (),
        ("Amounts that travel", "Cost type", "Why", "Amount"),
        *_amounts(submission),
    ]


def _head(session: Session, project: Project, submission: Submission) -> list[tuple[Cell, ...]]:
    zone = company(session).timezone
    holds = "unchanged" if seal(submission.content) == submission.content_hash else "CHANGED AFTER SENDING"
    return [
        ("Project", project.name),
        ("Job", project.erp_job_name or project.number),
        ("Submission", submission.number),
        ("Sent", f"{name_of(session, submission.sent_by)}, {clock.say_moment(submission.sent_at, zone)}"),
        ("Decision", became(session, submission) or "none yet"),
        ("SHA-256 of the frozen copy", submission.content_hash),
        ("The copy is", holds),
    ]


def _line(line: FrozenLine) -> tuple[Cell, ...]:
    return (
        line.code,
        line.code_name,
        f"{line.cost_type} {line.cost_type_name}",
        line.sub_job,
        line.description,
        _money(line.original_cents),
        _money(line.modification_cents),
        _money(line.now_cents),
        None if line.is_new else _money(line.held_cents),
        _money(line.now_cents - line.held_cents),
    )


def _amounts(submission: Submission) -> list[tuple[Cell, ...]]:
    copy = thaw(submission.content)
    lines = {line.line_id: line for line in copy.lines}
    return [
        (
            lines[amount.line_id].code,
            lines[amount.line_id].cost_type_name,
            f"{amount.type.replace('_', ' ')} {amount.notes}".strip().replace(MINUS, "-"),
            _money(amount.cents),
        )
        for amount in copy.amounts
    ]


def _money(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)
