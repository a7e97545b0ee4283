"""Checks of a running portal: does everything answer that it needs, and does work get on?"""

from collections.abc import Iterable

from sqlalchemy import func, select, text

from portal import mail
from portal.checks.findings import Finding, Place
from portal.checks.service_checks import migrations
from portal.db.mails import Mail
from portal.db.transactions import reader, transaction
from portal.mail.servers import connected
from portal.queue import is_there
from portal.services.connections import connection_words
from portal.services.mails import mail_servers
from portal.services.mails.mail_refusals import NOT_WANTED
from portal.services.secrets import rotations
from portal.vault import SealBrokenError

_SECONDS = 10.0


def database_writes(_place: Place) -> Iterable[Finding]:
    """The database takes writes."""
    with transaction() as session:
        session.execute(text("UPDATE companies SET id = id WHERE id = -1"))
    return ()


def redis_answers(place: Place) -> Iterable[Finding]:
    """Redis."""
    if not is_there(place.settings.redis_url):
        yield Finding(
            "Redis does not answer: nothing is lost, and jobs wait for the ticker.",
            "Start Redis, or correct REDIS_URL.",
        )


def mail_server_answers(place: Place) -> Iterable[Finding]:
    """The mail server."""
    server = mail_servers.current(reader(), place.settings, place.vault)
    try:
        with connected(server, _SECONDS):
            return
    except OSError as error:  # smtplib's exceptions are OSErrors
        words = mail.words_of(error, server.password)
    yield Finding(
        f"The mail server {server.host}, port {server.port}, does not let the portal in: {words}.",
        "Correct Settings, Mail, and send yourself a test mail there.",
    )


def mails_leave(_place: Place) -> Iterable[Finding]:
    """Mails that were given up."""
    lost = select(func.count(Mail.id)).where(
        Mail.given_up_at.is_not(None), Mail.last_error.not_like(f"{NOT_WANTED}%")
    )
    if number := reader().scalar(lost):
        have = "1 mail was" if number == 1 else f"{number:,} mails were"
        yield Finding(f"{have} given up.", "See Settings, Mail for the reasons, and try them again there.")


def connections_work(_place: Place) -> Iterable[Finding]:
    """The ERP connections."""
    for row in connection_words.read(reader())[:-1]:  # the last one is mail, which has checks of its own
        if row.kind != "ok":
            yield Finding(f"{row.name}: {row.word}.", row.sentence)


def secrets_open(place: Place) -> Iterable[Finding]:
    """Stored secrets."""
    try:
        rotations.open_everything(place.vault)
    except SealBrokenError as error:
        yield Finding(str(error), "See portal rotate-secrets --help.")


CHECKS = (
    database_writes,
    migrations,
    redis_answers,
    secrets_open,
    mail_server_answers,
    mails_leave,
    connections_work,
)
