"""Drawing a mail from its template and putting it into the outbox for one person."""

from typing import Any

from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.mails import Mail
from portal.db.people import Person
from portal.services.budget_facts import company
from portal.services.mails.mail_outbox import put


def post_plain(
    session: Session,
    kind: str,
    person: Person,
    values: dict[str, Any],
    project_id: int | None = None,
    submission_id: int | None = None,
    address: str = "",
) -> None:
    """Draw the mail `kind` with `values` and put it in the outbox; about a project or submission where one is named.

    `address`: where it goes instead of the person's own, such as the address that was theirs until now.
    """
    html, text = mail.render(kind, {"company": company(session).name, **values})
    now = clock.now()
    put(
        session,
        Mail(
            to_id=person.id,
            to_address=address or person.email,
            kind=kind,
            subject=values["subject"],
            text=text,
            html=html,
            project_id=project_id,
            submission_id=submission_id,
            created_at=now,
            not_before=now,
        ),
    )
