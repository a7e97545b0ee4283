"""The update workflow: a modification on a synced budget travels alone, and everything adds up again."""

from decimal import Decimal

from portal.demo.acts import accounting, budgets, looks
from portal.demo.walks.checks import adds_up, lines_of
from portal.demo.walks.expectations import holds, same, says, session_done
from portal.demo.walks.mails import approval_page, told_of_sync
from portal.demo.walks.stages import Stage, Step

FROM, TO = "02-220", "01-100"
MOVED = Decimal("1250.00")


def _modify(stage: Stage) -> str:
    budgets.modify(stage.dana, stage.project, FROM, TO, str(MOVED), "Less rock than drilled for")
    page = budgets.open_budget(stage.dana, stage.project)
    same("The budget's badge", looks.badge(page), "Synced, changes pending")
    same("The budget's total", budgets.total(stage.dana, stage.project), stage.total)
    return f"{MOVED:,.2f} from {FROM} to {TO}"


def _resend(stage: Stage) -> str:
    page = budgets.send(stage.dana, stage.project, note="Excavation came in lower.")
    same("The budget's badge", looks.badge(page), "Waiting for accounting")
    return "sent again"


def _accept_update(stage: Stage) -> str:
    page = approval_page(stage, 2)
    says(page, "an update")
    says(accounting.accept(stage.aki, page, caution=False), "Accepted")
    return "accepted from the second mail, without a caution"


def _poll(stage: Stage) -> str:
    return session_done(stage.desk.update_selected())


def _only_new(stage: Stage) -> str:
    before, now = stage.lines, lines_of(stage)
    same("The lines that stood there", now[: len(before)], before)
    new = sorted((line["item"], Decimal(line["amount"])) for line in now[len(before) :])
    same("The new lines", new, sorted([(FROM, -MOVED), (TO, MOVED)]))
    return f"{len(new)} new lines behind the {len(before)} that stood there; {adds_up(stage)}"


def _synced(stage: Stage) -> str:
    page = budgets.open_budget(stage.dana, stage.project)
    same("The budget's badge", looks.badge(page), "Synced")
    holds(looks.leads_to(page, "/modifications/new"), "the button for modifications again", page.opening)
    told_of_sync(stage, 2)
    return "open again, the mail is there"


STEPS: tuple[Step, ...] = (
    ("modify", _modify),
    ("send", _resend),
    ("accept", _accept_update),
    ("poll", _poll),
    ("estimate", _only_new),
    ("synced", _synced),
)
