"""The sheets of the evidence file, one function each; amounts are Decimal, times UTC."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, aliased

from portal.db.audit import AuditEvent
from portal.db.budgets import Budget
from portal.db.people import Person
from portal.db.projects import Project
from portal.db.submissions import Submission
from portal.domain.money import to_decimal
from portal.domain.vocabulary import Action
from portal.erp.references import budget_reference
from portal.files.csv_tables import OutCell
from portal.files.xlsx_tables import Table
from portal.services.auditing import audit_file
from portal.services.auditing.four_eyes_history import OffPeriod
from portal.services.people import privilege_history

DECISIONS = (
    Action.ACCEPT, Action.REJECT, Action.RETRIEVE, Action.RETRY, Action.WITHDRAW_EXPORT, Action.RESET_EXPORT,
    Action.ACKNOWLEDGE_DIFFERENCE, Action.CONFIRM_DIFFERENCE, Action.MOVE_TO_PORTAL,
)  # fmt: skip
"""What accounting and those who may undo its decisions do to a submission."""

_SENT_BY, _DECIDED_BY = aliased(Person), aliased(Person)


def submissions(session: Session, start: datetime, end: datetime) -> Table:
    """Every submission that was sent or decided in the period: who, how much, and the hash of what was seen."""
    heads = (
        "Project", "Name", "ERP reference", "Submission", "Revision", "First export", "Sent by", "Sent at", "Lines",
        "Original", "Modifications", "Change", "Content hash", "Decision", "Decided by", "Decided at", "Reason",
        "Exported at", "Synced at",
    )  # fmt: skip
    return Table(
        "Submissions", heads, [_submission(row) for row in session.execute(_sent_or_decided(start, end))]
    )


def _sent_or_decided(start: datetime, end: datetime) -> Any:
    sent = (Submission.sent_at >= start) & (Submission.sent_at < end)
    decided = (Submission.decided_at >= start) & (Submission.decided_at < end)
    return (
        select(Submission, Project.number, Project.name, _SENT_BY.name, _DECIDED_BY.name)
        .join(Budget, Budget.id == Submission.budget_id)
        .join(Project, Project.id == Budget.project_id)
        .join(_SENT_BY, _SENT_BY.id == Submission.sent_by)
        .outerjoin(_DECIDED_BY, _DECIDED_BY.id == Submission.decided_by)
        .where(or_(sent, decided))
        .order_by(Submission.sent_at, Submission.id)
    )


def _submission(row: Any) -> tuple[OutCell, ...]:
    one, number, name, sent_by, decided_by = row
    return (
        number,
        name,
        f"{budget_reference(one.budget_id)}-{one.number}",
        one.number,
        one.revision,
        "yes" if one.is_first else "no",
        sent_by,
        _time(one.sent_at),
        one.line_count,
        to_decimal(one.original_cents),
        to_decimal(one.modification_cents),
        to_decimal(one.change_cents),
        one.content_hash,
        "" if one.decided_at is None else one.decision,
        decided_by or "",
        _time(one.decided_at),
        one.reason,
        _time(one.exported_at),
        _time(one.synced_at),
    )


def decisions(session: Session, start: datetime, end: datetime) -> Table:
    """Every decision and every refused one, as the audit holds it."""
    wanted = _between(start, end).where(AuditEvent.action.in_([action.value for action in DECISIONS]))
    return _audited("Decisions", session, session.scalars(wanted))


def entries(session: Session, start: datetime, end: datetime) -> Table:
    """The audit of the period, whole."""
    return _audited("Audit entries", session, session.scalars(_between(start, end)))


def privilege_changes(session: Session, start: datetime, end: datetime) -> Table:
    """Who got and who lost Can Push to Accounting."""
    rows = [
        (_time(each.at), each.name, "given" if each.granted else "taken away", each.by_name, each.reason)
        for each in privilege_history.changes_between(session, start, end)
    ]
    return Table("Privilege changes", ("At", "Person", "Can Push to Accounting", "By", "Reason"), rows)


def holders(session: Session, start: datetime, end: datetime) -> Table:
    """Who held the privilege at the beginning and at the end."""
    rows = [
        (when, _time(at), each.name, _time(each.since), each.by_name, each.reason)
        for when, at in (("beginning", start), ("end", end))
        for each in privilege_history.holders_on(session, at)
    ]
    return Table("Holders", ("At the", "Moment", "Person", "Since", "Given by", "Reason"), rows)


def four_eyes_off(off: Iterable[OffPeriod]) -> Table:
    """The spans in which whoever sent a revision could accept it."""
    rows = [
        (
            _time(each.since) or "before the first entry",
            each.off_by,
            _time(each.until) or "still off",
            each.on_by,
        )
        for each in off
    ]
    return Table("Four eyes off", ("From", "Switched off by", "To", "Switched on by"), rows)


def accepted_while_off(session: Session, start: datetime, end: datetime, off: Sequence[OffPeriod]) -> Table:
    """Acceptances made in such a span, and whether the approver had worked on the revision."""
    wanted = _between(start, end).where(
        AuditEvent.action == Action.ACCEPT.value, AuditEvent.outcome == "done"
    )
    found = [
        event
        for event in session.scalars(wanted)
        if event.detail.get("four_eyes") is False or any(each.holds(event.at) for each in off)
    ]
    table = _audited("Accepted while off", session, found)
    words = {True: "yes", False: "no"}
    own = [words.get(event.detail.get("own_work", ...), "not noted") for event in found]
    rows = [(work, *row) for work, row in zip(own, table.rows, strict=True)]
    return Table(table.name, ("Own work", *table.headings), rows)


def _audited(name: str, session: Session, events: Iterable[AuditEvent]) -> Table:
    return Table(name, audit_file.HEADINGS, list(audit_file.table(session, list(events))))


def _between(start: datetime, end: datetime) -> Select[AuditEvent]:
    spanned = select(AuditEvent).where(AuditEvent.at >= start, AuditEvent.at < end)
    return spanned.order_by(AuditEvent.sequence)


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}" if moment else ""
