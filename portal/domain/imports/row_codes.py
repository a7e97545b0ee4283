"""From a row's texts to its budget code, or to the sentence why there is none."""

from collections.abc import Sequence
from typing import NamedTuple

from portal.domain.imports.cells import Cell
from portal.domain.imports.mappings import MissingCodes
from portal.domain.imports.plans import Finder, Plan
from portal.domain.imports.sheet_rows import RowError, text_at


class RowCode(NamedTuple):
    """A row's cost code: `code` as the company writes it, or the file's own text when `is_new`."""

    code: str
    name: str
    is_new: bool = False
    hint: str = ""


def split_code(plan: Plan, text: str) -> tuple[str, str]:
    """`01-3120 - Vice President` -> its code and name, when the mapping says how such cells are split."""
    separator = plan.mapping.code_separator
    if not separator or separator not in text or plan.find_code(text) is not None:
        return text, ""
    code, _, name = text.partition(separator)
    return code.strip(), name.strip()


def cost_code_of(plan: Plan, text: str) -> RowCode:
    """Return the code of a row. Raises RowError when it is unknown and may not be created."""
    known = plan.find_code(text)
    if known is not None:
        return RowCode(known, "")
    text, name = split_code(plan, text)
    known = plan.find_code(text)
    if known is not None:
        return RowCode(known, name)
    column, nearest = plan.label(plan.cost_code), plan.find_code.nearest(text)
    if plan.mapping.missing_codes is MissingCodes.REFUSE:
        advice = f"Did you mean {nearest}?" if nearest else plan.now.missing_code_advice
        raise RowError(column, f"the code {text} is not in the {plan.now.code_list}. {advice}")
    problem = plan.now.code_problem(text)
    if problem:
        raise RowError(column, problem)
    hint = f"{nearest} exists and differs only in zeros or marks." if nearest else ""
    return RowCode(text, name, is_new=True, hint=hint)


def cost_type_of_row(plan: Plan, row: Sequence[Cell]) -> str:
    """Return the cost type of a row without typed amount columns. Raises RowError."""
    text = text_at(plan, row, plan.cost_type)
    if not text:
        if plan.mapping.default_cost_type or not plan.now.cost_types:
            return plan.mapping.default_cost_type
        raise RowError(
            plan.label(plan.cost_type), "the cost type is empty. Give one, or choose one for all rows."
        )
    return _known(plan, plan.find_type, plan.cost_type, text, "is not a cost type of this company")


def sub_job_of(plan: Plan, row: Sequence[Cell]) -> str:
    """Return the sub job of a row, empty for none. Raises RowError."""
    text = text_at(plan, row, plan.sub_job)
    if not text:
        return ""
    return _known(plan, plan.find_sub_job, plan.sub_job, text, "is not a sub job of this project")


def _known(plan: Plan, find: Finder, index: int | None, text: str, what: str) -> str:
    found = find(text)
    if found is None:
        raise RowError(plan.label(index), f"“{text[:40]}” {what}. Correct it, or leave the column out.")
    return found
