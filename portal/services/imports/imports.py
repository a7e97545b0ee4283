"""Confirming a checked file: the same dry run once more, then the one door."""

from sqlalchemy.exc import IntegrityError

from portal.db.transactions import reader
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services.imports.import_checks import check, stamp, why_closed
from portal.services.imports.import_files import file_of, mapping_of
from portal.services.imports.line_imports import ImportInput, Written
from portal.services.intentions import ChangedMeanwhileError
from portal.services.transitions import perform


def confirm(actor: Actor, project_id: int, file_id: int, *, seen_version: int, seen_stamp: str) -> Written:
    """Write the lines that the page showed, or nothing.

    `seen_version` is the budget's, `seen_stamp` the mapping's as shown. Raises ChangedMeanwhileError when either is
    not what it was, Denied as the rule table says, InputError when the file may not be written.
    """
    session = reader()
    file = file_of(session, project_id, file_id)
    if file.imported_at is not None:
        raise ChangedMeanwhileError(
            "This file has been imported already. Look at the budget; to import it again, choose the file again."
        )
    if stamp(mapping_of(file)) != seen_stamp:
        raise ChangedMeanwhileError(
            "The columns were chosen anew in another window. Look at the rows again, then import."
        )
    found = check(session, actor, project_id, file)
    given = ImportInput(
        found.file, found.rows, found.mapping, found.run, found.now.lines, why_closed(found.run)
    )
    try:
        written: Written = perform(
            Action.IMPORT_FILE, actor, found.budget.id, seen_version=seen_version, given=given
        )
    except IntegrityError as clash:
        raise ChangedMeanwhileError(
            "Somebody created one of these cost codes at the same moment. Nothing was written; check again."
        ) from clash
    return written
