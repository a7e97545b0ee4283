"""Trying mails again on an administrator's word, once what stopped them is mended."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.mails import Mail
from portal.db.transactions import ring_later
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.company.company_acts import permitted
from portal.services.intentions import NotFoundError
from portal.services.mails.mail_outbox import MAIL_JOB, MAIL_QUEUE


def try_one(actor: Actor, mail_id: int) -> None:
    """Let one mail leave now, also one that was given up. Raises Denied and NotFoundError."""
    with permitted(Action.CONFIGURE_MAIL, actor, audit.Subject("mail", mail_id)) as session:
        row = session.scalar(select(Mail).where(Mail.id == mail_id).with_for_update())
        if row is None or row.sent_at is not None:
            raise NotFoundError("There is no such mail, or it has left meanwhile.")
        _again(session, row)
        note = audit.Note("", "again", detail={"mails": 1})
        audit.record(session, Action.CONFIGURE_MAIL, actor, audit.Subject("mail", mail_id), note)


def try_waiting(actor: Actor) -> int:
    """Let every mail that was tried in vain and not given up leave now; returns how many. Raises Denied."""
    with permitted(Action.CONFIGURE_MAIL, actor, audit.Subject("mail", None)) as session:
        waiting = session.scalars(
            select(Mail)
            .where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None), Mail.attempts > 0)
            .order_by(Mail.id)
            .with_for_update()
        ).all()
        for row in waiting:
            _again(session, row)
        note = audit.Note("", "again", detail={"mails": len(waiting)})
        audit.record(session, Action.CONFIGURE_MAIL, actor, audit.Subject("mail", None), note)
        return len(waiting)


def _again(session: Session, row: Mail) -> None:
    row.given_up_at, row.not_before = None, clock.now()
    ring_later(session, MAIL_QUEUE, MAIL_JOB, row.id)
