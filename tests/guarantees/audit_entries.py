"""Entries of the audit for tests: written in numbers, changed behind its back, and looked through."""

from sqlalchemy import text

from portal.db.transactions import reader, transaction
from portal.domain.people import CONSOLE
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.auditing import chain_checks


def write(count, *, start=0):
    for number in range(start, start + count):
        with transaction() as session:
            note = audit.Note(
                "a", f"b{number}", f"reason {number}", detail={"number": number, "of": [1, "ü"]}
            )
            audit.record(session, Action.CHANGE_COMPANY, CONSOLE, audit.Subject("company", number), note)


def run(*statements):
    """Change the stored rows as somebody with the database's own tools would."""
    with transaction() as session:
        for statement in statements:
            session.execute(text(statement))


def found(*anchors):
    reader().rollback()
    return chain_checks.check(reader(), anchors).breaks
