"""What Settings, Mail shows: the server that counts, refused addresses, and the mails that did not leave."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal import clock, mail
from portal.db.mails import Mail
from portal.db.people import Person
from portal.domain.decisions import decide
from portal.domain.facts import CompanyFacts
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.mail.servers import PLAIN, STARTTLS, TLS
from portal.services.budget_facts import company
from portal.services.mails import mail_servers
from portal.services.mails.mail_refusals import NOT_WANTED
from portal.settings import Settings

SHOWN_AT_MOST = 50
SECURITY_WORDS = {
    PLAIN: "None: only for a server on this machine",
    STARTTLS: "STARTTLS, usual on port 587",
    TLS: "TLS from the beginning, usual on port 465",
}


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A person whose address the server refuses, with its words."""

    person_id: int
    name: str
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class LateRow:
    """A mail that did not leave: since when it waits, how it is doing, and what the server said last."""

    id: int
    address: str
    subject: str
    written: str
    kind: str
    word: str
    tries: str
    words: str


@dataclass(frozen=True, slots=True)
class MailPage:
    """The page. `source` says whose settings count; `values` fill the form; `facts` are for readers."""

    source: str
    is_stored: bool
    has_password: bool
    values: dict[str, str]
    facts: tuple[tuple[str, str], ...]
    times: dict[str, int | bool]
    refused: tuple[RefusedRow, ...]
    late: tuple[LateRow, ...]
    late_note: str
    waits: bool
    may_change: bool


def read(session: Session, actor: Actor, settings: Settings) -> MailPage:
    """Everything on the page; the password is not among it."""
    row = mail_servers.stored(session)
    server = row or mail.of_environment(settings)
    security = server.security
    values = {
        "host": server.host,
        "port": str(server.port),
        "security": security,
        "username": server.username,
        "sender": server.sender,
    }
    late, count = _late(session)
    firm = company(session)
    return MailPage(
        source=_source(is_stored=row is not None),
        is_stored=row is not None,
        has_password=bool(server.password),
        values=values,
        facts=(
            ("Server", f"{server.host}, port {server.port}"),
            ("Security", SECURITY_WORDS.get(security, security)),
            ("User name", server.username or "none"),
            ("Password", "stored, not shown" if server.password else "none"),
            ("Sender", server.sender),
        ),
        times={
            "digest_hour": firm.digest_hour,
            "reminder_days": firm.reminder_days,
            "mails_again": firm.mails_again,
        },
        refused=_refused(session),
        late=late,
        late_note=f"the oldest {SHOWN_AT_MOST} of {count:,}" if count > SHOWN_AT_MOST else "",
        waits=any(each.kind == "warn" for each in late),
        may_change=decide(Action.CONFIGURE_MAIL, actor, CompanyFacts()).open,
    )


def _source(*, is_stored: bool) -> str:
    if is_stored:
        return "These settings count. They are stored here and take the place of the server’s environment."
    return (
        "Nothing is stored here yet: the environment of the portal’s server counts (SMTP_HOST and its like), shown "
        "below. What you store here takes its place with the next mail."
    )


def _refused(session: Session) -> tuple[RefusedRow, ...]:
    people = session.scalars(
        select(Person).where(Person.mail_refused != "", Person.active).order_by(Person.name)
    )
    return tuple(RefusedRow(each.id, each.name, each.email, each.mail_refused) for each in people)


def _late(session: Session) -> tuple[tuple[LateRow, ...], int]:
    """Given up or tried in vain, the oldest first, and how many there are."""
    is_late = (Mail.sent_at.is_(None), Mail.attempts > 0, Mail.last_error.not_like(f"{NOT_WANTED}%"))
    rows = session.scalars(
        select(Mail)
        .where(*is_late, Mail.last_error != "")
        .order_by(Mail.created_at, Mail.id)
        .limit(SHOWN_AT_MOST)
    )
    count = session.scalar(select(func.count(Mail.id)).where(*is_late, Mail.last_error != "")) or 0
    zone = company(session).timezone
    return tuple(_row(each, zone) for each in rows), count


def _row(row: Mail, zone: str) -> LateRow:
    gone = row.given_up_at is not None
    return LateRow(
        id=row.id,
        address=row.to_address,
        subject=row.subject,
        written=clock.say_moment(row.created_at, zone),
        kind="bad" if gone else "warn",
        word="Given up" if gone else "Still trying",
        tries="tried once" if row.attempts == 1 else f"tried {row.attempts} times",
        words=row.last_error,
    )
