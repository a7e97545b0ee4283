"""Uploads: read once, kept with their sheets, so that checking again and writing never parse the file a second time.

Source: Import a Budget.
"""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.imports import ImportFile, ImportSheet
from portal.db.transactions import reader, transaction
from portal.domain.decisions import require
from portal.domain.facts import BudgetFacts
from portal.domain.imports.cells import Cell
from portal.domain.imports.mappings import ImportMapping
from portal.domain.people import Actor
from portal.domain.vocabulary import Action
from portal.files.reading import read_workbook
from portal.files.workbooks import Sheet
from portal.services.actors import held_now
from portal.services.imports.import_shapes import BUDGET, COST_CODES, first_mapping
from portal.services.intentions import NotFoundError

UNUSED_DAYS = 30
"""An upload that nobody confirmed is forgotten after this time."""
_FAST = 1


def keep_upload(
    actor: Actor, project_id: int | None, name: str, data: bytes, cost_types: Mapping[str, str]
) -> int:
    """Read a person's file and keep it with a first mapping; return its row number. Nothing else is written.

    `project_id` None: a list of cost codes, which needs the permission for that. Raises FileError with a sentence for
    what cannot be read, and Denied.
    """
    if project_id is None:
        require(Action.MANAGE_COST_CODES, actor, BudgetFacts())
    book = read_workbook(data, name)
    purpose = COST_CODES if project_id is None else BUDGET
    mapping = first_mapping(reader(), purpose, book.sheets, cost_types)
    packed = [_packed(position, sheet) for position, sheet in enumerate(book.sheets)]
    with transaction() as session:
        if project_id is None:
            require(Action.MANAGE_COST_CODES, held_now(session, actor), BudgetFacts())
        _forget_unused(session)
        file = ImportFile(
            project_id=project_id,
            uploaded_by=actor.id or 0,
            uploaded_at=clock.now(),
            name=book.filename,
            content=data,
            notes=list(book.notes),
            mapping=as_stored(mapping),
        )
        session.add(file)
        session.flush()
        session.execute(insert(ImportSheet), [{"file_id": file.id, **sheet} for sheet in packed])
        return file.id


def file_of(session: Session, project_id: int | None, file_id: int) -> ImportFile:
    """An upload of this project (None: of the company). Raises NotFoundError for others'."""
    file = session.get(ImportFile, file_id)
    if file is None or file.project_id != project_id:
        raise NotFoundError("This upload is no longer here. Choose the file again.")
    return file


def sheets_of(session: Session, file: ImportFile) -> Sequence[ImportSheet]:
    """The sheets of an upload in the file's order; none once it has been imported."""
    return session.scalars(
        select(ImportSheet).where(ImportSheet.file_id == file.id).order_by(ImportSheet.position)
    ).all()


def rows_of(session: Session, file: ImportFile, sheet: str) -> list[list[Cell]]:
    """All rows of one sheet as they were read. Raises NotFoundError when there is no such sheet."""
    cells = session.scalar(
        select(ImportSheet.cells)
        .where(ImportSheet.file_id == file.id, ImportSheet.name == sheet)
        .order_by(ImportSheet.position)
        .limit(1)
    )
    if cells is None:
        raise NotFoundError(
            "The file has no such sheet, or has been imported already. Choose the file again."
        )
    rows: list[list[Cell]] = json.loads(zlib.decompress(cells))
    return rows


def mapping_of(file: ImportFile) -> ImportMapping:
    """What each column means, as last decided."""
    return ImportMapping.from_json(json.dumps(file.mapping))


def choose(file: ImportFile, mapping: ImportMapping, **more: str) -> None:
    """Keep what a person decided about the columns; `more` is what only a list of cost codes asks."""
    with transaction() as session:
        session.get_one(ImportFile, file.id).mapping = {**as_stored(mapping), **more}


def finish(session: Session, file: ImportFile) -> None:
    """Mark an upload as written, inside the transaction that wrote its rows; its sheets are not needed again."""
    file.imported_at = clock.now()
    session.execute(delete(ImportSheet).where(ImportSheet.file_id == file.id))


def as_stored(mapping: ImportMapping) -> dict[str, object]:
    """The mapping as a JSON column takes it."""
    stored: dict[str, object] = json.loads(mapping.to_json())
    return stored


def _packed(position: int, sheet: Sheet) -> dict[str, object]:
    text = json.dumps(sheet.rows, ensure_ascii=False, check_circular=False, separators=(",", ":"))
    return {
        "position": position,
        "name": sheet.name,
        "is_hidden": sheet.is_hidden,
        "row_count": len(sheet.rows),
        "column_count": max(map(len, sheet.rows), default=0),
        "cells": zlib.compress(text.encode("utf-8", "surrogatepass"), _FAST),
    }


def _forget_unused(session: Session) -> None:
    old = select(ImportFile.id).where(
        ImportFile.imported_at.is_(None), ImportFile.uploaded_at < clock.now() - timedelta(days=UNUSED_DAYS)
    )
    session.execute(delete(ImportSheet).where(ImportSheet.file_id.in_(old)))
    session.execute(delete(ImportFile).where(ImportFile.id.in_(old.scalar_subquery())))
