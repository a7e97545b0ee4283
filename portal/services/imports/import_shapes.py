"""The mapping remembered per file shape: whoever brings a file with the same headings again has nothing to choose."""

import json
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal import clock
from portal.db.imports import ImportShape
from portal.domain.imports.mappings import ImportMapping, MappingError
from portal.domain.imports.shapes import Row, Shape, likeliest_sheet, propose, shape_of
from portal.files.workbooks import Sheet

BUDGET, COST_CODES = "budget", "cost_codes"


def first_mapping(
    session: Session, purpose: str, sheets: Sequence[Sheet], cost_types: Mapping[str, str]
) -> ImportMapping:
    """The remembered mapping of the first visible sheet that has one, else a guess for the likeliest sheet."""
    visible = [sheet for sheet in sheets if not sheet.is_hidden and sheet.rows] or list(sheets)
    for sheet in visible:
        known = _remembered(session, purpose, sheet.name, shape_of(sheet.rows))
        if known is not None:
            return known
    best = visible[likeliest_sheet([sheet.rows for sheet in visible])]
    return propose(best.name, best.rows, cost_types)


def mapping_for(
    session: Session,
    purpose: str,
    sheet: str,
    rows: Sequence[Row],
    cost_types: Mapping[str, str],
    header_row: int | None = None,
) -> ImportMapping:
    """The mapping to begin with after a person chose another sheet or heading row."""
    known = _remembered(session, purpose, sheet, shape_of(rows, header_row))
    return known or propose(sheet, rows, cost_types, header_row)


def remember(
    session: Session, purpose: str, rows: Sequence[Row], mapping: ImportMapping, person_id: int
) -> None:
    """Keep the mapping for the next file of this shape; part of the transaction that wrote the rows."""
    fingerprint = shape_of(rows, mapping.header_row).fingerprint
    row = _row(session, purpose, fingerprint)
    if row is None:
        row = ImportShape(purpose=purpose, fingerprint=fingerprint)
        session.add(row)
    row.mapping = json.loads(mapping.to_json())
    row.used_at, row.used_by = clock.now(), person_id


def _remembered(session: Session, purpose: str, sheet: str, shape: Shape) -> ImportMapping | None:
    row = _row(session, purpose, shape.fingerprint) if any(shape.headings) else None
    if row is None:
        return None
    try:
        return ImportMapping.from_json(json.dumps(row.mapping)).on(sheet, shape.header_row)
    except MappingError:
        return None


def _row(session: Session, purpose: str, fingerprint: str) -> ImportShape | None:
    return session.scalar(
        select(ImportShape).where(ImportShape.purpose == purpose, ImportShape.fingerprint == fingerprint)
    )
