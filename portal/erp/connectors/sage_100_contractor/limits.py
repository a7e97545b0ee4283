"""What Sage 100 Contractor can hold: lengths, numbers, and its nine cost types.

Source: Sage 100 Contractor import templates (6-2 Budgets, 3-5 Jobs, 6-5 Cost Codes); Setting up cost types; About cost
codes and divisions.
"""

import re

DESCRIPTION = 50
JOB_NAME = 75
SHORT_NAME = 30
ADDRESS_LINE = 50
ADDRESS_LINES = 2
CITY = 50
STATE = 2
ZIP_CODE = 10
HIGHEST_JOB = 2_147_483_647

FIXED_TYPES = {"1": "Material", "2": "Labor", "3": "Equipment", "4": "Subcontract", "5": "Other"}
"""The cost types that every company has. 6 to 9 are the company's own."""
COST_TYPES = (*FIXED_TYPES, "6", "7", "8", "9")
WITH_ORIGINAL = frozenset(FIXED_TYPES)
"""Only the fixed types have an Original column beside the current one."""

NO_PHASE = "0"
_COST_CODE = re.compile(r"[1-9]\d{0,5}\.\d{3}", re.ASCII)
_WHOLE = re.compile(r"[1-9]\d{0,9}", re.ASCII)


def is_cost_code(text: str) -> bool:
    """Whether `text` is a cost code as Sage keeps it: numeric(9,3), not beginning with a zero."""
    return _COST_CODE.fullmatch(text) is not None


def is_job_number(text: str) -> bool:
    """Whether `text` is a job number: 1 to 10 digits, no leading zero, 1 to 2147483647."""
    return _WHOLE.fullmatch(text) is not None and int(text) <= HIGHEST_JOB


def is_phase(text: str) -> bool:
    """Whether `text` numbers a phase; phase 0 means none and is none."""
    return _WHOLE.fullmatch(text) is not None


def one_line(text: str, longest: int) -> str:
    """`text` on one line and cut to `longest` characters, the cut marked with three dots."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= longest else line[: longest - 3].rstrip() + "..."
