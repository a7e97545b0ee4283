"""What each operation may hold, member by member: the table that every outgoing document is checked against."""

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from portal.domain.money import MAX_CENTS
from portal.erp.connectors.sage_100_contractor import operations
from portal.erp.connectors.sage_100_contractor.amounts import is_amount, read_amount
from portal.erp.connectors.sage_100_contractor.limits import (
    ADDRESS_LINE,
    ADDRESS_LINES,
    CITY,
    COST_TYPES,
    DESCRIPTION,
    JOB_NAME,
    NO_PHASE,
    SHORT_NAME,
    STATE,
    ZIP_CODE,
    is_cost_code,
    is_job_number,
    is_phase,
)

Rule = Callable[[Any], str]
"""Returns what the value must be, or "" when it is that."""

_WIRE_ID = re.compile(r"[0-9A-Za-z-]{1,40}", re.ASCII)
_REFERENCE = re.compile(r"B[0-9A-Z]{1,13}-[0-9]{1,9}", re.ASCII)
_DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_PERSON = 200


def _text(longest: int, *, least: int = 0) -> Rule:
    def rule(value: Any) -> str:
        fits = isinstance(value, str) and least <= len(value) <= longest
        return "" if fits else f"must be a text of {least} to {longest} characters"

    return rule


def _like(test: Callable[[str], object], what: str) -> Rule:
    return lambda value: "" if isinstance(value, str) and test(value) else f"must be {what}"


def _one_of(words: Collection[str]) -> Rule:
    return lambda value: (
        "" if isinstance(value, str) and value in words else f"must be one of {', '.join(words)}"
    )


def _is(kind: type, what: str) -> Rule:
    return lambda value: "" if type(value) is kind else f"must be {what}"


def _address(value: Any) -> str:
    lines = value.split("\n") if isinstance(value, str) else [" " * (ADDRESS_LINE + 1)]
    fits = len(lines) <= ADDRESS_LINES and all(len(line) <= ADDRESS_LINE for line in lines)
    return "" if fits else f"must be at most {ADDRESS_LINES} lines of {ADDRESS_LINE} characters"


def _files(value: Any) -> str:
    fits = isinstance(value, list) and all(isinstance(name, str) and name for name in value)
    return "" if fits else "must be a list of file names"


def _amount(value: Any) -> str:
    fits = isinstance(value, str) and is_amount(value) and abs(read_amount(value)) <= MAX_CENTS
    return "" if fits else 'must be an amount like "45500.00", at most 99999999.99'


def _cells(value: Any) -> str:
    """One row of the grid has one cell per cost type: the same place twice could not be told apart."""
    if not isinstance(value, list) or not value:
        return "must be a list of at least one cell"
    seen: set[tuple[Any, ...]] = set()
    for number, cell in enumerate(value, start=1):
        problem = first_problem(cell, CELL)
        if problem:
            return f"holds a cell ({number}) whose {problem}"
        place = (cell["Phase"], cell["CostCode"], cell["CostType"])
        if place in seen:
            return f"holds the cell {' '.join(place)} twice"
        seen.add(place)
    return ""


_JOB = _like(is_job_number, "a job number of Sage 100 Contractor")
_OPERATION = _like(_WIRE_ID.fullmatch, "the id of an operation")

CELL: Mapping[str, Rule] = {
    "Phase": _like(lambda text: text == NO_PHASE or is_phase(text), "a phase number"),
    "CostCode": _like(is_cost_code, 'a cost code like "2010.000"'),
    "CostType": _one_of(COST_TYPES),
    "Delta": _amount,
    "Expected": _amount,
    "Description": _text(DESCRIPTION),
}
SHAPES: Mapping[str, Mapping[str, Rule]] = {
    operations.WRITE_BUDGET: {
        "Job": _JOB,
        "Mode": _one_of((operations.FIRST, operations.UPDATE, operations.CHANGE_ORDERS)),
        "Reference": _like(_REFERENCE.fullmatch, 'a reference like "B7-3"'),
        "Replace": _is(bool, "yes or no"),
        "Title": _text(JOB_NAME),
        "Cells": _cells,
        "AcceptedBy": _text(_PERSON),
        "AcceptedOn": _like(_DATE.fullmatch, "a date"),
        "Submission": _is(int, "a number"),
        "Revision": _is(int, "a number"),
    },
    operations.WITHDRAW: {"OperationId": _OPERATION, "Job": _JOB, "Files": _files},
    operations.WRITE_JOB: {
        "Number": _JOB,
        "Name": _text(JOB_NAME, least=1),
        "ShortName": _text(SHORT_NAME, least=1),
        "Address": _address,
        "City": _text(CITY),
        "State": _text(STATE),
        "ZipCode": _text(ZIP_CODE),
    },
    operations.SYNC: {
        "RunId": _is(int, "a number"),
        "DateRange": _one_of(("today", "week", "month", "year", "all")),
        "Depth": _one_of(("shallow", "deep")),
        "Job": _like(lambda text: not text or is_job_number(text), "a job number, or empty"),
    },
}
WRITES = frozenset({operations.WRITE_BUDGET, operations.WITHDRAW, operations.WRITE_JOB})


def first_problem(value: Any, shape: Mapping[str, Rule]) -> str:
    """The first member that is missing, unknown or wrong, with what it must be; "" when all is well."""
    if not isinstance(value, dict):
        return "content must be an object"
    for name, rule in shape.items():
        problem = "is missing" if name not in value else rule(value[name])
        if problem:
            return f"{name} {problem}"
    unknown = sorted(value.keys() - shape.keys())
    return f"{unknown[0]} is unknown" if unknown else ""
