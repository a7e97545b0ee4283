"""The approval package of a decided submission as a document to print: who sent, who decided, every line, the seal.

Everything but the names comes from the frozen copy, so that the paper says what was exported. Source: portal decision
on the approval package (feature table): what was accepted, by whom, its hash.
"""

import textwrap
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy.orm import Session

from portal import clock
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.money import format_difference, format_money
from portal.domain.vocabulary import Decision
from portal.files.pdf import PdfColumn, PdfRow, PdfTable
from portal.services.budget_facts import company
from portal.services.intentions import NotFoundError
from portal.services.submissions.frozen_copies import FrozenCopy, FrozenLine, seal, thaw
from portal.services.submissions.review_words import name_of
from portal.services.submissions.submission_numbers import find

COLUMNS = (
    PdfColumn("Cost code", 10),
    PdfColumn("Description", 28),
    PdfColumn("Cost type", 12),
    PdfColumn("Original", 10, is_amount=True),
    PdfColumn("Modifications", 10, is_amount=True),
    PdfColumn("Revised", 10, is_amount=True),
    PdfColumn("Last synced", 10, is_amount=True),
    PdfColumn("Difference", 10, is_amount=True),
)
_LETTERS = 44
"""Letters of a note that one row of the description's column holds."""


def read(session: Session, project_id: int, number: int) -> PdfTable:
    """The document. Raises NotFoundError for a submission that is not there or that nobody has decided."""
    _budget, submission = find(session, project_id, number)
    if submission.decision == Decision.NONE.value:
        raise NotFoundError("Nobody has decided this submission yet, so there is no approval package.")
    project, copy = session.get_one(Project, project_id), thaw(submission.content)
    job = project.erp_job_name or f"Job {project.number}"
    kind = "first export" if submission.is_first else "an update"
    return PdfTable(
        title=f"{project.name}: submission {number}, {submission.decision}",
        facts=(
            f"{company(session).name}, {job}. Submission {number}, {kind}, revision {submission.revision}",
            _people(session, submission),
            f"SHA-256 of the frozen copy {submission.content_hash}, {_holds(submission)}",
        ),
        columns=COLUMNS,
        rows=tuple(_rows(submission, copy)),
        foot=f"{project.name}, submission {number}, {submission.content_hash[:16]}",
    )


def _people(session: Session, submission: Submission) -> str:
    zone = company(session).timezone
    sent = f"Sent by {name_of(session, submission.sent_by)} {clock.say_moment(submission.sent_at, zone)}"
    decided = f"{name_of(session, submission.decided_by)} {clock.say_moment(submission.decided_at, zone)}"
    eyes = "on" if submission.four_eyes_was_on else "off"
    what = submission.decision.capitalize()
    return f"{sent}. {what} by {decided}. Four eyes was {eyes} when it was sent"


def _holds(submission: Submission) -> str:
    return "unchanged" if seal(submission.content) == submission.content_hash else "CHANGED AFTER SENDING"


def _rows(submission: Submission, copy: FrozenCopy) -> Iterator[PdfRow]:
    """Every line, their totals, the amounts that travelled, and what was written by hand."""
    yield from (PdfRow((*_name(line), *_amounts([line]))) for line in copy.lines)
    yield PdfRow((f"All {len(copy.lines):,} lines", "", "", *_amounts(copy.lines)), strong=True, ruled=True)
    lines = {line.line_id: line for line in copy.lines}
    yield _wide("Amounts that travelled", strong=True)
    for amount in copy.amounts:
        why = f"{amount.type.replace('_', ' ')} {amount.notes}".strip()
        code, _, kind = _name(lines[amount.line_id])
        yield PdfRow((code, why, kind, "", "", "", "", format_difference(amount.cents)))
    travelled = sum(amount.cents for amount in copy.amounts)
    yield PdfRow(
        (f"All {len(copy.amounts):,} amounts", "", "", "", "", "", "", format_difference(travelled)),
        strong=True,
        ruled=True,
    )
    yield from _said("Note", submission.note)
    yield from _said("Reason", submission.reason)


def _name(line: FrozenLine) -> tuple[str, str, str]:
    words = line.description or line.code_name
    where = f"{words} (sub job {line.sub_job})" if line.sub_job else words
    return line.code, where, f"{line.cost_type} {line.cost_type_name}"


def _amounts(lines: Iterable[FrozenLine]) -> tuple[str, str, str, str, str]:
    every: Sequence[FrozenLine] = tuple(lines)
    now, held = sum(line.now_cents for line in every), sum(line.held_cents for line in every)
    return (
        format_money(sum(line.original_cents for line in every)),
        format_money(sum(line.modification_cents for line in every)),
        format_money(now),
        "none" if all(line.is_new for line in every) else format_money(held),
        format_difference(now - held),
    )


def _said(head: str, text: str) -> Iterator[PdfRow]:
    for number, part in enumerate(textwrap.wrap(text, _LETTERS)):
        yield _wide("" if number else head, part)


def _wide(head: str, text: str = "", *, strong: bool = False) -> PdfRow:
    return PdfRow((head, text, "", "", "", "", "", ""), strong=strong)
