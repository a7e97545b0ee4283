"""A list of cost codes from a file: dry run, then all or nothing. Source: Entering and importing cost codes."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.imports import ImportFile
from portal.db.projects import CostCode
from portal.db.transactions import reader, transaction
from portal.domain.decisions import require
from portal.domain.facts import BudgetFacts
from portal.domain.imports.cells import Cell
from portal.domain.imports.code_lists import CodeList, RepeatedCodes, read_cost_codes
from portal.domain.imports.mappings import ImportMapping
from portal.domain.imports.outcomes import Outcome
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.services import audit
from portal.services.actors import held_now
from portal.services.imports import import_files, import_shapes
from portal.services.imports.import_checks import stamp
from portal.services.imports.new_codes import WantedCode, create_codes
from portal.services.intentions import ChangedMeanwhileError, InputError


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """One dry run of a list with all it was made from. `stamp` changes with every decision about the file."""

    file: ImportFile
    mapping: ImportMapping
    repeated: RepeatedCodes
    restore_zeros: bool
    stamp: str
    rows: Sequence[Sequence[Cell]]
    found: CodeList


def check(session: Session, file_id: int) -> CodeCheck:
    """Read the list against the company's codes. Raises NotFoundError; writes nothing."""
    file = import_files.file_of(session, None, file_id)
    mapping = import_files.mapping_of(file)
    rows = import_files.rows_of(session, file, mapping.sheet)
    known = {each.value for each in RepeatedCodes}
    said = str(file.mapping.get("repeated", ""))
    repeated = RepeatedCodes(said) if said in known else RepeatedCodes.REFUSE
    restore = file.mapping.get("restore_zeros") == "yes"
    existing = dict(session.execute(select(CostCode.code, CostCode.name)).all())
    found = read_cost_codes(rows, mapping, existing, repeated=repeated, restore_zeros=restore)
    seen = f"{stamp(mapping)}.{repeated.value}.{'zeros' if restore else 'plain'}"
    return CodeCheck(file, mapping, repeated, restore, seen, rows, found)


def why_closed(found: CodeList) -> str:
    """Why a list is not written; empty when it may be."""
    if found.problems:
        return found.problems[0]
    wrong = [row.row for row in found.rows if row.outcome is Outcome.ERROR]
    if wrong:
        others = f" and {len(wrong) - 1:,} more" if len(wrong) > 1 else ""
        return f"Correct row {wrong[0]}{others} first. A list is imported whole or not at all."
    if not any(row.outcome in {Outcome.NEW, Outcome.CHANGED} for row in found.rows):
        return "The company has every code of this list already. There is nothing to import."
    return ""


def confirm(actor: Actor, file_id: int, *, seen_stamp: str) -> tuple[int, int]:
    """Create new codes and rename changed ones; return how many of each.

    Raises Denied, InputError when the list may not be written, ChangedMeanwhileError when it was decided otherwise
    meanwhile or has been imported already.
    """
    if import_files.file_of(reader(), None, file_id).imported_at is not None:
        raise ChangedMeanwhileError(
            "This list has been imported already. To import it again, choose the file again."
        )
    try:
        with transaction() as session:
            actor = held_now(session, actor)
            require(Action.MANAGE_COST_CODES, actor, BudgetFacts())
            return _write(session, actor, check(session, file_id), seen_stamp)
    except IntegrityError as clash:
        raise ChangedMeanwhileError(
            "Somebody created one of these cost codes at the same moment. Nothing was written; check again."
        ) from clash


def _write(session: Session, actor: Actor, checked: CodeCheck, seen_stamp: str) -> tuple[int, int]:
    if checked.stamp != seen_stamp:
        raise ChangedMeanwhileError(
            "The columns were chosen anew in another window. Look at the rows again, then import."
        )
    closed = why_closed(checked.found)
    if closed:
        raise InputError("file", closed)
    divisions = {code.division: code.division_name for code in checked.found.codes}
    wanted = [
        WantedCode(code.code, code.name, f"{code.division} {divisions[code.division]}".strip(), code.uom)
        for code in checked.found.codes
    ]
    created = create_codes(session, actor, wanted, checked.file.name)
    renamed = _rename(session, actor, checked)
    import_files.finish(session, checked.file)
    person_id = actor.id or checked.file.uploaded_by
    import_shapes.remember(session, import_shapes.COST_CODES, checked.rows, checked.mapping, person_id)
    return created, renamed


def _rename(session: Session, actor: Actor, checked: CodeCheck) -> int:
    """Codes keep their division and budgets; only the name follows the list."""
    changed = [row.code for row in checked.found.rows if row.outcome is Outcome.CHANGED]
    if not changed:
        return 0
    names = {code.code: code.name for code in changed}
    rows = session.execute(
        select(CostCode.id, CostCode.code, CostCode.name).where(CostCode.code.in_(names))
    ).all()
    session.execute(update(CostCode), [{"id": key, "name": names[code]} for key, code, _ in rows])
    detail = {"file": checked.file.name, "renamed": {code: [was, names[code]] for _, code, was in rows[:20]}}
    audit.record(
        session,
        Action.MANAGE_COST_CODES,
        actor,
        audit.Subject("cost_code", None),
        audit.Note(after="renamed", detail=detail),
    )
    return len(rows)
