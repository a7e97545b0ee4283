"""An update of a budget in Sage: two amounts travel, originals stay, the sync follows by itself on arrival."""

from decimal import Decimal

from portal.demo.acts import accounting, budgets, looks, sage_pages
from portal.demo.walks.expectations import eventually, same, says
from portal.demo.walks.mails import approval_page, told_of_sync
from portal.demo.walks.sage_first_exports import post, send, sheet
from portal.demo.walks.sage_prerequisites import PROJECT
from portal.demo.walks.stages import Stage, Step

MOVED = Decimal("5000.00")
MOVES = {("2010.000", "4"): -MOVED, ("3100.000", "2"): MOVED}


def _on_arrival(stage: Stage) -> str:
    sage_pages.schedule(stage.ruth, stage.connection, "costs", "On arrival")
    return "budgets and job costs are taken over as they arrive"


def _modify(stage: Stage) -> str:
    to_line = "03-100 Concrete formwork, L"
    budgets.modify(stage.dana, stage.project, "02-300", to_line, str(MOVED), "More forms than thought")
    same(
        "The budget's badge",
        looks.badge(budgets.open_budget(stage.dana, stage.project)),
        "Synced, changes pending",
    )
    return f"{MOVED:,.2f} from 02-300 to 03-100"


def _accept(stage: Stage) -> str:
    page = approval_page(stage, 2, PROJECT)
    says(accounting.accept(stage.aki, page, caution=False), "Accepted")
    return "accepted"


def _posted(stage: Stage) -> str:
    seen = post(stage)
    changed = {
        (one["cost_code"], one["cost_type"]): Decimal(one["after"]) - Decimal(one["before"])
        for one in stage.sage.posted()[-1]["effect"]
    }
    same("What the sheet changed in Sage", changed, MOVES)
    return f"{seen}; {len(changed)} amounts changed"


def _synced(stage: Stage) -> str:
    eventually(
        lambda: looks.badge(budgets.open_budget(stage.dana, stage.project)) == "Synced",
        "the budget synced by itself",
    )
    table = looks.rows(stage.dana.get(f"/projects/{stage.project}/job-costs.csv"))
    last = dict(zip(table[0], table[-1], strict=True))
    amounts = {
        head: looks.amount(text) for head, text in last.items() if head.startswith(("Original", "Estimate"))
    }
    same("Originals and estimate of the report", set(amounts.values()), {stage.total})
    told_of_sync(stage, 2, PROJECT)
    return "on arrival: originals as before, changes add up, the mail is there"


STEPS: tuple[Step, ...] = (
    ("arrival", _on_arrival),
    ("modify", _modify),
    ("send", send),
    ("accept", _accept),
    ("sheet", sheet),
    ("post", _posted),
    ("synced", _synced),
)
