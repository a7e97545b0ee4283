"""Before the first export to Sage: both steps of the sync, the mapping, the job, the budget.

Source: the worked example of the portal, Newtown Apartments; Perform an On-Demand Sync with Sage 100 Contractor.
"""

from decimal import Decimal

from portal.demo.acts import budgets, looks, sage_pages
from portal.demo.walks.expectations import eventually, holds, same, says
from portal.demo.walks.stages import Stage, Step

PROJECT = "Newtown Apartments"
JOB = "2019001"
CODES = {"01-100": "1000.000", "02-300": "2010.000", "03-100": "3100.000"}
LINES = (
    ("02-300", "S Subcontract", "120,000.00"),
    ("03-100", "M Materials", "45,500.00"),
    ("03-100", "L Labor", "30,250.50"),
    ("01-100", "O Other", "0.00"),
)
TOTAL = Decimal("195750.50")


def step_one(stage: Stage) -> str:
    """From Sage to the sync service, by the agent; nothing of the portal changes by it."""
    sage_pages.run_step_one(stage.ruth, stage.connection)
    eventually(lambda: not sage_pages.is_syncing(stage.ruth, stage.connection), "the end of step 1")
    return sage_pages.did(stage.ruth, stage.connection, 1)


def step_two(stage: Stage) -> str:
    """From the sync service to the portal."""
    sage_pages.run_step_two(stage.ruth, stage.connection)
    eventually(lambda: not sage_pages.is_syncing(stage.ruth, stage.connection), "the end of step 2")
    return sage_pages.did(stage.ruth, stage.connection, 2)


def _connection(stage: Stage) -> str:
    """Step 2 by hand only, so that each step can be watched."""
    stage.connection = sage_pages.connection_number(stage.ruth)
    sage_pages.schedule(stage.ruth, stage.connection, "costs", "Never")
    return "budgets and job costs are taken over when somebody presses step 2"


def _codes(stage: Stage) -> str:
    page = sage_pages.map_codes(stage.aki, stage.connection, CODES)
    says(page, "3 mapped")
    says(sage_pages.map_types(stage.aki, stage.connection), "mapped or changed")
    return f"{', '.join(CODES)} are {', '.join(CODES.values())}; cost types as proposed"


def _link(stage: Stage) -> str:
    stage.project = budgets.project_named(stage.dana, PROJECT)
    says(sage_pages.link_job(stage.aki, stage.project, JOB), "Linked with")
    return f"{PROJECT} is the job {JOB}"


def _lines(stage: Stage) -> str:
    for code, cost_type, amount in LINES:
        budgets.add_line(stage.dana, stage.project, code, cost_type, amount)
    stage.total = TOTAL
    same("The budget's total", budgets.total(stage.dana, stage.project), TOTAL)
    page = budgets.lock(stage.dana, stage.project)
    same("The budget's badge", looks.badge(page), "Locked")
    holds(not looks.leads_to(page, "/import-from-erp"), "no import while it is locked", page.opening)
    return f"{len(LINES)} lines, {TOTAL:,.2f}; locked"


STEPS: tuple[Step, ...] = (
    ("never", _connection),
    ("step 1", step_one),
    ("step 2", step_two),
    ("map", _codes),
    ("link", _link),
    ("lines", _lines),
)
