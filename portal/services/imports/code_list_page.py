"""The check page of a list of cost codes: what each row becomes, and what deserves a look."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.domain.imports.code_lists import CodeList, CodeOutcome, RepeatedCodes
from portal.domain.imports.headings import Role
from portal.domain.imports.mappings import LABELS
from portal.domain.imports.outcomes import Outcome
from portal.services.erp_lists.code_lists import check, why_closed
from portal.services.imports.import_columns import Choices, read_columns
from portal.services.imports.import_fields import Field, Options
from portal.services.imports.import_page import PART, Wish
from portal.services.imports.import_reading import SEPARATORS, place_fields
from portal.services.imports.import_words import SHOWS, Told, counted

_ROLES = (Role.COST_CODE, Role.DESCRIPTION, Role.DIVISION, Role.UOM)
_BECOMES: Options = ((Role.LEFT_OUT.value, "Left out"), *((role.value, LABELS[role]) for role in _ROLES))
_REPEATED: Options = (
    (RepeatedCodes.REFUSE.value, "Refuse them"),
    (RepeatedCodes.FIRST_NAME.value, "Keep the first"),
    (RepeatedCodes.NUMBER.value, "Number them -2, -3"),
)
_ZEROS: Options = (("no", "Leave as they are"), ("yes", "Restore them"))
_TOLD = 5


@dataclass(frozen=True, slots=True)
class CodeListPage:
    """Everything the page draws."""

    file_id: int
    meta: tuple[str, ...]
    notes: tuple[str, ...]
    stamp: str
    title: str
    told: tuple[Told, ...]
    warning: str
    choices: Choices
    summary: str
    shows: Options
    wish: Wish
    rows: Sequence[CodeOutcome]
    row_count: int
    label: str
    is_open: bool
    sentences: tuple[str, ...]


def read(session: Session, file_id: int, wish: Wish) -> CodeListPage:
    """Check the list and word the answer. Raises NotFoundError."""
    checked = check(session, file_id)
    found, mapping = checked.found, checked.mapping
    closed = why_closed(found)
    chosen = [row for row in found.rows if row.outcome in SHOWS[wish.show]]
    start = wish.start if 0 <= wish.start < len(chosen) else 0
    fields = (
        *place_fields(session, checked.file, checked.rows, mapping),
        Field("repeated", "Repeated codes", _REPEATED, checked.repeated.value),
        Field("restore_zeros", "Lost leading zeros", _ZEROS, "yes" if checked.restore_zeros else "no"),
        Field("code_separator", "Code and name", SEPARATORS, mapping.code_separator),
    )
    width = max(map(len, checked.rows), default=0)
    rows = counted(max(len(checked.rows) - mapping.header_row, 0), "row")
    errors = [row for row in found.rows if row.outcome is Outcome.ERROR]
    return CodeListPage(
        file_id=checked.file.id,
        meta=(checked.file.name, f"Sheet “{mapping.sheet}”", f"{rows}, {counted(width, 'column')}"),
        notes=tuple(checked.file.notes),
        stamp=checked.stamp,
        title=_title(found, len(errors)),
        told=_told(found, errors),
        warning=_warning(found, restored=checked.restore_zeros),
        choices=read_columns(checked.rows, mapping, _BECOMES, fields),
        summary=_summary(found) if found.rows else "",
        shows=_shows(found),
        wish=Wish(wish.show, start, wish.whole),
        rows=chosen if wish.whole else chosen[start : start + PART],
        row_count=len(chosen),
        label=f"Import {counted(len(found.codes), 'cost code')}" if found.codes else "Import",
        is_open=not closed,
        sentences=(closed,) if closed else (),
    )


def _count(found: CodeList, outcome: Outcome) -> int:
    return sum(row.outcome is outcome for row in found.rows)


def _title(found: CodeList, errors: int) -> str:
    if errors:
        verb = "needs" if errors == 1 else "need"
        return f"{counted(errors, 'row')} {verb} your attention. Nothing has been written."
    return "The list cannot be imported like this. Nothing has been written." if found.problems else ""


def _told(found: CodeList, errors: Sequence[CodeOutcome]) -> tuple[Told, ...]:
    told = [Told(sentence) for sentence in found.problems]
    told += [Told(row.sentence.partition(". ")[0].rstrip("."), row.row) for row in errors[:_TOLD]]
    return tuple(told)


def _warning(found: CodeList, *, restored: bool) -> str:
    count = len(found.warnings)
    if not count:
        return ""
    if restored:
        return f"{counted(count, 'code')} had lost a leading zero and {'is' if count == 1 else 'are'} read with it."
    return f"{counted(count, 'code')} probably lost a leading zero. Choose “Restore them” to complete them."


def _summary(found: CodeList) -> str:
    parts = [
        f"{_count(found, Outcome.NEW):,} new",
        f"{_count(found, Outcome.CHANGED):,} with another name",
        f"{_count(found, Outcome.UNCHANGED):,} the same",
    ]
    skipped, errors = _count(found, Outcome.SKIPPED), _count(found, Outcome.ERROR)
    parts += [f"{skipped:,} skipped"] if skipped else []
    parts += [counted(errors, "error")] if errors else []
    return f"{', '.join(parts)}. {counted(len(found.divisions), 'division')}."


def _shows(found: CodeList) -> Options:
    if not found.rows:
        return ()
    changes = _count(found, Outcome.NEW) + _count(found, Outcome.CHANGED)
    named = (
        ("all", f"All {counted(len(found.rows), 'row')}"),
        ("changes", f"Only {counted(changes, 'change')}"),
        ("errors", f"Only {counted(_count(found, Outcome.ERROR), 'error')}"),
        ("skipped", f"Only {_count(found, Outcome.SKIPPED):,} skipped"),
    )
    outcomes = {row.outcome for row in found.rows}
    return tuple((value, text) for value, text in named if value == "all" or SHOWS[value] & outcomes)
