"""Change history, and the files one can take along: ledger and history as CSV, the budget as PDF."""

import re

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from portal import clock
from portal.db.transactions import reader
from portal.domain.vocabulary import Action
from portal.files.csv_tables import write_csv
from portal.files.pdf import write_pdf
from portal.services.budgets import budget_export, budget_pdf, change_history
from portal.services.budgets.budget_page import read_head
from portal.services.budgets.budget_rows import load
from portal.web.budgets.blueprints import PATH, blueprint
from portal.web.budgets.tabs import tabs
from portal.web.budgets.views import head_context
from portal.web.doors import acting, door

ALL = 1_000_000


@door(blueprint, f"{PATH}/history", Action.VIEW_BUDGET)
def history(project_id: int) -> ResponseReturnValue:
    """The newest changes; `?before=` leads to older ones."""
    head = read_head(reader(), acting(project_id), load(reader(), project_id))
    return render_template(
        "budgets/history.html",
        **head_context(head),
        history=change_history.read(reader(), project_id, request.args.get("before", type=int)),
        tabs=tabs(project_id, "budgets.history"),
    )


@door(blueprint, f"{PATH}/history.csv", Action.EXPORT_FILE)
def history_csv(project_id: int) -> ResponseReturnValue:
    """Every change as a file."""
    found = change_history.read(reader(), project_id, limit=ALL).changes
    heads = ("When", "Who", "What", "From", "To", "Reason")
    rows = ((each.when, each.who, each.what, each.before, each.after, each.reason) for each in found)
    return _file(write_csv([heads, *rows]), f"changes-{project_id}")


@door(blueprint, f"{PATH}/export.csv", Action.EXPORT_FILE)
def export_csv(project_id: int) -> ResponseReturnValue:
    """The whole ledger as a file."""
    number, rows = budget_export.read(reader(), project_id)
    return _file(write_csv(rows), f"budget-{number}")


@door(blueprint, f"{PATH}/export.pdf", Action.EXPORT_FILE)
def export_pdf(project_id: int) -> ResponseReturnValue:
    """The whole budget as a document, opened beside the page."""
    number, table = budget_pdf.read(reader(), project_id)
    return _file(write_pdf(table), f"budget-{number}", "pdf", "application/pdf", "inline")


def _file(
    content: bytes, name: str, ending: str = "csv", kind: str = "text/csv", how: str = "attachment"
) -> Response:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-")
    response = Response(content, mimetype=kind)
    response.headers["Content-Disposition"] = f'{how}; filename="{plain}-{clock.now():%Y-%m-%d}.{ending}"'
    return response
