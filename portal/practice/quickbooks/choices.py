"""Filters that choose records: by name, by ListID, or with everything below them."""

from lxml import etree

from portal.practice.quickbooks import records, statuses
from portal.practice.quickbooks.company import Company
from portal.practice.quickbooks.documents import values


def chosen(company: Company, wanted: etree._Element | None, kind: str) -> set[str] | None:
    """The ListIDs a filter chooses; None where there is no filter. Raises 3120 for a name that is not there."""
    if wanted is None:
        return None
    found: set[str] = set()
    for field in ("ListID", "FullName", "ListIDWithChildren", "FullNameWithChildren"):
        for name in values(wanted, field):
            record = (
                records.get(company, name) if field.startswith("List") else records.find(company, kind, name)
            )
            if record is None or record.kind not in records.family(kind):
                raise statuses.object_not_found(name)
            found.add(record.list_id)
            if field.endswith("WithChildren"):
                found |= below(company, record)
    return found


def below(company: Company, record: records.Record) -> set[str]:
    """The ListIDs of everything below a record."""
    prefix = record.full_name.casefold() + ":"
    return {
        one.list_id
        for one in records.listing(company, record.kind)
        if one.full_name.casefold().startswith(prefix)
    }
