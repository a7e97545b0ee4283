"""Sage's own lists in the portal's words: jobs, their phases, cost codes, cost types. Archived records are inactive.

Source: About job status; About job phases; About cost codes and divisions; Setting up cost types.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from portal.erp.contract import Record, Staged

STATUSES = {"1": "Bid", "2": "Refused", "3": "Contract", "4": "Current", "5": "Complete", "6": "Closed"}


def records_of(records: Iterable[Staged]) -> tuple[Record, ...]:
    """One record for each staged one that belongs to a list; others are left out."""
    return tuple(_READERS[each.entity](each) for each in records if each.entity in _READERS)


def _job(staged: Staged) -> Record:
    said = _texts(staged.fields)
    number = said("Number") or staged.key
    detail = {
        "number": number,
        "status": said("Status"),
        "status_word": STATUSES.get(said("Status"), ""),
        "short_name": said("ShortName"),
        "address": "\n".join(line for line in (said("Address1"), said("Address2")) if line),
        "city": said("City"),
        "region": said("State"),
        "postal_code": said("ZipCode"),
        "client": said("Client"),
        "contract_amount": said("ContractAmount"),
    }
    return _record("job", staged, said("Name"), f"{number} {said('Name')}", detail)


def _phase(staged: Staged) -> Record:
    said = _texts(staged.fields)
    detail = {"job": said("Job"), "number": said("Number")}
    return _record("phase", staged, said("Name"), f"{said('Number')} {said('Name')}", detail)


def _cost_code(staged: Staged) -> Record:
    """Named by its number, so that a cost code of ours with the same number is found by it."""
    said = _texts(staged.fields)
    code = said("Code") or staged.key
    detail = {"number": code, "name": said("Name"), "division": said("Division"), "unit": said("Unit")}
    return _record("item", staged, code, f"{code} {said('Name')}", detail)


def _cost_type(staged: Staged) -> Record:
    said = _texts(staged.fields)
    number = said("Number") or staged.key
    return _record("cost_type", staged, said("Name"), f"{number} {said('Name')}", {"number": number})


_READERS: Mapping[str, Callable[[Staged], Record]] = {
    "job": _job,
    "phase": _phase,
    "cost_code": _cost_code,
    "cost_type": _cost_type,
}


def _record(kind: str, staged: Staged, name: str, full_name: str, detail: Mapping[str, str]) -> Record:
    return Record(kind, staged.key, name, full_name.strip(), not staged.is_archived, detail)


def _texts(fields: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda name: str(fields.get(name) or "").strip()
