"""The first export: locked, sent, decided from the mail, held by QuickBooks once, read back, open again."""

from decimal import Decimal

from portal.demo.acts import accounting, budgets, looks, people, spreadsheets
from portal.demo.visitors import Page, Visitor
from portal.demo.walks.checks import adds_up, lines_of
from portal.demo.walks.expectations import eventually, holds, same, says, session_done
from portal.demo.walks.mails import approval_page, told_of_sync
from portal.demo.walks.stages import JOB, Stage, Step

VENDOR = "Cascade Ready Mix"
COST = Decimal("2345.67")
ITEM = "02-220"


def _lock(stage: Stage) -> str:
    page = budgets.lock(stage.dana, stage.project)
    same("The budget's badge", looks.badge(page), "Locked")
    return "locked"


def _send(stage: Stage) -> str:
    shown = stage.dana.get(f"/projects/{stage.project}/budget/send")
    says(shown, "Every check passed")
    page = budgets.send(stage.dana, stage.project, note="First budget of the job.")
    same("The budget's badge", looks.badge(page), "Waiting for accounting")
    still_open = {"unlock", "create_modification"} - looks.closed(page)
    same("Acts that sending left open", sorted(still_open), [])
    return "sent; unlock and modifications are closed until it is decided"


def _mail(stage: Stage) -> str:
    stage.aki = Visitor(stage.web)
    page = approval_page(stage)
    says(page, f"{stage.total:,.2f}")
    return "the approval link leads to sign-in and then to the review"


def _accept(stage: Stage) -> str:
    page = accounting.review(stage.aki, stage.project, 1)
    refused = accounting.accept(stage.aki, page, caution=False)
    holds(refused.says("Nothing was decided"), "a refusal without the caution", refused.opening)
    says(accounting.accept(stage.aki, page, caution=True), "Accepted")
    return "the caution was asked for, then accepted"


def _export(stage: Stage) -> str:
    def on_the_way() -> str:
        return _state(budgets.open_budget(stage.dana, stage.project))

    state = eventually(on_the_way, "the budget on its way to QuickBooks")
    return f"{state.lower()}: the request waits for the Web Connector"


def _state(page: Page) -> str:
    word = looks.badge(page)
    return word if word in {"Exporting", "Awaiting sync", "Synced"} else ""


def _poll(stage: Stage) -> str:
    return session_done(stage.desk.update_selected())


def _estimate(stage: Stage) -> str:
    wanted = sorted(spreadsheets.amounts())
    stage.lines = lines_of(stage)
    held = sorted((line["item"], Decimal(line["amount"])) for line in stage.lines)
    same("The estimate's lines", held, wanted)
    same("Their tax codes", {line["tax_code"] for line in stage.lines}, {"Non"})
    return adds_up(stage)


def _cost(stage: Stage) -> str:
    stage.desk.enter_bill(vendor=VENDOR, job=JOB, amount=str(COST), item=ITEM, memo="Excavation, first bill")
    return f"a bill of {COST:,.2f} by {VENDOR} on {ITEM}"


def _sync(stage: Stage) -> str:
    says(budgets.check_now(stage.dana, stage.project), "Job costs are asked for")
    done = session_done(stage.desk.update_selected())
    page = budgets.open_budget(stage.dana, stage.project)
    says(page, f"{COST:,.2f}")
    return f"the cost stands beside the budget ({done})"


def _report(stage: Stage) -> str:
    page = stage.dana.get(f"/projects/{stage.project}/job-costs")
    for shown in (stage.total, COST):
        says(page, f"{shown:,.2f}")
    table = looks.rows(stage.dana.get(f"/projects/{stage.project}/job-costs.csv"))
    heads, last = table[0], table[-1]
    estimate = next(n for n, head in enumerate(heads) if head.startswith("Estimate"))
    same("The report's estimate", looks.amount(last[estimate]), stage.total)
    coded = [row for row in table if row[1] == ITEM]
    costs = [text for row in coded for text in row if text and text.replace(".", "").isdigit()]
    holds(str(COST) in costs, f"{COST} on {ITEM} in the report's file", coded)
    return f"estimate {stage.total:,.2f}, cost {COST:,.2f}, the same in its CSV"


def _synced(stage: Stage) -> str:
    page = budgets.open_budget(stage.dana, stage.project)
    same("The budget's badge", looks.badge(page), "Synced")
    for part in ("/budget/unlock", "/modifications/new"):
        holds(looks.leads_to(page, part), f"a button to {part} again", page.opening)
    told_of_sync(stage, 1)
    return f"buttons are back, {people.DANA} has the mail"


STEPS: tuple[Step, ...] = (
    ("lock", _lock),
    ("send", _send),
    ("mail", _mail),
    ("accept", _accept),
    ("export", _export),
    ("poll", _poll),
    ("estimate", _estimate),
    ("cost", _cost),
    ("sync", _sync),
    ("report", _report),
    ("synced", _synced),
)
