"""Expected against found, line by line, as soon as anything of an export shows at the ERP."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.db.job_costs import JobCostReading
from portal.db.submissions import Submission
from portal.domain.facts import ErpPolicy
from portal.services.job_costs import code_names, proving
from portal.services.job_costs.baselines import current_reading
from portal.services.job_costs.code_names import CodeName
from portal.services.submissions.review_rows import Figure, amount, difference


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One exported budget code: what it should show and what it shows. `original` only where it is the proof."""

    name: CodeName
    expected: Figure
    found: Figure
    original: Figure | None
    gap: Figure
    right: bool


def read(
    session: Session, submission: Submission, project_id: int, policy: ErpPolicy
) -> tuple[FoundLine, ...]:
    """The lines of a submission; none while nothing of it shows, or while the report is older than the export."""
    reading = current_reading(session, project_id)
    if reading is None or submission.exported_at is None or reading.asked_at < submission.exported_at:
        return ()
    return _lines(session, submission, reading, policy)


def _lines(
    session: Session, submission: Submission, reading: JobCostReading, policy: ErpPolicy
) -> tuple[FoundLine, ...]:
    question = proving.question_of(session, submission, reading, policy)
    if not question.shows:
        return ()
    names = code_names.read(session, question.exported.keys())
    before = {} if submission.is_first else question.baseline
    lines = []
    for key, moved in question.exported.items():
        expected, found = before.get(key, 0) + moved, question.found.get(key, 0)
        original = question.originals.get(key, 0) if question.originals is not None else None
        proven = found if original is None else original
        lines.append(
            FoundLine(
                names[key],
                amount(expected),
                amount(found),
                amount(original) if original is not None else None,
                difference(proven - expected),
                proven == expected,
            )
        )
    return tuple(sorted(lines, key=lambda line: (line.name.code, line.name.detail)))
