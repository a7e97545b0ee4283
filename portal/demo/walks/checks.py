"""The estimate as QuickBooks holds it, against the portal's budget."""

from decimal import Decimal
from typing import Any

from portal.demo.acts import budgets
from portal.demo.walks.expectations import same
from portal.demo.walks.stages import JOB, Stage


def lines_of(stage: Stage) -> list[dict[str, Any]]:
    """The lines of the one estimate on the job. Raises NotAsExpectedError where it is not one."""
    estimates = stage.desk.estimates(JOB)
    same("Estimates on the job", len(estimates), 1)
    lines: list[dict[str, Any]] = estimates[0]["lines"]
    return lines


def adds_up(stage: Stage) -> str:
    """QuickBooks' lines, QuickBooks' total and the portal's total are the same to the cent."""
    estimate = stage.desk.estimates(JOB)[0]
    lines = sum((Decimal(line["amount"]) for line in estimate["lines"]), Decimal(0))
    ours = budgets.total(stage.dana, stage.project)
    same("The portal's total", ours, stage.total)
    same("The sum of the estimate's lines", lines, ours)
    same("The estimate's total", Decimal(estimate["total"]), ours)
    return f"{len(estimate['lines'])} lines, {lines:,.2f} in QuickBooks and in the portal"
