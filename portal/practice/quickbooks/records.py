"""List records (customers, vendors, accounts, items, classes and small lists): storing, naming, finding.

A record's references to others are kept as ListIDs and written with the full name of the day.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from portal.practice.quickbooks import statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import Fields

LEVELS: Final = 5
_FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "Name": ("Customer", "Vendor", "Employee", "OtherName"),
    "Item": ("ItemService",),
}
PLURALS: Final[Mapping[str, str]] = {
    "Customer": "Customers",
    "Account": "Accounts",
    "ItemService": "Items",
    "Class": "Classes",
}


@dataclass(frozen=True, slots=True)
class Record:
    """A list record as it stands in the file. `body` holds the fields that have no column of their own."""

    list_id: str
    kind: str
    name: str
    full_name: str
    parent_id: str | None
    is_active: bool
    edit_sequence: str
    created: str
    modified: str
    body: Fields

    @property
    def level(self) -> int:
        """0 for a record without a parent, up to 4."""
        return self.full_name.count(":")


def family(kind: str) -> tuple[str, ...]:
    """The kinds that answer to a reference of this kind."""
    return _FAMILIES.get(kind, (kind,))


def get(company: Company, list_id: str) -> Record | None:
    """The record with this ListID."""
    found = company.row("SELECT * FROM records WHERE list_id = ?", list_id)
    return _record(found) if found else None


def find(company: Company, kind: str, full_name: str) -> Record | None:
    """The record of this kind (or family) with this full name, whatever its case."""
    for one in family(kind):
        found = company.row("SELECT * FROM records WHERE kind = ? AND full_name = ?", one, full_name)
        if found:
            return _record(found)
    return None


def listing(company: Company, kind: str) -> list[Record]:
    """All records of a kind or family, in order of their full names."""
    kinds = family(kind)
    marks = ", ".join("?" * len(kinds))
    return [
        _record(row)
        for row in company.rows(f"SELECT * FROM records WHERE kind IN ({marks}) ORDER BY full_name", *kinds)  # noqa: S608 - only question marks
    ]


def head(record: Record) -> Fields:
    """The fields that every list answer begins with."""
    return {
        "ListID": record.list_id,
        "TimeCreated": record.created,
        "TimeModified": record.modified,
        "EditSequence": record.edit_sequence,
        "Name": record.name,
        "FullName": record.full_name,
        "IsActive": str(record.is_active).lower(),
        "ParentRef": {"ListID": record.parent_id} if record.parent_id else "",
        "Sublevel": str(record.level),
    }


def check_name(company: Company, kind: str, name: str, full_name: str, itself: str = "") -> None:
    """Raise 3090 for a colon in a name, 3100 for a name that is taken (names of people share one list)."""
    if ":" in name:
        raise statuses.illegal_name(name)
    if not name:
        raise statuses.missing("Name")
    shared = "Name" if kind in family("Name") else "Item" if kind in family("Item") else kind
    taken = find(company, shared, full_name)
    if taken and taken.list_id != itself:
        raise statuses.name_in_use(name)


def insert(company: Company, kind: str, name: str, above: Record | None, body: Fields) -> Record:
    """Add a record. `IsActive` in the body decides whether it is active; the name is checked here."""
    full_name = f"{above.full_name}:{name}" if above else name
    check_name(company, kind, name, full_name)
    content = {key: part for key, part in body.items() if key not in {"Name", "IsActive", "ParentRef"}}
    now = company.now()
    record = Record(
        company.next_list_id(),
        kind,
        name,
        full_name,
        above.list_id if above else None,
        str(body.get("IsActive", "")) not in {"false", "0"},
        company.next_edit_sequence(),
        now,
        now,
        content,
    )
    company.database.execute(
        "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            record.list_id,
            kind,
            name,
            full_name,
            record.parent_id,
            int(record.is_active),
            record.edit_sequence,
            now,
            now,
            json.dumps(content),
        ),
    )
    return record


def update(company: Company, record: Record, **columns: Any) -> Record:
    """Change columns of a record (`body` as a dictionary); its EditSequence and time move on.

    A new full name moves the names of everything below it.
    """
    changed = {
        **columns,
        "edit_sequence": company.next_edit_sequence(record.edit_sequence),
        "modified": company.now(),
    }
    stored = {key: json.dumps(part) if key == "body" else part for key, part in changed.items()}
    assignments = ", ".join(f"{key} = ?" for key in stored)
    company.database.execute(
        f"UPDATE records SET {assignments} WHERE list_id = ?",  # noqa: S608 - column names of our own
        (*stored.values(), record.list_id),
    )
    if "full_name" in columns:
        company.database.execute(
            "UPDATE records SET full_name = ? || substr(full_name, ?) WHERE kind = ? AND full_name LIKE ? || ':%'",
            (columns["full_name"], len(record.full_name) + 1, record.kind, record.full_name),
        )
    found = get(company, record.list_id)
    if found is None:
        raise LookupError(f"The record {record.list_id} is gone.")
    return found


def _record(row: sqlite3.Row) -> Record:
    return Record(
        row["list_id"],
        row["kind"],
        row["name"],
        row["full_name"],
        row["parent_id"],
        bool(row["is_active"]),
        row["edit_sequence"],
        row["created"],
        row["modified"],
        json.loads(row["body"]),
    )
