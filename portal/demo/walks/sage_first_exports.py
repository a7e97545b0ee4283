"""The first export to Sage: accepted, laid down as a sheet, posted by hand, proven by the sync alone.

Source: Export a Procore Budget to Sage 100, Restrictions and Steps.
"""

from decimal import Decimal

from portal.demo.acts import accounting, budgets, looks, sage_pages
from portal.demo.walks.expectations import eventually, holds, same, says
from portal.demo.walks.mails import approval_page, told_of_sync
from portal.demo.walks.sage_prerequisites import JOB, PROJECT, step_one, step_two
from portal.demo.walks.stages import Stage, Step

CELLS = {
    ("2010.000", "4"): Decimal("120000.00"),
    ("3100.000", "1"): Decimal("45500.00"),
    ("3100.000", "2"): Decimal("30250.50"),
}
TEN = 10


def send(stage: Stage) -> str:
    """The project manager sends it; every check has passed."""
    says(stage.dana.get(f"/projects/{stage.project}/budget/send"), "Every check passed")
    page = budgets.send(stage.dana, stage.project, note="For the accountant to post.")
    same("The budget's badge", looks.badge(page), "Waiting for accounting")
    return "sent"


def _accept(stage: Stage) -> str:
    page = approval_page(stage, 1, PROJECT)
    says(page, "120,000.00")
    says(accounting.accept(stage.aki, page, caution=True), "Accepted")
    return "accepted from the mail, with the caution"


def sheet(stage: Stage) -> str:
    """The agent has laid the sheet into the accountant's folder."""
    eventually(lambda: _badge(stage) == "Awaiting posting", "a budget that awaits posting")
    waiting = [one for one in stage.sage.sheets() if str(one["job"]) == JOB and one["state"] == "waiting"]
    same("Sheets that wait for the accountant", len(waiting), 1)
    says(stage.aki.get("/erp/to-post"), PROJECT)
    return f"{waiting[0]['name']}, {waiting[0]['rows']} rows"


def _ten_syncs(stage: Stage) -> str:
    for _ in range(TEN):
        step_one(stage)
        step_two(stage)
    same("The budget's badge", _badge(stage), "Awaiting posting")
    page = budgets.open_budget(stage.dana, stage.project)
    still_open = {"unlock", "create_modification"} - looks.closed(page)
    same("Acts that are open before anybody posted", sorted(still_open), [])
    return f"{TEN} syncs before anybody posted change nothing"


def post(stage: Stage) -> str:
    """The accountant imports the sheet and posts the entries."""
    name = next(
        one["name"] for one in stage.sage.sheets() if str(one["job"]) == JOB and one["state"] == "waiting"
    )
    stage.sage.import_sheet(str(name))
    done = stage.sage.post_entries(JOB)
    return f"Job Cost > Tasks > Post Entries, {done['rows']} rows" + (
        ", Set Budget" if done["set_budget"] else ""
    )


def _step_one(stage: Stage) -> str:
    seen = step_one(stage)
    same("The budget's badge after step 1", _badge(stage), "Awaiting posting")
    return f"{seen}; the portal shows nothing of it"


def _step_two(stage: Stage) -> str:
    seen = step_two(stage)
    same("The budget's badge after step 2", _badge(stage), "Synced")
    return seen


def _report(stage: Stage) -> str:
    table = looks.rows(stage.dana.get(f"/projects/{stage.project}/job-costs.csv"))
    place = next(n for n, head in enumerate(table[0]) if head.startswith("Original"))
    same("The report's originals", looks.amount(table[-1][place]), stage.total)
    held = {
        (row["cost_code"], kind): Decimal(amount)
        for row in stage.sage.grid(JOB)["rows"]
        for kind, amount in row["original"].items()
        if Decimal(amount)
    }
    same("The grid's originals in Sage", held, CELLS)
    return f"originals {stage.total:,.2f} in the report and in 6-2"


def synced(stage: Stage) -> str:
    """The buttons are back and the sender was told."""
    page = budgets.open_budget(stage.dana, stage.project)
    for part in ("/budget/unlock", "/modifications/new"):
        holds(looks.leads_to(page, part), f"a button to {part} again", page.opening)
    told_of_sync(stage, 1, PROJECT)
    return "buttons are back, the sender has the mail"


def _badge(stage: Stage) -> str:
    return looks.badge(budgets.open_budget(stage.dana, stage.project))


def _by_itself(stage: Stage) -> str:
    sage_pages.schedule(stage.ruth, stage.connection, "costs", "On arrival")
    eventually(lambda: _badge(stage) == "Synced", "the budget synced by itself")
    return "synced on arrival"


STEPS_ON_ARRIVAL: tuple[Step, ...] = (
    ("send", send),
    ("accept", _accept),
    ("sheet", sheet),
    ("post", post),
    ("arrival", _by_itself),
)
"""The same without looking on between the steps of the sync."""
STEPS: tuple[Step, ...] = (
    ("send", send),
    ("accept", _accept),
    ("sheet", sheet),
    ("ten syncs", _ten_syncs),
    ("post", post),
    ("step 1", _step_one),
    ("step 2", _step_two),
    ("report", _report),
    ("synced", synced),
)
