"""Before the first export: QuickBooks' lists, the accounts, a spreadsheet, the job, the items."""

from portal.demo.acts import accounting, budgets, looks, spreadsheets
from portal.demo.visitors import Page
from portal.demo.walks.expectations import holds, same, says, session_done
from portal.demo.walks.stages import CUSTOMER, JOB, PROJECT, Stage, Step


def _lists(stage: Stage) -> str:
    """Accounting asks for QuickBooks' lists; the person at the desk presses Update Selected."""
    says(accounting.refresh_lists(stage.aki), "The lists are asked for")
    done = session_done(stage.desk.update_selected())
    says(stage.aki.get("/erp/jobs"), "Lists read")
    return f"jobs, items and accounts read ({done})"


def _accounts(stage: Stage) -> str:
    """The ERP administrator chooses where new items post to."""
    page = accounting.choose_accounts(stage.ruth)
    says(page, accounting.INCOME)
    codes = stage.aki.get("/erp/cost-codes")
    holds(
        not codes.says("Nothing can be created yet"), "accounts chosen on the Cost Codes tab", codes.opening
    )
    return f"{accounting.INCOME}, {accounting.EXPENSE}"


def _import(stage: Stage) -> str:
    """The project manager uploads a wide sheet, says what one column means, and imports it whole."""
    stage.project = budgets.project_named(stage.dana, PROJECT)
    upload = stage.dana.get(f"/projects/{stage.project}/budget/import")
    file = {"file": ("Maple St 116 estimate.xlsx", spreadsheets.workbook())}
    check = stage.dana.send(upload, "/budget/import", file)
    says(check, "Check before import")
    mapped = stage.dana.send(check, "/columns", **_by_hand(check))
    says(mapped, f"{len(spreadsheets.amounts())} new")
    says(mapped, f"{spreadsheets.total():,.2f}")
    says(mapped, "Agrees")
    says(stage.dana.send(mapped, "import_file"), f"Imported: {len(spreadsheets.amounts())} new")
    stage.total = spreadsheets.total()
    same("The budget's total", budgets.total(stage.dana, stage.project), stage.total)
    return f"{len(spreadsheets.amounts())} lines, {stage.total:,.2f}, the sheet's own total agrees"


def _by_hand(check: Page) -> dict[str, str]:
    field = f"column-{spreadsheets.HEADINGS.index(spreadsheets.BY_HAND)}"
    return {field: looks.choice(check, "/columns", field, "Amount S Subcontract")}


def _link(stage: Stage) -> str:
    """Accounting accepts the project: its job is created under the customer."""
    page = accounting.create_job(stage.aki, stage.project, CUSTOMER)
    says(page, "Ordered.")
    done = session_done(stage.desk.update_selected())
    says(stage.aki.get("/erp/jobs"), JOB)
    jobs = {row["full_name"] for row in stage.desk.company()["customers"]}
    holds(JOB in jobs, f"the job {JOB} in QuickBooks", sorted(jobs))
    return f"{JOB} ({done})"


def _codes(stage: Stage) -> str:
    """Accounting accepts the cost codes that budgets use: items are created."""
    shown, accepted = accounting.accept_codes(stage.aki)
    says(shown, "Will be created in QuickBooks")
    says(accepted, "Cost codes accepted")
    done = session_done(stage.desk.update_selected())
    items = {row["full_name"]: row for row in stage.desk.company()["items"]}
    missing = sorted({code for code, _ in spreadsheets.amounts()} - set(items))
    same("Cost codes without an item in QuickBooks", missing, [])
    code = spreadsheets.amounts()[0][0]
    holds(
        items[code]["two_sided"] and items[code]["tax_code"] == "Non",
        "two-sided, non-taxable items",
        items[code],
    )
    return f"items created ({done})"


STEPS: tuple[Step, ...] = (
    ("lists", _lists),
    ("accounts", _accounts),
    ("import", _import),
    ("link", _link),
    ("codes", _codes),
)
